"""What the program must be allowed to do, as IAM policies."""
