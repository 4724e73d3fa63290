"""The pictures of the demo: taken by code, kept in screenshots/, and compared by a test."""
