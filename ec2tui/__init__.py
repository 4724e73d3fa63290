"""ec2tui: the safe way to operate EC2 from a terminal."""

__version__ = "0.1.0"
