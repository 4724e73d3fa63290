"""Fakes for reviewing and applying: a record in memory, a clock that never waits, an account that obeys."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec

from ec2tui.core.model.api_call import ApiCall, Reply, is_read
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.judgement import Judgement
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.record import Entry, Fault, Record, RecordKind
from ec2tui.core.model.status import Protection
from ec2tui.core.rules.policy import Policy
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.ports import Page, Read
from ec2tui.services.ports_audit import AuditError, Seal, SealState
from ec2tui.services.rehearse import RehearsalPolicy
from ec2tui.services.store import Store
from tests.services.fakes import ACCOUNT, REGION, SOURCE, FakeGateway, instance

AWS = RehearsalPolicy("https://ec2.eu-west-1.amazonaws.com")


class MemoryAuditLog:
    """Keeps records in a list; refuses once it holds `room` of them; `living` are the runs that go on."""

    def __init__(self, room: int = 1_000_000) -> None:
        self.kept: list[Record] = []
        self.room = room
        self.writer = "1"
        self.living: set[str] = {"1"}

    async def append(self, *records: Record) -> None:
        await asyncio.sleep(0)
        if len(self.kept) + len(records) > self.room:
            raise AuditError("No space left on device")
        self.kept.extend(msgspec.json.decode(msgspec.json.encode(records), type=list[Record]))

    async def records(self, newest_first: bool = False) -> AsyncIterator[Record | Fault]:
        for record in reversed(self.kept) if newest_first else list(self.kept):
            yield record

    async def entries(self) -> AsyncIterator[Entry | Fault]:
        for number, record in enumerate(list(self.kept), 1):
            yield Entry(number, "", f"hash-{number}", record)

    async def extent(self) -> int:
        return len(self.kept)

    async def verify(self) -> tuple[Fault, ...]:
        return ()

    async def seal(self) -> Seal:
        return Seal(SealState.UNSEALED, len(self.kept))

    async def alive(self, writer: str) -> bool:
        return writer in self.living

    def of(self, kind: RecordKind) -> list[Record]:
        return [record for record in self.kept if record.kind is kind]

    @property
    def outcomes(self) -> list[str]:
        return [record.outcome for record in self.of(RecordKind.OUTCOME)]


class QuickClock:
    """Whoever sleeps wakes at once, that much later."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


def failure(outcome: Outcome, code: str = "", message: str = "") -> Reply:
    problem = Problem(outcome, "ec2:Any", message or f"AWS says {outcome}", code)
    return Reply(outcome, problem=problem, request_id="req-failed")


Answer = Callable[[ApiCall], Reply]


class Account(FakeGateway):
    """A gateway whose calls change what it describes; `script` answers first, by instance id or operation.

    A scripted reply stands for AWS's and changes nothing; a scripted function may call `act` itself.
    `DryRun` is honoured unless `dry` says otherwise.
    """

    def __init__(self, *instances: Instance, read_only: bool = False) -> None:
        super().__init__(read_only)
        self.script: dict[str, list[Reply | Answer]] = {}
        self.dry: Callable[[ApiCall], Reply] = lambda call: failure(Outcome.INVALID, "DryRunOperation")
        self.rehearsed: list[ApiCall] = []
        self.tags: list[dict[str, str]] = []
        self.failing: dict[Kind, Problem] = {}
        self.items[REGION, Kind.INSTANCES] = {item.id: item for item in instances}
        self.items[REGION, Kind.PROTECTION] = {
            item.id: Protection(item.key, False, False, "stop") for item in instances
        }
        self.at_once = 0
        self.most_at_once = 0

    async def stream(self, read: Read) -> AsyncIterator[Page | Problem]:
        if read.kind in self.failing:
            self.asked.append(read)
            yield self.failing[read.kind]
            return
        async for page in super().stream(read):
            yield page

    async def fetch(self, call: ApiCall) -> Reply:
        assert is_read(call.operation)
        return Reply(Outcome.OK, {"Tags": self.tags})

    async def send(self, call: ApiCall) -> Reply:
        if self.read_only:
            return failure(Outcome.REFUSED)
        if call.params.get("DryRun"):
            self.rehearsed.append(call)
            return self.dry(call)
        self.sent.append(call)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        for name in (*subjects_of(call), call.operation):
            if self.script.get(name):
                answer = self.script[name].pop(0)
                return answer if isinstance(answer, Reply) else answer(call)
        return self.act(call)

    def act(self, call: ApiCall) -> Reply:
        """Does what a call says, at once."""
        for id_ in subjects_of(call):
            if id_ not in self.items[REGION, Kind.INSTANCES]:
                return failure(Outcome.NOT_FOUND, "InvalidInstanceID.NotFound")
            state = STATES.get(call.operation)
            if state:
                self.set(id_, state=state)
            protection = call.params.get("DisableApiTermination")
            if protection:
                self.protect(id_, protection["Value"])
        return Reply(Outcome.OK, {"Return": True}, request_id=f"req-{len(self.sent)}")

    def set(self, id_: str, **fields: Any) -> None:
        """Someone changes an instance."""
        table = self.items[REGION, Kind.INSTANCES]
        table[id_] = msgspec.structs.replace(table[id_], **fields)  # type: ignore[type-var]

    def protect(self, id_: str, on: bool) -> None:
        table = self.items[REGION, Kind.PROTECTION]
        table[id_] = msgspec.structs.replace(table[id_], termination=on)  # type: ignore[type-var]

    def state(self, id_: str) -> str:
        return str(self.items[REGION, Kind.INSTANCES][id_].state)  # type: ignore[attr-defined]


STATES = {"StopInstances": "stopped", "StartInstances": "running", "TerminateInstances": "terminated"}


def subjects_of(call: ApiCall) -> tuple[str, ...]:
    one = call.params.get("InstanceId")
    return tuple(call.params.get("InstanceIds", [one] if one else []))


def account(*ids: str, state: str = "running", read_only: bool = False) -> Account:
    return Account(*(instance(id_, state, name=f"name-of-{id_}") for id_ in ids), read_only=read_only)


def context_of(
    gateway: Account, log: MemoryAuditLog | None = None, rehearsing: RehearsalPolicy = AWS
) -> ChangeContext:
    """A context whose store knows what the account has."""
    store = Store()
    for kind in (Kind.INSTANCES, Kind.PROTECTION):
        store.begin(SOURCE, kind, 0)
        store.page(SOURCE, kind, gateway.items[REGION, kind].values())
        store.finish(SOURCE, kind, 0)
    return ChangeContext(
        gateway,
        store,
        QuickClock(),
        log or MemoryAuditLog(),
        Policy(),
        rehearsing,
        Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/ann"),
    )


class Judge:
    """Stands in for the rules: says what a test wants it to say of the instances in a plan."""

    def __init__(self, *said: Judgement) -> None:
        self.said = said

    def __call__(
        self, plan: Any, before: Any, after: Any, policy: Policy, now: float, origin: Any
    ) -> tuple[Judgement, ...]:
        return self.said
