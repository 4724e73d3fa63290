"""The one line in which a security group rule is said, typed, exported and planned."""
