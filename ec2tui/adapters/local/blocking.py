"""Blocking calls that may hang, kept from holding up the program or its end."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(call: Callable[[], T], timeout: float) -> T:
    """The result of `call`, run in a daemon thread; TimeoutError after `timeout` seconds.

    asyncio's own executor is joined when the loop ends, so a call that hangs would hang the program with it.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(set_it: Callable[[T], None] | Callable[[BaseException], None], value: object) -> None:
        def tell() -> None:
            if not future.done():
                set_it(value)  # type: ignore[arg-type]

        if not loop.is_closed():
            loop.call_soon_threadsafe(tell)

    def work() -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - handed over to the waiting task, whatever it is
            settle(future.set_exception, error)
        else:
            settle(future.set_result, result)

    threading.Thread(target=work, daemon=True).start()
    async with asyncio.timeout(timeout):
        return await future
