"""Work on a thread: results, errors and cancelling."""

import asyncio
import sys
import threading
import time
from contextvars import ContextVar

import pytest

from ec2tui.adapters.aws import worker
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


async def test_a_thread_is_kept_for_the_next_work_and_what_was_set_there_is_not():
    told: ContextVar[str] = ContextVar("told", default="nothing")

    def work():
        before = told.get()
        told.set("something")
        return before, threading.current_thread()

    (first, one), (second, other) = await on_thread(work), await on_thread(work)
    assert one is other
    assert (first, second) == ("nothing", "nothing")


async def test_threads_give_way_to_the_loop_at_once(monkeypatch):
    monkeypatch.setattr(worker, "_idle", worker.deque())
    worker._share_machine.cache_clear()
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    try:
        assert await on_thread(sys.getswitchinterval) == pytest.approx(worker.SWITCH)
    finally:
        sys.setswitchinterval(before)
