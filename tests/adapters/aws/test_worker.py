"""A coroutine on a thread's own loop: results, errors and cancelling."""

import asyncio
import threading
import time

import pytest

from ec2tui.adapters.aws.worker import on_own_loop


async def test_it_runs_elsewhere_and_returns():
    async def thread_name():
        await asyncio.sleep(0)
        return threading.current_thread()

    thread = await on_own_loop(thread_name)
    assert thread is not threading.current_thread()
    assert thread.daemon


async def test_the_loop_goes_on_meanwhile():
    release = threading.Event()

    async def blocking():
        return release.wait(10)

    task = asyncio.create_task(on_own_loop(blocking))
    await asyncio.sleep(0.01)
    assert not task.done()
    release.set()
    assert await task


async def test_errors_arrive():
    async def fail():
        raise LookupError("x")

    with pytest.raises(LookupError):
        await on_own_loop(fail)


async def test_cancelling_ends_the_other_side_too():
    cancelled = threading.Event()
    started = threading.Event()

    async def wait():
        started.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    task = asyncio.create_task(on_own_loop(wait))
    while not started.is_set():
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(cancelled.wait, 10)


async def test_cancelling_does_not_wait_for_a_blocked_thread():
    release = threading.Event()

    async def blocking():
        return release.wait(30)

    task = asyncio.create_task(on_own_loop(blocking))
    await asyncio.sleep(0.01)
    before = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - before < 20
    release.set()
