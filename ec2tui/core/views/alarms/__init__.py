"""Alarms as rows, details, words and JSON."""
