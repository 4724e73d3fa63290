"""A known-hosts file for each instance, in the platform's own directory."""

import asyncio
import contextlib
import errno
import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path

from ec2tui.adapters.local.private_directory import make_private
from ec2tui.core.access.addresses import INSTANCE_ID
from ec2tui.core.model.key import Key

MOST = 256 * 1024
"""Bytes of a file that are read."""


class KnownHostsDirectory:
    """The KnownHosts port over files named ACCOUNT-REGION-INSTANCE; `place` replaces the directory."""

    def __init__(self, place: Path | None = None) -> None:
        self._place = (place or user_data_path("ec2tui") / "known_hosts").absolute()

    def path(self, instance: Key) -> str:
        """Where the file of an instance is, whether it exists or not; ValueError for what is no instance."""
        return str(self._path(instance))

    async def load(self, instance: Key) -> str:
        """The text of an instance's file; empty when there is none."""
        return await asyncio.to_thread(_read, self._path(instance))

    async def save(self, instance: Key, text: str) -> None:
        """Replaces the file of an instance at once and whole, mode 0600 in directories of mode 0700."""
        await asyncio.to_thread(_write, self._path(instance), text)

    def _path(self, instance: Key) -> Path:
        account, region, id_ = instance
        plain = account.isalnum() and region.replace("-", "").isalnum() and INSTANCE_ID.fullmatch(id_)
        if not (plain and account.isascii() and region.isascii()):
            raise ValueError(f"{id_!r} is no instance")
        return self._place / f"{account}-{region}-{id_}"


def _read(path: Path) -> str:
    try:
        _check(path.parent, path.parent.stat())
        if path.is_symlink():
            raise OSError(errno.ELOOP, "it is a link to another file")
        with path.open("rb") as file:
            _check(path, os.fstat(file.fileno()))
            return file.read(MOST).decode("ascii", errors="replace")
    except FileNotFoundError:
        return ""


def _check(path: Path, told: os.stat_result) -> None:
    """OSError when others could have written what host keys are known."""
    if os.name != "posix":
        return
    if told.st_uid != os.geteuid():
        raise OSError(errno.EPERM, f"{path} is another user's")
    if told.st_mode & 0o022:
        raise OSError(errno.EPERM, f"others may write to {path}: look at it, then chmod go-w {path}")


def _write(path: Path, text: str) -> None:
    make_private(path.parent)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
