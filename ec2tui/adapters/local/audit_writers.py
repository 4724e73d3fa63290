"""Which runs of the program still write to a record: each holds a lock on one byte, which dies with it."""

import os
import secrets
import sys
import threading
from pathlib import Path

_SPAN = 2**31 - 2
_BINARY = getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int, offset: int) -> None:
        os.lseek(descriptor, offset, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _give(descriptor: int, offset: int) -> None:
        os.lseek(descriptor, offset, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int, offset: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, offset)

    def _give(descriptor: int, offset: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, offset)


class Writers:
    """The lock file of a record; its one descriptor stays open, since closing it would give the lock back."""

    def __init__(self, path: Path) -> None:
        self.own = str(secrets.randbelow(_SPAN) + 1)
        self._path = path
        self._descriptor: int | None = None
        self._turn = threading.Lock()

    def claim(self) -> None:
        """Says that this run writes (OSError when that cannot be said)."""
        with self._turn:
            self._open()

    def alive(self, writer: str) -> bool:
        """Whether a run holds its byte; a name that no run can have is dead."""
        if writer == self.own:
            return True
        if not (writer.isascii() and writer.isdigit() and 0 < int(writer) <= _SPAN):
            return False
        with self._turn:
            if self._descriptor is None and not self._path.exists():
                return False
            descriptor = self._open()
            try:
                _take(descriptor, int(writer))
            except (BlockingIOError, PermissionError):
                return True
            _give(descriptor, int(writer))
            return False

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
            _take(self._descriptor, int(self.own))
        return self._descriptor
