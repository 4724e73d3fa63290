"""Ways through an EC2 Instance Connect endpoint: one for a stream, or a port of this machine for many."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from typing import Protocol

from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.access_values import Forward, Lack, NoEntry
from ec2tui.services.ports_tunnel import ENDPOINT_PORTS, RUNNING, EndpointTarget, Tunnel
from ec2tui.services.refresh import read_all
from ec2tui.services.session import Session

OPEN_STATES = frozenset({"create-complete", "update-in-progress", "update-complete", "update-failed"})
"""The states in which an endpoint carries connections (EC2 user guide)."""

CHUNK = 65536

QUIET = 1.0
"""Seconds of silence after which a tunnel is ended whose input has ended: it cannot be told that alone."""

LOOPBACK = "127.0.0.1"
"""The only address that listens here: a tunnel is for this machine."""


class Reader(Protocol):
    """Where bytes come from, as asyncio's StreamReader."""

    async def read(self, n: int = -1, /) -> bytes:
        """The next bytes; nothing at the end."""


class Writer(Protocol):
    """Where bytes go to, as asyncio's StreamWriter."""

    def write(self, data: bytes, /) -> None:
        """Takes bytes."""

    async def drain(self) -> None:
        """Waits while there is no room."""


async def read_endpoints(session: Session, region: str) -> Problem | None:
    """Reads the endpoints of a region into the store."""
    assert session.gateway is not None
    source, kind = session.source(region), Kind.CONNECT_ENDPOINTS
    return await read_all(session.gateway, session.store, session.clock, source, kind, session.account)


def best_endpoint(endpoints: Iterable[ConnectEndpoint], instance: Instance) -> ConnectEndpoint | None:
    """The endpoint that reaches an instance: of its subnet before others of its VPC, then by id."""
    found = [
        one
        for one in endpoints
        if one.vpc_id == instance.vpc_id and one.state in OPEN_STATES and one.dns_name
    ]
    return min(found, key=lambda one: (one.subnet_id != instance.subnet_id, one.key.id), default=None)


async def find_endpoint(session: Session, instance: Instance) -> ConnectEndpoint | NoEntry:
    """The endpoint to go through to an instance, read from AWS unless it just was; else why there is none."""
    region = instance.key.region
    reading = session.store.inventory.reading(session.source(region), Kind.CONNECT_ENDPOINTS)
    problem = None if reading.complete_at is not None else await read_endpoints(session, region)
    if problem is not None:
        return NoEntry(Lack.FAILED, f"{instance.key.id}: the endpoints of {region} cannot be read", problem)
    table = session.store.inventory.table(Kind.CONNECT_ENDPOINTS)
    endpoint = best_endpoint((one for key, one in table.items() if key.region == region), instance)
    if endpoint is None:
        where = f"its VPC {instance.vpc_id}" if instance.vpc_id else "its network"
        return NoEntry(Lack.BLOCKED, f"{instance.key.id}: {where} has no EC2 Instance Connect endpoint")
    return endpoint


async def open_through(
    session: Session, endpoint: ConnectEndpoint, instance: Instance, port: int
) -> Tunnel | NoEntry:
    """A tunnel to a port of an instance, or why there is none."""
    assert session.gateway is not None
    if port not in ENDPOINT_PORTS:
        words = f"an EC2 Instance Connect endpoint reaches ports 22 and 3389 alone, not {port}"
        return NoEntry(Lack.INVALID, words)
    if instance.state != RUNNING:
        return NoEntry(Lack.BLOCKED, f"{instance.key.id} is {instance.state}")
    if not instance.private_ip:
        return NoEntry(Lack.BLOCKED, f"{instance.key.id} has no private address")
    target = EndpointTarget(endpoint.key.id, endpoint.dns_name, instance.private_ip, port)
    opened = await session.gateway.open_tunnel(instance.key.region, target)
    if isinstance(opened, Problem):
        return NoEntry(Lack.FAILED, f"no tunnel through {endpoint.key.id}", opened)
    return opened


async def carry(tunnel: Tunnel, reader: Reader, writer: Writer) -> str:
    """Carries bytes both ways until either side ends; why the tunnel ended (empty: nothing was wrong)."""
    seen = [0]
    inward = asyncio.ensure_future(_inward(tunnel, writer, seen))
    outward = asyncio.ensure_future(_outward(reader, tunnel))
    try:
        await asyncio.wait((inward, outward), return_when=asyncio.FIRST_COMPLETED)
        while not inward.done():
            before = seen[0]
            await asyncio.wait((inward,), timeout=QUIET)
            if seen[0] == before:
                break
    finally:
        for task in (inward, outward):
            task.cancel()
        await asyncio.gather(inward, outward, return_exceptions=True)
        await tunnel.aclose()
    return tunnel.ending


async def _inward(tunnel: Tunnel, writer: Writer, seen: list[int]) -> None:
    with contextlib.suppress(OSError):
        while content := await tunnel.read():
            seen[0] += len(content)
            writer.write(content)
            await writer.drain()


async def _outward(reader: Reader, tunnel: Tunnel) -> None:
    with contextlib.suppress(OSError):
        while content := await reader.read(CHUNK):
            await tunnel.write(content)


async def free_port(wanted: int) -> int:
    """A port of this machine on which nobody listens: the wanted one, or any for 0; OSError: it is taken."""
    server = await asyncio.start_server(lambda *_: None, LOOPBACK, wanted)
    port = int(server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()
    return port


class EndpointForward:
    """A port of this machine whose every connection goes through an endpoint to a port of an instance.

    `told` is called when something about it changed; `problem` is what went wrong last (empty: nothing),
    `connections` how many are open.
    """

    def __init__(
        self,
        session: Session,
        endpoint: ConnectEndpoint,
        instance: Instance,
        forward: Forward,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._session = session
        self._endpoint = endpoint
        self._instance = instance
        self._told = told
        self._server: asyncio.Server | None = None
        self._running: set[asyncio.Task[None]] = set()
        self.forward = forward
        self.problem: NoEntry | str = ""

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._running)

    @property
    def port(self) -> int:
        """The port that listens; 0 when none does."""
        sockets = self._server.sockets if self._server is not None else ()
        return int(sockets[0].getsockname()[1]) if sockets else 0

    async def start(self) -> None:
        """Listens; OSError when the port is taken or not ours to take."""
        self._server = await asyncio.start_server(self._connected, LOOPBACK, self.forward.local)

    async def aclose(self) -> None:
        """Listens no more, and ends the connections."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        self._told()
        try:
            await self._carry(reader, writer)
        finally:
            self._running.discard(task)
            writer.close()
            self._told()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened = await open_through(self._session, self._endpoint, self._instance, self.forward.port)
        self.problem = (
            opened if isinstance(opened, NoEntry) else await carry(opened, reader, writer) or self.problem
        )
