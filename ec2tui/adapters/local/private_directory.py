"""Directories that only the user may look into."""

from pathlib import Path


def make_private(directory: Path) -> None:
    """Makes a directory and those above it that are missing, each with mode 0700; others stay as they are.

    `Path.mkdir` gives its mode to the last one only.
    """
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
