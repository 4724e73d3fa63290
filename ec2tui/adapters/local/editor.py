"""The user's editor on a private file, opened at a line."""

import asyncio
import os
import shlex
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

AT_LINE = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "joe", "kak", "mg"}
)
"""Editors that take `+LINE` before the file."""

DEFAULT = "vi"


def editor_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The words of $VISUAL, else of $EDITOR, else vi."""
    named = environment.get("VISUAL") or environment.get("EDITOR") or DEFAULT
    try:
        words = tuple(shlex.split(named))
    except ValueError:
        words = ()
    return words or (DEFAULT,)


def editor_arguments(command: tuple[str, ...], path: str, line: int) -> tuple[str, ...]:
    """The command on a file, at a line (from 1) where the editor can."""
    place = (f"+{line}",) if line > 1 and Path(command[0]).name in AT_LINE else ()
    return (*command, *place, path)


Run = Callable[[Sequence[str]], Awaitable[int]]
"""Runs a program with the terminal to itself; its exit code, 127 when it cannot be started."""


async def edit_text(
    text: str, line: int = 1, environment: Mapping[str, str] | None = None, run: Run | None = None
) -> str | None:
    """The text as it was saved; None when the editor could not be started or ended with an error.

    The file is in a directory of its own that only the user can enter, and goes when this returns.
    """
    environment = os.environ if environment is None else environment
    with tempfile.TemporaryDirectory(prefix="ec2tui-") as directory:
        path = Path(directory) / "group.sg"
        path.write_text(text, encoding="utf-8")
        argv = editor_arguments(editor_command(environment), str(path), line)
        if await (run or _run)(argv) != 0:
            return None
        return path.read_text(encoding="utf-8", errors="replace")


async def _run(argv: Sequence[str]) -> int:
    try:
        child = await asyncio.create_subprocess_exec(*argv)
    except OSError:
        return 127
    return await child.wait()
