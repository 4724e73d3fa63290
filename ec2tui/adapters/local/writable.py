"""What stands against writing somewhere, found without writing anything."""

import os
import shutil
from pathlib import Path

LEAST_FREE = 1_000_000
"""Bytes that must be free: a change takes a kilobyte of the record, a large fleet megabytes of the cache."""


def obstacle(path: Path) -> str:
    """Why a file at `path` cannot be written, empty when it can; what is missing above it would be made."""
    if path.is_dir():
        return "a directory stands in its place"
    if path.exists() and not os.access(path, os.W_OK):
        return "not writable"
    nearest = next(above for above in path.parents if above.exists())
    if not nearest.is_dir():
        return f"{nearest} is no directory"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"{nearest} is not writable"
    free = shutil.disk_usage(nearest).free
    return f"the disk of {nearest} is full" if free < LEAST_FREE else ""
