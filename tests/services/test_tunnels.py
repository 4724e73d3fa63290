"""Tunnels through endpoints: which endpoint, bytes both ways, and every way in which they end."""

import asyncio

import pytest

from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services import tunnels
from ec2tui.services.access_values import Forward, Lack, NoEntry
from ec2tui.services.ports import Page
from ec2tui.services.ports_tunnel import EndpointTarget
from ec2tui.services.session import Scope, Session
from ec2tui.services.tunnels import EndpointForward, best_endpoint, carry, find_endpoint, open_through

from .fakes import REGION, FakeConnector, FakeGateway, FixedClock, instance, key

BOX = instance("i-1", vpc_id="vpc-1", subnet_id="subnet-2", private_ip="10.0.0.9")


def endpoint(id_: str, subnet: str = "subnet-1", **fields: object) -> ConnectEndpoint:
    given = {"state": "create-complete", "vpc_id": "vpc-1", "dns_name": f"{id_}.example.com", **fields}
    return ConnectEndpoint(key(id_), subnet_id=subnet, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "best"),
    [
        ([], None),
        ([endpoint("eice-2"), endpoint("eice-1")], "eice-1"),
        ([endpoint("eice-1"), endpoint("eice-9", "subnet-2")], "eice-9"),
        ([endpoint("eice-1", state="create-in-progress"), endpoint("eice-2", state="delete-failed")], None),
        ([endpoint("eice-1", state="update-in-progress")], "eice-1"),
        ([endpoint("eice-1", vpc_id="vpc-2"), endpoint("eice-2", dns_name="")], None),
    ],
)
def test_the_endpoint_of_the_same_subnet_is_taken_before_others_of_the_vpc(
    known: list[ConnectEndpoint], best: str | None
) -> None:
    found = best_endpoint(known, BOX)
    assert (found.key.id if found else None) == best


class FakeTunnel:
    """Answers each write with the same bytes in capitals; ends when told `stop`, or with its text."""

    def __init__(self, ending: str = "") -> None:
        self.ending = ending
        self.closed = False
        self._replies: asyncio.Queue[bytes] = asyncio.Queue()

    async def read(self) -> bytes:
        return await self._replies.get()

    async def write(self, content: bytes) -> None:
        self._replies.put_nowait(b"" if content == b"stop" else content.upper())

    async def aclose(self) -> None:
        self.closed = True


class Kept:
    def __init__(self, broken: bool = False) -> None:
        self.content, self.broken = b"", broken

    def write(self, data: bytes) -> None:
        if self.broken:
            raise BrokenPipeError
        self.content += data

    async def drain(self) -> None: ...


def fed(*parts: bytes, ends: bool = True) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    for part in parts:
        reader.feed_data(part)
    if ends:
        reader.feed_eof()
    return reader


async def test_what_is_on_its_way_when_the_input_ends_still_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tunnels, "QUIET", 0.01)
    tunnel, kept = FakeTunnel(), Kept()
    assert await carry(tunnel, fed(b"hello"), kept) == ""
    assert (kept.content, tunnel.closed) == (b"HELLO", True)


async def test_the_machines_end_ends_it_while_the_input_is_open() -> None:
    tunnel, kept = FakeTunnel("the endpoint ended the tunnel: too long"), Kept()
    assert await carry(tunnel, fed(b"stop", ends=False), kept) == tunnel.ending
    assert tunnel.closed


async def test_a_reader_that_is_gone_ends_it() -> None:
    tunnel = FakeTunnel()
    async with asyncio.timeout(5):
        assert await carry(tunnel, fed(b"hello", ends=False), Kept(broken=True)) == ""
    assert tunnel.closed


class TunnelGateway(FakeGateway):
    """A gateway whose endpoint answers as the test says."""

    def __init__(self, *answers: FakeTunnel | Problem) -> None:
        super().__init__()
        self.answers = list(answers)
        self.targets: list[tuple[str, EndpointTarget]] = []

    async def open_tunnel(self, region: str, target: EndpointTarget) -> FakeTunnel | Problem:
        self.targets.append((region, target))
        return self.answers.pop(0)


async def session_with(gateway: FakeGateway, *known: ConnectEndpoint | Problem) -> Session:
    pages = [one if isinstance(one, Problem) else Page((one,)) for one in known]
    gateway.pages[REGION, Kind.CONNECT_ENDPOINTS] = pages
    session = Session(FakeConnector(gateway), FixedClock(), Scope(regions=(REGION,)))
    assert await session.connect(None) is None  # type: ignore[arg-type]
    return session


async def test_without_an_endpoint_and_without_permission_it_is_said_why() -> None:
    none = await find_endpoint(await session_with(FakeGateway()), BOX)
    assert none == NoEntry(Lack.BLOCKED, "i-1: its VPC vpc-1 has no EC2 Instance Connect endpoint")
    denied = Problem(Outcome.DENIED, "ec2:DescribeInstanceConnectEndpoints", "no")
    found = await find_endpoint(await session_with(FakeGateway(), denied), BOX)
    assert isinstance(found, NoEntry) and found.problem == denied


async def test_only_ports_of_the_endpoint_and_private_addresses_are_asked_for() -> None:
    gateway = TunnelGateway(Problem(Outcome.DENIED, "x", "no"))
    session = await session_with(gateway)
    other = await open_through(session, endpoint("eice-1"), BOX, 80)
    bare = await open_through(session, endpoint("eice-1"), instance("i-2"), 22)
    off = await open_through(
        session, endpoint("eice-1"), instance("i-3", "stopped", private_ip="10.0.0.1"), 22
    )
    assert off == NoEntry(Lack.BLOCKED, "i-3 is stopped")
    assert isinstance(other, NoEntry) and isinstance(bare, NoEntry) and not gateway.targets
    refused = await open_through(session, endpoint("eice-1"), BOX, 22)
    assert isinstance(refused, NoEntry) and refused.problem is not None
    wanted = EndpointTarget("eice-1", "eice-1.example.com", "10.0.0.9", 22, 3600)
    assert gateway.targets == [(REGION, wanted)]


async def test_each_connection_to_a_port_here_has_a_tunnel_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tunnels, "QUIET", 0.01)
    gateway = TunnelGateway(FakeTunnel(), FakeTunnel(), Problem(Outcome.THROTTLED, "x", "busy"))
    told: list[int] = []
    forward = EndpointForward(
        await session_with(gateway), endpoint("eice-1"), BOX, Forward(0, "", 3389), lambda: told.append(1)
    )
    await forward.start()
    try:
        pairs = [await asyncio.open_connection("127.0.0.1", forward.port) for _ in range(2)]
        for number, (reader, writer) in enumerate(pairs):
            writer.write(b"ab"[number : number + 1])
            assert await reader.read(10) == b"AB"[number : number + 1]
        assert (forward.connections, len(gateway.targets)) == (2, 2)
        pairs[0][1].write_eof()
        assert await pairs[0][0].read() == b""
        third, _ = await asyncio.open_connection("127.0.0.1", forward.port)
        assert await third.read() == b""
        assert isinstance(forward.problem, NoEntry) and forward.connections == 1
    finally:
        await forward.aclose()
    assert await pairs[1][0].read() == b"" and forward.port == 0 and forward.connections == 0 and told
