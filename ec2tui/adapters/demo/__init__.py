"""The embedded EC2 endpoint: a lifelike account on loopback, in a process of its own."""
