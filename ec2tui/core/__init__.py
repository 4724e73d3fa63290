"""The pure heart: what EC2 is, what a user can do and how it reads; no I/O, no clock, no framework."""
