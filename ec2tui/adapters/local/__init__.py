"""This machine: files, clipboard, clock and child processes."""
