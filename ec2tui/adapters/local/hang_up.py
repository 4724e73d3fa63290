"""The end of the terminal ends the program, also where no signal tells of it."""

import contextlib
import os
import select
import signal
import threading

HUNG_UP = 128 + 1
"""The exit status where SIGHUP is ignored, as after `nohup`: nobody can see or leave the screen any more."""


def end_with_terminal(descriptor: int = 0) -> None:
    """Watches a terminal in a thread that sleeps until it is closed; then ends the process as SIGHUP does.

    The kernel tells the leader of the session alone, and others when that has ended: one that waits for its
    children, as make does, would leave the screen reading from nothing for ever. Where terminals cannot be
    polled (Windows, old versions of macOS) nothing is watched.
    """
    if hasattr(select, "poll"):
        threading.Thread(target=_watch, args=(descriptor,), name="hang-up", daemon=True).start()


def _watch(descriptor: int) -> None:
    waiting = select.poll()
    waiting.register(descriptor, 0)  # a hang-up is told unasked
    with contextlib.suppress(OSError):
        if any(event & select.POLLHUP for _, event in waiting.poll()):
            os.kill(os.getpid(), signal.SIGHUP)
            os._exit(HUNG_UP)
