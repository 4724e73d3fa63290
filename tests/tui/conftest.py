"""Key presses wait for the event loop to have nothing to do, and for no clock."""

import asyncio
from time import monotonic

import pytest
import textual.app
import textual.pilot

SOON_S = 0.025
"""A timer due within this time is waited for: Textual paints 60 times a second."""
TICK_S = 0.001


def busy(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the loop has callbacks to run, a timer that is almost due or a thread at work."""
    soon = loop.time() + SOON_S
    timers = any(not it.cancelled() and it.when() < soon for it in loop._scheduled)  # type: ignore[attr-defined]
    pool = loop._default_executor  # type: ignore[attr-defined]
    threads = pool is not None and pool._idle_semaphore._value < len(pool._threads)
    return bool(loop._ready or timers or threads)  # type: ignore[attr-defined]


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Takes the place of Textual's wait, which sleeps 20 ms and more and guesses from the process's CPU time.

    On a machine that is busy with others that guess is wrong: a process that gets no CPU looks idle.
    """
    loop = asyncio.get_running_loop()
    end = monotonic() + max_sleep
    await asyncio.sleep(min(min_sleep, TICK_S))
    while True:
        await asyncio.sleep(0)
        if not busy(loop) or monotonic() >= end:
            return
        await asyncio.sleep(TICK_S)


@pytest.fixture(autouse=True)
def presses_wait_for_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.app, "wait_for_idle", until_idle)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", until_idle)
