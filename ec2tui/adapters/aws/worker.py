"""Work that blocks, on daemon threads: its end is awaited, and keeps no exit waiting.

Threads are kept for the next work, because what each of them frees stays with its own part of the heap.
"""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")

Inbox = SimpleQueue[Callable[[], None]]

_idle: deque[Inbox] = deque()


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
    while True:
        inbox.get()()
