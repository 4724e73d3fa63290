"""What the configuration file may say, and what it means."""
