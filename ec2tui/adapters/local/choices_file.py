"""The user's views, columns and order as a file of this machine, changed as a whole by one at a time."""

import asyncio
import os
import tempfile
from pathlib import Path

import msgspec
from platformdirs import user_state_path

from ec2tui.adapters.local.file_lock import locked
from ec2tui.adapters.local.private_directory import make_private
from ec2tui.core.views.choices import Choices
from ec2tui.services.chosen import Edit, UnreadableError

VERSION = 1
PATIENCE = 2.0
"""Seconds to wait for another ec2tui that is writing."""


class _Kept(msgspec.Struct, frozen=True):
    """The file: the version of its form, and the choices."""

    version: int
    choices: Choices


def choices_path() -> Path:
    """Where the choices are kept unless told otherwise."""
    return user_state_path("ec2tui") / "choices.json"


class ChoicesFile:
    """JSON, mode 0600 in a directory of mode 0700; nothing is written before something was chosen."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or choices_path()

    def load(self) -> Choices:
        """What the file says, nothing when there is none; UnreadableError when it is not ours."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return Choices()
        advice = "mend it, or move it away to start anew; nothing is saved meanwhile"
        try:
            kept = msgspec.json.decode(data, type=_Kept)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnreadableError(
                f"saved views and columns: {self._path} is damaged ({error}); {advice}"
            ) from None
        if kept.version != VERSION:
            raise UnreadableError(f"saved views and columns: {self._path} is another version's; {advice}")
        return kept.choices

    async def update(self, edit: Edit) -> Choices:
        """Reads the file anew, changes it and puts it back, while no other ec2tui does."""
        return await asyncio.to_thread(self._update, edit)

    def _update(self, edit: Edit) -> Choices:
        directory = self._path.parent
        make_private(directory)
        with locked(self._path.with_suffix(".lock"), PATIENCE):
            choices = edit(self.load())
            handle, name = tempfile.mkstemp(dir=directory, prefix=".choices", suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.json.format(msgspec.json.encode(_Kept(VERSION, choices)), indent=1))
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        return choices
