"""AWS through aiobotocore, the only place that imports it."""
