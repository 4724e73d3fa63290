"""Fakes of the ports: a gateway with a scripted account, and a clock that a test sets."""

import asyncio
from collections.abc import AsyncIterator, Callable

from ec2tui.core.model.api_call import ApiCall, Reply, is_read
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import AskSecret, Page, Read

ACCOUNT = "123456789012"
REGION = "eu-west-1"
SOURCE = Source("default", REGION)


def key(id_: str, region: str = REGION) -> Key:
    return Key(ACCOUNT, region, id_)


def instance(id_: str, state: str = "running", region: str = REGION, **fields: object) -> Instance:
    """An instance; a `name` is the value of its Name tag, as on AWS."""
    if "name" in fields:
        fields.setdefault("tags", (("Name", fields["name"]),))
    return Instance(key=key(id_, region), state=state, type="t3.micro", **fields)  # type: ignore[arg-type]


def problem(outcome: Outcome, operation: str = "ec2:DescribeInstances") -> Problem:
    return Problem(outcome, operation, f"AWS says {outcome}")


class FixedClock:
    """Time stands still until a test advances it; sleepers wake when their time has come."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self._now = now
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now + seconds, done))
        await done

    async def advance(self, seconds: float) -> None:
        target = self._now + seconds
        await settle()
        while due := [s for s in self._sleepers if s[0] <= target and not s[1].done()]:
            at, done = min(due, key=lambda s: s[0])
            self._now = max(self._now, at)
            done.set_result(None)
            self._sleepers = [s for s in self._sleepers if not s[1].done()]
            await settle()
        self._now = target


async def settle(rounds: int = 50) -> None:
    """Lets everything that can run now run."""
    for _ in range(rounds):
        await asyncio.sleep(0)


Script = Callable[[Read], list[Page | Problem]]


class FakeGateway:
    """Answers reads from `pages` by (region, kind), or by id from the same; counts what it was asked."""

    profile = "default"
    default_region: str | None = REGION

    def __init__(self, read_only: bool = False) -> None:
        self.read_only = read_only
        self.pages: dict[tuple[str, Kind], list[Page | Problem]] = {}
        self.items: dict[tuple[str, Kind], dict[str, object]] = {}
        self.asked: list[Read] = []
        self.sent: list[ApiCall] = []
        self.hang: set[str] = set()
        self.identity: Identity | Problem = Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/ann")

    async def identify(self) -> Identity | Problem:
        return self.identity

    async def regions(self) -> tuple[str, ...] | Problem:
        return ("eu-west-1", "us-east-1")

    async def stream(self, read: Read) -> AsyncIterator[Page | Problem]:
        self.asked.append(read)
        if read.source.region in self.hang:
            await asyncio.Event().wait()
        if read.ids:
            known = self.items.get((read.source.region, read.kind), {})
            yield Page(tuple(known[i] for i in read.ids if i in known))
            return
        for page in self.pages.get((read.source.region, read.kind), [Page(())]):
            await asyncio.sleep(0)
            yield page

    async def endpoint(self, region: str) -> str:
        return f"https://ec2.{region}.amazonaws.com"

    async def fetch(self, call: ApiCall) -> Reply:
        assert is_read(call.operation)
        return Reply(Outcome.OK)

    async def send(self, call: ApiCall) -> Reply:
        self.sent.append(call)
        return Reply(Outcome.OK)

    async def aclose(self) -> None:
        return None


class FakeConnector:
    """Gives out one gateway, or a problem."""

    def __init__(self, gateway: FakeGateway | Problem) -> None:
        self.gateway = gateway
        self.connects: list[str | None] = []

    async def connect(
        self, profile: str | None, ask: AskSecret, read_only: bool = False
    ) -> FakeGateway | Problem:
        self.connects.append(profile)
        if isinstance(self.gateway, FakeGateway):
            self.gateway.read_only = read_only
        return self.gateway

    def profiles(self) -> tuple[str, ...]:
        return ("default", "prod")


async def no_secret(prompt: str) -> str | None:
    """Declines every question."""
    return None
