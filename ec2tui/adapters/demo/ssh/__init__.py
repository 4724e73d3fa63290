"""The SSH servers of the demo's instances, which all run in the endpoint's process."""
