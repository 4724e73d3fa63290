"""Metrics: asked of CloudWatch once a period, together, and within a budget."""
