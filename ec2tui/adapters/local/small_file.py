"""Reads a file that the user named, beside the loop and only as much of it as anything here can use."""

import asyncio
from pathlib import Path

MOST = 1024 * 1024
"""Bytes that are read at most: a device has no end."""


async def read_file(path: str) -> bytes | str:
    """The bytes of a file, or why it cannot be read, as a sentence without its end."""
    try:
        return await asyncio.to_thread(_start, path)
    except OSError as error:
        return f"cannot read {path}: {error.strerror}"


def _start(path: str) -> bytes:
    with Path(path).expanduser().open("rb") as file:
        return file.read(MOST)
