"""A child in the foreground: the terminal is its own until it ends, and then as it was before."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ec2tui.adapters.local.terminal_settings import settings_kept

FAILED = 255
"""The exit code with which OpenSSH says that it failed itself; from 128 on, up to here, a signal ended it."""

RESET = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l"  # mouse, focus, bracketed paste
    "\x1b[?1049l\x1b[?1l\x1b>\x1b[?7h\x1b[?25h"  # alternate screen, keypad, wrap, cursor
    "\x1b[r\x1b[4l\x1b(B\x0f\x1b[0m"  # scroll region, insert mode, character set, colours
    "\x1b[999;1H\r\n"
)
"""Takes back what a remote program may have left set when its connection was cut off."""


class OwnTerminal:
    """The Terminal port over this process's own terminal.

    `screen` is the descriptor that the screen is written to, when there is one: after the child it is reset,
    and a child that failed leaves its last words there until enter is pressed. Without one (a command line)
    the child has the streams of this process and nothing is added.
    """

    def __init__(self, screen: int | None = None) -> None:
        self._screen = screen

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Runs a program to its end; its exit code, 128 and more for a signal, 127 when it cannot start.

        Keys that send signals are the child's alone. Who waits no longer (cancelled) has the child ended.
        """
        for line in said:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
        with _signals_are_the_childs():
            with settings_kept():
                code = await _run(argv, env, self._stdout())
            if self._screen is not None:
                os.write(self._screen, RESET.encode())
                if code > 128:
                    await self._pause(argv, code)
        return code

    def _stdout(self) -> int | None:
        """Where the child writes: to the screen, when standard output goes elsewhere."""
        return self._screen if self._screen is not None and not os.isatty(1) else None

    async def _pause(self, argv: Sequence[str], code: int) -> None:
        assert self._screen is not None
        name = os.path.basename(argv[0])  # noqa: PTH119 - a word of an argument list, no path to be opened
        os.write(self._screen, f"{name} ended with {code}. Press enter to go back to ec2tui. ".encode())
        with contextlib.suppress(OSError, NotImplementedError):
            await _line(0)


async def _run(argv: Sequence[str], env: Mapping[str, str] | None, stdout: int | None) -> int:
    try:
        child = await asyncio.create_subprocess_exec(
            *argv, env=dict(os.environ if env is None else env), stdout=stdout
        )
    except OSError:
        return 127
    try:
        code = await child.wait()
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()
    return 128 - code if code < 0 else code


async def _line(descriptor: int) -> None:
    """Returns when a line (or the end of input) has come."""
    come: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def read() -> None:
        os.read(descriptor, 4096)
        if not come.done():
            come.set_result(None)

    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, read)
    try:
        await come
    finally:
        loop.remove_reader(descriptor)


@contextlib.contextmanager
def _signals_are_the_childs() -> Iterator[None]:
    """ctrl+c and ctrl+\\ reach every process of the terminal; only the child is to act on them.

    A handler that does nothing, as a signal that is ignored would be ignored by the child too.
    """
    names = [name for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)]
    before: dict[int, Any] = {}
    try:
        for name in names:
            number = getattr(signal, name)
            before[number] = signal.signal(number, lambda *_: None)
    except ValueError:  # not in the main thread, where signals come to
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def screen_descriptor() -> int | None:
    """The descriptor that Textual writes the screen to; None without one."""
    stream = sys.__stderr__
    try:
        return stream.fileno() if stream is not None and stream.isatty() else None
    except (OSError, ValueError):
        return None
