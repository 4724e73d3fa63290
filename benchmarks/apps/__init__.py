"""The programs that are compared: each runs alone, as `python -m benchmarks.apps.<name>`."""
