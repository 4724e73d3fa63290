"""How posture stood on earlier days as a file of this machine; without it only the trend is missing."""

import asyncio
import os
import tempfile
from pathlib import Path

import msgspec
from platformdirs import user_state_path

from ec2tui.adapters.local.file_lock import locked
from ec2tui.adapters.local.private_directory import make_private
from ec2tui.services.posture.history import Moment, with_moment

MOST = 400
"""Days that are kept of each account and its regions."""

PATIENCE = 1.0
"""Seconds to wait for another ec2tui that is writing."""


def history_path() -> Path:
    """Where the history is kept unless told otherwise."""
    return user_state_path("ec2tui") / "posture.json"


class PostureHistoryFile:
    """JSON, mode 0600 in a directory of mode 0700; written when a moment differs from the one kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or history_path()
        self._last: Moment | None = None
        self._told: tuple[Moment, ...] = ()

    async def note(self, moment: Moment) -> tuple[Moment, ...]:
        """Keeps a moment in place of the last one of its day; all of its place, the oldest first.

        A file that cannot be read or written is left alone: what is known of this run is told.
        """
        last = self._last
        if last is not None and moment.same_day(last) and msgspec.structs.replace(moment, at=last.at) == last:
            return self._told
        try:
            self._told = await asyncio.to_thread(self._note, moment)
        except (OSError, TimeoutError, msgspec.DecodeError):
            self._told = (*(one for one in self._told if not one.same_day(moment)), moment)
        self._last = moment
        return self._told

    def _note(self, moment: Moment) -> tuple[Moment, ...]:
        make_private(self._path.parent)
        with locked(self._path.with_suffix(".lock"), PATIENCE):
            kept = with_moment(self._read(), moment, MOST)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".posture", suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.json.encode(kept))
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        return tuple(one for one in kept if one.same_place(moment))

    def _read(self) -> tuple[Moment, ...]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=tuple[Moment, ...])
        except FileNotFoundError:
            return ()
