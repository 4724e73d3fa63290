"""A coroutine on an event loop of its own in a daemon thread, for libraries that block."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def on_own_loop(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What `make()` returns or raises, run on a thread that ends with it and keeps no exit waiting.

    Cancelling the caller cancels the coroutine and does not wait for it.
    """
    outer = asyncio.get_running_loop()
    done: asyncio.Future[T] = outer.create_future()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[T]]] = []

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    async def job() -> T:
        task = asyncio.ensure_future(make())
        running.append((asyncio.get_running_loop(), task))
        return await task

    def run() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = asyncio.run(job())
        except asyncio.CancelledError:
            error = RuntimeError("the worker was cancelled")
        except BaseException as raised:  # noqa: BLE001 - handed to the caller, who awaits it
            error = raised
        with contextlib.suppress(RuntimeError):  # the caller's loop has ended meanwhile
            outer.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="ec2tui-aws", daemon=True).start()
    try:
        return await done
    except asyncio.CancelledError:
        for loop, task in running:
            with contextlib.suppress(RuntimeError):  # it has ended meanwhile
                loop.call_soon_threadsafe(task.cancel)
        raise
