"""Forwarded ports in the background: listed once they listen, closed, and told why they ended."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ec2tui.core.access.route import Via
from ec2tui.core.rules.policy import Policy
from ec2tui.services import open_forwards
from ec2tui.services.access_values import Ended, Forward, Lack, NoEntry, Wish
from ec2tui.services.changing import Changing
from ec2tui.services.forwarding import Carried, Carrier
from ec2tui.services.open_forwards import Opened, OpenForwards

from .audit_fakes import MemoryAuditLog
from .test_tunnels import BOX, FakeTunnel, TunnelGateway, endpoint, session_with

LISTENS = """
import socket, sys, time
server = socket.socket(); server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[-1]))); server.listen()
if sys.argv[-2] == "stays": time.sleep(60)
server.accept(); time.sleep(0.2)
sys.stderr.write("channel 1\\nConnection to i-1 closed by remote host.\\n"); sys.exit(255)
"""
FAILS = (
    "import sys; sys.stderr.write('ssh: no\\nec2-user@i-1: Permission denied (publickey).\\n'); sys.exit(255)"
)


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is chosen to carry, and the program that stands for OpenSSH."""
    given: dict[str, Any] = {
        "carrier": Carrier.OPENSSH,
        "argv": (sys.executable, "-S", "-c", LISTENS, "stays"),
    }

    async def choose(session: Any, reaching: Any, instance: Any, via: Any, forwards: Any) -> Carried:
        return Carried(given["carrier"], Via.DIRECT, instance, tuple(forwards))

    async def run(*args: Any, **_: Any) -> Ended | NoEntry:
        wish: Wish = args[4]
        if "lack" in given:
            return NoEntry(Lack.HOST_KEY_UNKNOWN, "not vouched for")
        code = await args[5].hand_over((*given["argv"], str(wish.forwards[0].local)))
        return Ended(code, None)  # type: ignore[arg-type]

    monkeypatch.setattr(open_forwards, "choose_carrier", choose)
    monkeypatch.setattr(open_forwards, "run_ssh", run)
    return given


@pytest.fixture
async def forwards() -> AsyncIterator[OpenForwards]:
    made = OpenForwards()
    yield made
    await made.aclose()


async def opened(forwards: OpenForwards, forward: Forward, *answers: FakeTunnel) -> Opened | NoEntry:
    log = MemoryAuditLog()
    changing = Changing(lambda: log, Policy())
    session = await session_with(TunnelGateway(*answers), endpoint("eice-1"))
    return await forwards.open(session, None, changing, BOX, forward)  # type: ignore[arg-type]


async def test_a_program_is_listed_once_it_listens_and_ended_when_it_is_closed(
    carried: dict[str, Any], forwards: OpenForwards
) -> None:
    one = await opened(forwards, Forward(0, "db", 5432))
    assert isinstance(one, Opened) and forwards.items == (one,)
    assert (one.place, one.via, one.ended) == (f"127.0.0.1:{one.forward.local}", Via.DIRECT, "")
    _, writer = await asyncio.open_connection("127.0.0.1", one.forward.local)
    writer.close()
    taken = await opened(forwards, Forward(one.forward.local, "", 80))
    assert isinstance(taken, NoEntry) and "0 takes any free one" in taken.message
    await forwards.close(one)
    assert forwards.items == () and one.task is not None and one.task.done()
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", one.forward.local)


async def test_a_program_that_fails_is_never_listed_and_its_last_words_are_told(
    carried: dict[str, Any], forwards: OpenForwards
) -> None:
    carried["argv"] = (sys.executable, "-S", "-c", FAILS)
    one = await opened(forwards, Forward(0, "", 80))
    assert one == NoEntry(Lack.FAILED, "ec2-user@i-1: Permission denied (publickey).")
    carried["argv"] = ("/nowhere/ssh",)
    assert isinstance(await opened(forwards, Forward(0, "", 80)), NoEntry)
    carried["lack"] = True
    unvouched = await opened(forwards, Forward(0, "", 80))
    assert unvouched == NoEntry(Lack.HOST_KEY_UNKNOWN, "not vouched for") and forwards.items == ()


async def test_one_that_ends_by_itself_stays_listed_with_the_reason(
    carried: dict[str, Any], forwards: OpenForwards
) -> None:
    carried["argv"] = (sys.executable, "-S", "-c", LISTENS, "ends")
    one = await opened(forwards, Forward(0, "", 80))
    assert isinstance(one, Opened) and one.task is not None
    await one.task
    await asyncio.sleep(0)
    assert one.ended == "Connection to i-1 closed by remote host." and forwards.items == (one,)


async def test_an_endpoint_is_listened_for_here(carried: dict[str, Any], forwards: OpenForwards) -> None:
    carried["carrier"] = Carrier.ENDPOINT
    one = await opened(forwards, Forward(0, "", 22), FakeTunnel())
    assert isinstance(one, Opened) and (one.via, one.connections) == (Via.ENDPOINT, 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", one.forward.local)
    writer.write(b"ssh")
    assert await reader.read(3) == b"SSH" and one.connections == 1
    await forwards.close(one)
    assert await reader.read() == b""
