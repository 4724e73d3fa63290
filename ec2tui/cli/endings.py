"""Signals that end a verb in order: what it has open is closed, and its temporary files go."""

import asyncio
import contextlib
import signal

ENDINGS = ("SIGHUP", "SIGTERM")
"""What a terminal that is closed sends, and what ends a program; OpenSSH ends its ProxyCommand so."""


def end_in_order() -> None:
    """From now on such a signal cancels the running task, and does not end the program at once."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    for name in ENDINGS:
        if hasattr(signal, name):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(getattr(signal, name), task.cancel)
