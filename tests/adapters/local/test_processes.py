"""Children are run with argument lists, are stopped in time, and hold nobody up."""

import asyncio
import sys
import threading

import pytest

from ec2tui.adapters.local.blocking import in_daemon_thread
from ec2tui.adapters.local.processes import find_executable, run


async def test_arguments_arrive_as_they_are():
    argv = (sys.executable, "-c", "import sys; print(sys.argv[1:])", "; rm -rf $HOME", "`id`")
    done = await run(argv, 20)
    assert done.code == 0 and done.stdout.decode().strip() == "['; rm -rf $HOME', '`id`']"


async def test_a_child_that_hangs_is_stopped():
    done = await run((sys.executable, "-c", "import time; time.sleep(600)"), 0.3)
    assert done.code is None


async def test_cancelling_stops_the_child_too(tmp_path):
    mark = tmp_path / "pid"
    code = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    task = asyncio.create_task(run((sys.executable, "-c", code), 60))
    while not (mark.exists() and mark.read_text()):
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        import os

        os.kill(int(mark.read_text()), 0)


async def test_what_cannot_be_started_is_an_oserror():
    with pytest.raises(OSError):
        await run(("/no/such/program",), 1)
    assert find_executable("no-such-program-anywhere") is None


async def test_a_blocking_call_gives_its_result_or_its_error():
    assert await in_daemon_thread(lambda: 42, 5) == 42
    with pytest.raises(ZeroDivisionError):
        await in_daemon_thread(lambda: 1 // 0, 5)


async def test_a_blocking_call_that_hangs_is_left_behind():
    release = threading.Event()
    with pytest.raises(TimeoutError):
        await in_daemon_thread(lambda: release.wait(60), 0.05)
    release.set()
