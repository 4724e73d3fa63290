"""Metrics as cells, charts, words and JSON."""
