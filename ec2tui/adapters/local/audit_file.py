"""The audit file on the disk: private, only ever appended to, and synced before anybody relies on it."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)


def private_directory(path: Path) -> None:
    """Makes the directory and its missing parents, readable by their owner alone."""
    if not path.is_dir():
        private_directory(path.parent)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
            _sync_directory(path.parent)


@contextmanager
def open_log(path: Path) -> Iterator[int]:
    """A descriptor that appends and reads; a file that others could read is closed to them."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, 0o600)
    try:
        if sys.platform != "win32" and os.fstat(descriptor).st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
        yield descriptor
    finally:
        os.close(descriptor)


def append_bytes(descriptor: int, data: bytes) -> None:
    """Appends and syncs; when that fails, what was written of it is taken off again (OSError)."""
    start = os.fstat(descriptor).st_size
    try:
        _write(descriptor, data)
    except OSError:
        take_off(descriptor, start)
        raise


def take_off(descriptor: int, size: int) -> None:
    """Cuts the file back to `size` bytes where the disk still lets us; else a torn line stays and shows."""
    with suppress(OSError):
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)


def replace_file(path: Path, data: bytes) -> None:
    """Replaces a small private file as a whole, so that no reader ever sees half of it (OSError)."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        try:
            _write(descriptor, data)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_directory(path.parent)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _sync_directory(path: Path) -> None:
    """Makes a new name durable; Windows has no such thing, and some file systems refuse it."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
