"""The outside world: each package implements ports, and none imports another."""
