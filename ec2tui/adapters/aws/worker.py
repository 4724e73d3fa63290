"""Work that blocks, on daemon threads: its end is awaited, and keeps no exit waiting.

Threads are kept for the next work, because what each of them frees stays with its own part of the heap.
"""

import asyncio
import contextlib
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context
from functools import cache
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")

Inbox = SimpleQueue[Callable[[], None]]

_idle: deque[Inbox] = deque()

SWITCH = 0.0002
"""Seconds that a thread may hold the interpreter while another wants it.

A key takes several turns of the loop and the terminal's writer; with Python's 5 ms for each of them it waited
for a page that was being parsed far longer than it took itself.
"""

LARGE = 256 * 1024
"""Bytes from which a block of memory is the system's own, and given back when it is free.

Without a fixed limit the C library raises it to the size of a page's body, and keeps the room of several.
"""

_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of mallopt(3)."""


async def on_thread(work: Callable[[], T]) -> T:
    """What `work()` returns or raises. Cancelling the caller leaves the work to end by itself."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def job() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = Context().run(work)
        except BaseException as raised:  # noqa: BLE001 - handed to the caller, who awaits it
            error = raised
        _idle.append(inbox)
        with contextlib.suppress(RuntimeError):  # the caller's loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    inbox = _inbox()
    inbox.put(job)
    return await done


def _inbox() -> Inbox:
    """Where a thread takes work that has none, the one that worked last."""
    with contextlib.suppress(IndexError):
        return _idle.pop()
    inbox = Inbox()
    threading.Thread(target=_work, args=(inbox,), name="ec2tui-aws", daemon=True).start()
    return inbox


def _work(inbox: Inbox) -> None:
    _share_machine()
    while True:
        inbox.get()()


@cache
def _share_machine() -> None:
    """Has threads give way to each other at once, and large blocks of memory returned when they are free."""
    sys.setswitchinterval(SWITCH)
    if sys.platform == "linux":
        import ctypes  # after the first frame: it takes 4 ms

        # Only the GNU C library has it; others do not keep large blocks.
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, LARGE)
