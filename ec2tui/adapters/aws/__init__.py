"""AWS through botocore, the only place that imports it; calls block, so each runs on a thread."""
