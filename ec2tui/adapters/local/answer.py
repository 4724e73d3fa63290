"""Asks the person at the terminal for a line, and nobody when there is no terminal."""

import sys
from collections.abc import Awaitable, Callable

from ec2tui.adapters.local.blocking import in_daemon_thread

PATIENCE = 3600.0
"""Seconds after which no answer is an answer."""


def line_reader() -> Callable[[str], Awaitable[str | None]] | None:
    """What asks a question on the terminal; None unless both the plan and the answer go through one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return ask_line


async def ask_line(prompt: str) -> str | None:
    """The line that is typed; None for the end of input, or after an hour."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        return (await in_daemon_thread(sys.stdin.readline, PATIENCE)) or None
    except TimeoutError:
        return None
