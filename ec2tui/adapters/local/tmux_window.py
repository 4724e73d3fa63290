"""A program in a new window of tmux: the screen goes on beside it.

tmux starts programs with its server's environment, and what stands in its arguments anybody may read: so the
program's own environment comes through a pipe in a private directory, and is nowhere on disk.
"""

import asyncio
import contextlib
import errno
import os
import re
import shlex
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ec2tui.adapters.local.processes import Completed, run

START = 'trap : INT QUIT; . "$0" || exit 127; "$@"; code=$?; echo "$code" > "$0.code"; exit "$code"'
"""What the window's shell does: takes the environment, runs the program, and tells how that ended.

tmux would tell that too, but not always: it may see the end of the output and never the program's status.
"""

PATIENCE = 5.0
"""Seconds for tmux to answer, and for the window to take its environment."""

GLANCE = 0.5
"""Seconds between two looks whether the program still runs."""

HUNG_UP = 129
"""The exit code of a program whose window was closed."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OF_THE_WINDOW = frozenset({"TMUX", "TMUX_PANE", "TERM", "PWD", "OLDPWD", "SHLVL", "_"})


class TmuxWindow:
    """The Terminal port over windows of the tmux that this program runs in."""

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Runs a program to its end in a window of its own; its exit code, 127 when tmux opens none."""
        with tempfile.TemporaryDirectory(prefix="ec2tui-window-") as directory:
            pipe = Path(directory) / "environment"
            os.mkfifo(pipe, 0o600)
            words = [_plain(word) for word in ("sh", "-c", START, str(pipe), *argv)]
            opened = await _tmux("new-window", "-P", "-F", "#{pane_id}", "-n", _name(argv), "--", *words)
            pane = opened.stdout.decode().strip()
            if opened.code != 0 or not pane.startswith("%"):
                return 127
            await _tmux("set-option", "-w", "-t", pane, "remain-on-exit", "on")
            script = _script(os.environ if env is None else env, said)
            if not await asyncio.to_thread(_give, pipe, script):
                await _tmux("kill-pane", "-t", pane)
                return 127
            return await _ended(pane, pipe.with_suffix(".code"))


async def _ended(pane: str, told: Path) -> int:
    """The exit code of a pane's program, when that has ended; the pane goes unless it is to be read."""
    gone = False
    while True:
        code = await asyncio.to_thread(_code, told)
        if code is None and gone:
            return HUNG_UP
        if code is not None:
            if code < 128:
                await _tmux("kill-pane", "-t", pane)
            return code
        listed = await _tmux("list-panes", "-a", "-F", "#{pane_id} #{pane_dead}")
        gone = listed.code is not None and f"{pane} 0" not in listed.stdout.decode().splitlines()
        await asyncio.sleep(0 if gone else GLANCE)


def _code(told: Path) -> int | None:
    """What the window's shell told at its end; None before."""
    try:
        text = told.read_text()
    except FileNotFoundError:
        return None
    return int(text) if text.endswith("\n") and text.strip().isdigit() else None


async def _tmux(*words: str) -> Completed:
    try:
        return await run(("tmux", *words), PATIENCE)
    except OSError:
        return Completed(127)


def _name(argv: Sequence[str]) -> str:
    return _plain(Path(argv[0]).name) or "ec2tui"


def _plain(word: str) -> str:
    """A word that tmux takes as it is: one that ends with `;` would end the command."""
    return word[:-1] + "\\;" if word.endswith(";") else word


def _script(env: Mapping[str, str], said: Sequence[str]) -> bytes:
    """What the window's shell reads: the variables, and the lines that stand above the program."""
    given = [(name, value) for name, value in env.items() if name not in _OF_THE_WINDOW]
    lines = [f"export {name}={shlex.quote(value)}" for name, value in given if _NAME.fullmatch(name)]
    lines += [f"printf '%s\\n' {shlex.quote(line)}" for line in said]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def _give(pipe: Path, script: bytes) -> bool:
    """Writes into a pipe once somebody reads there; False when nobody does in time."""
    import time

    end = time.monotonic() + PATIENCE
    while True:
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > end:
                return False
            time.sleep(0.02)
    os.set_blocking(descriptor, True)
    with contextlib.suppress(BrokenPipeError), os.fdopen(descriptor, "wb") as file:
        file.write(script)
        return True
    return False
