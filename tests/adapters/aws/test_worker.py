"""Work on a thread: results, errors and cancelling."""

import asyncio
import threading
import time

import pytest

from ec2tui.adapters.aws.worker import on_thread


async def test_it_runs_elsewhere_and_returns():
    thread = await on_thread(threading.current_thread)
    assert thread is not threading.current_thread()
    assert thread.daemon


async def test_the_loop_goes_on_meanwhile():
    release = threading.Event()
    task = asyncio.create_task(on_thread(lambda: release.wait(10)))
    await asyncio.sleep(0.01)
    assert not task.done()
    release.set()
    assert await task


async def test_errors_arrive():
    def fail():
        raise LookupError("x")

    with pytest.raises(LookupError):
        await on_thread(fail)


async def test_cancelling_does_not_wait_for_a_blocked_thread():
    release = threading.Event()
    task = asyncio.create_task(on_thread(lambda: release.wait(30)))
    await asyncio.sleep(0.01)
    before = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - before < 20
    release.set()
