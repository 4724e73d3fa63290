"""Rows of earlier runs: shown until AWS answers, never another account's, written with their true age."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest

from ec2tui.core.grammar.spec import rule_of
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.reading import Status
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.status import InstanceStatus
from ec2tui.services.ports import Page
from ec2tui.services.session import Scope, Session
from ec2tui.services.snapshots import PIECE, SAVE_EVERY, GroupNames, Piece, SnapshotWriter, restore
from ec2tui.services.watch import Watcher
from tests.core.changes.worlds import spec
from tests.services.fakes import (
    ACCOUNT,
    REGION,
    SOURCE,
    FakeConnector,
    FakeGateway,
    FixedClock,
    instance,
    key,
    no_secret,
    problem,
    settle,
)

FOREIGN = Instance(Key("999999999999", REGION, "i-foreign"), "running", "t3.micro", "theirs")


class FakeSnapshots:
    """Snapshots in memory; `gate` holds the pieces after the first back, `full` fails as a disk does."""

    def __init__(self, *pieces: Piece) -> None:
        self.kept: dict[Source, list[Piece]] = {SOURCE: list(pieces)}
        self.looked_at: tuple[str, ...] = ()
        self.saves: list[Source] = []
        self.groups: list[tuple[GroupNames, ...]] = []
        self.gate: asyncio.Event | None = None
        self.full = False
        self.whose = "ann"

    def regions(self, profile: str) -> tuple[str, ...]:
        return self.looked_at

    async def load(self, source: Source, whose: str | None = None) -> AsyncIterator[Piece]:
        if whose not in (None, self.whose):
            return
        for at, piece in enumerate(self.kept.get(source, [])):
            if at and self.gate is not None:
                await self.gate.wait()
            yield piece

    async def save(self, source: Source, pieces: Iterable[Piece], whose: str = "") -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        self.saves.append(source)
        self.whose = whose
        self.kept[source] = list(pieces)

    async def save_groups(self, source: Source, groups: Iterable[GroupNames], whose: str = "") -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        self.groups.append(tuple(groups))

    async def remember(self, profile: str, regions: tuple[str, ...]) -> None:
        self.looked_at = regions


def session(gateway: FakeGateway, regions: tuple[str, ...] = (REGION,)) -> Session:
    return Session(FakeConnector(gateway), FixedClock(), Scope(regions=regions), lambda profile: "ann")


def rows(of: Session) -> set[str]:
    return {found.id for found in of.store.inventory.table(Kind.INSTANCES)}


def piece(*ids: str, saved_at: float = 999_000.0) -> Piece:
    statuses = tuple(InstanceStatus(key(one), "ok", "ok") for one in ids)
    return Piece(saved_at, tuple(instance(one, name=one) for one in ids), statuses)


async def drain(of: AsyncIterator[int]) -> list[int]:
    return [count async for count in of]


async def test_saved_rows_show_with_their_age_until_a_pass_proves_what_exists() -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-2", name="two"), instance("i-3")))]
    it = session(gateway)
    assert await drain(restore(it, FakeSnapshots(piece("i-1", "i-2")))) == [2]
    reading = it.store.inventory.reading(SOURCE, Kind.INSTANCES)
    assert reading.status(1_000_000, 300) is Status.CACHED and reading.cached_at == 999_000
    assert rows(it) == {"i-1", "i-2"}
    await it.connect(no_secret)
    watcher = Watcher(it)
    watcher.start()
    await settle()
    assert rows(it) == {"i-2", "i-3"}
    assert it.store.inventory.reading(SOURCE, Kind.INSTANCES).status(1_000_000, 300) is Status.LIVE
    await watcher.stop()


async def test_a_pass_that_fails_proves_nothing() -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-3"),)), problem(Outcome.UNREACHABLE)]
    it = session(gateway)
    await drain(restore(it, FakeSnapshots(piece("i-1"))))
    await it.connect(no_secret)
    watcher = Watcher(it)
    watcher.start()
    await settle()
    assert rows(it) == {"i-1", "i-3"}
    await watcher.stop()


async def test_what_came_from_aws_first_is_not_overwritten() -> None:
    it = session(FakeGateway())
    it.store.begin(SOURCE, Kind.INSTANCES, 1.0)
    it.store.page(SOURCE, Kind.INSTANCES, [instance("i-1", state="stopped")])
    await drain(restore(it, FakeSnapshots(piece("i-1", "i-2"))))
    assert it.store.inventory.table(Kind.INSTANCES)[key("i-1")].state == "stopped"
    it.store.page(SOURCE, Kind.INSTANCES, [])
    it.store.finish(SOURCE, Kind.INSTANCES, 2.0)
    assert rows(it) == {"i-1"}
    await drain(restore(it, FakeSnapshots(piece("i-9"))))
    assert rows(it) == {"i-1"}


async def test_rows_of_another_account_go_when_it_is_known_who_we_are() -> None:
    it = session(FakeGateway())
    await drain(restore(it, FakeSnapshots(Piece(1.0, (instance("i-1"), FOREIGN), ()))))
    assert rows(it) == {"i-1", "i-foreign"}
    await it.connect(no_secret)
    await it.identify()
    assert rows(it) == {"i-1"}


async def test_rows_of_another_account_do_not_come_after_that_either() -> None:
    snapshots = FakeSnapshots(piece("i-1"), Piece(1.0, (FOREIGN, instance("i-2")), ()))
    snapshots.gate = asyncio.Event()
    it = session(FakeGateway())
    coming = restore(it, snapshots)
    assert await anext(coming) == 1
    await it.connect(no_secret)
    await it.identify()
    assert isinstance(it.identity, Identity)
    snapshots.gate.set()
    assert await drain(coming) == [1]
    assert rows(it) == {"i-1", "i-2"}


@pytest.mark.parametrize("whose", ["bob", ""])
async def test_rows_read_with_other_credentials_wait_until_it_is_known_who_we_are(
    whose: str,
) -> None:
    it = Session(FakeConnector(FakeGateway()), FixedClock(), Scope(regions=(REGION,)), lambda profile: whose)
    snapshots = FakeSnapshots(piece("i-1"), Piece(1.0, (FOREIGN,), ()))
    assert await drain(restore(it, snapshots)) == [] and rows(it) == set()
    await it.connect(no_secret)
    assert await drain(restore(it, snapshots)) == []
    await it.identify()
    assert await drain(restore(it, snapshots)) == [1, 0] and rows(it) == {"i-1"}


async def test_saved_rows_go_when_aws_does_not_know_the_keys() -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.WRONG_KEYS)]
    gateway.identity = problem(Outcome.WRONG_KEYS, "sts:GetCallerIdentity")
    it = session(gateway)
    await drain(restore(it, FakeSnapshots(piece("i-1"))))
    assert it.saved_accounts == (ACCOUNT,) and it.account == ""
    await it.connect(no_secret)
    watcher = Watcher(it)
    watcher.start()
    await settle()
    assert rows(it) == set() and it.account == ""
    reading = it.store.inventory.reading(SOURCE, Kind.INSTANCES)
    assert reading.status(1_000_000, 300) is Status.WRONG_KEYS
    await watcher.stop()


async def test_saved_rows_stay_when_the_time_of_the_credentials_is_over_and_say_whose_they_are() -> None:
    gateway = FakeGateway()
    gateway.identity = problem(Outcome.EXPIRED, "sts:GetCallerIdentity")
    it = session(gateway)
    await drain(restore(it, FakeSnapshots(piece("i-1"))))
    await it.connect(no_secret)
    await it.identify()
    assert rows(it) == {"i-1"} and it.saved_accounts == (ACCOUNT,)


async def test_rows_of_the_account_that_was_left_go_when_the_keys_are_of_another_one() -> None:
    gateway = FakeGateway()
    it = session(gateway)
    await it.connect(no_secret)
    await it.identify()
    read(it, "i-1")
    gateway.identity = Identity("999999999999", "arn:aws:iam::999999999999:user/bob")
    it.store.page(SOURCE, Kind.INSTANCES, [FOREIGN])
    await it.connect(no_secret)
    await it.identify()
    assert rows(it) == {"i-foreign"} and it.account == "999999999999"


async def test_what_was_read_is_kept_under_the_credentials_it_was_read_with() -> None:
    now = ["ann"]
    it = Session(FakeConnector(FakeGateway()), FixedClock(), Scope(regions=(REGION,)), lambda profile: now[0])
    await it.connect(no_secret)
    now[0] = "bob"
    snapshots = FakeSnapshots()
    read(it, "i-1")
    await written(it, snapshots)
    assert snapshots.whose == "ann"


async def test_rows_of_a_profile_that_was_left_do_not_come() -> None:
    snapshots = FakeSnapshots(piece("i-1"), piece("i-2"))
    snapshots.gate = asyncio.Event()
    gateway = FakeGateway()
    it = session(gateway)
    coming = restore(it, snapshots)
    await anext(coming)
    gateway.profile = "prod"
    await it.switch(Scope(profile="prod", regions=(REGION,)), no_secret)
    snapshots.gate.set()
    assert await drain(coming) == [] and rows(it) == set()


async def test_rows_of_a_region_that_was_left_do_not_come() -> None:
    snapshots = FakeSnapshots(piece("i-1"))
    it = session(FakeGateway(), ("us-east-1", REGION))
    await it.connect(no_secret)
    it.look_at(("us-east-1",))
    it.scope = Scope(regions=("us-east-1", REGION))
    assert await drain(restore(it, snapshots)) == []


async def test_without_named_regions_those_looked_at_last_are_restored() -> None:
    snapshots = FakeSnapshots(piece("i-1"))
    snapshots.looked_at = (REGION,)
    for regions in ((), ("all",)):
        it = session(FakeGateway(), regions)
        assert await drain(restore(it, snapshots)) == [1]


async def written(it: Session, snapshots: FakeSnapshots) -> SnapshotWriter:
    writer = SnapshotWriter(it, snapshots)
    await writer.save_due()
    return writer


def read(it: Session, *ids: str, at: float = 1_000_000.0) -> None:
    it.store.begin(SOURCE, Kind.INSTANCES, at)
    it.store.page(SOURCE, Kind.INSTANCES, [instance(one, name=one) for one in ids])
    it.store.finish(SOURCE, Kind.INSTANCES, at)


async def connected() -> tuple[Session, FixedClock]:
    it = session(FakeGateway())
    await it.connect(no_secret)
    assert isinstance(it.clock, FixedClock)
    return it, it.clock


async def test_rows_are_kept_by_name_whatever_its_case_then_by_id():
    it, _ = await connected()
    names = {"i-4": "b", "i-3": "B", "i-2": "a", "i-1": "C"}
    it.store.begin(SOURCE, Kind.INSTANCES, 1.0)
    it.store.page(SOURCE, Kind.INSTANCES, [instance(id, name=name) for id, name in names.items()])
    it.store.finish(SOURCE, Kind.INSTANCES, 1.0)
    snapshots = FakeSnapshots()
    await written(it, snapshots)
    assert [one.key.id for piece in snapshots.kept[SOURCE] for one in piece.instances] == [
        "i-2",
        "i-3",
        "i-4",
        "i-1",
    ]


async def test_only_what_was_read_as_a_whole_is_written() -> None:
    it, _ = await connected()
    snapshots = FakeSnapshots(piece("i-1"))
    await drain(restore(it, snapshots))
    it.store.begin(SOURCE, Kind.INSTANCES, 1.0)
    it.store.page(SOURCE, Kind.INSTANCES, [instance("i-2")])
    writer = await written(it, snapshots)
    assert snapshots.saves == []
    it.store.fail(SOURCE, Kind.INSTANCES, problem(Outcome.DENIED))
    await writer.save_due(everything=True)
    assert snapshots.saves == []


async def test_a_snapshot_tells_when_aws_told_its_rows() -> None:
    it, clock = await connected()
    snapshots = FakeSnapshots()
    read(it, "i-2", "i-1")
    await clock.advance(7200)
    await written(it, snapshots)
    [found] = snapshots.kept[SOURCE]
    assert found.saved_at == 1_000_000 and [one.id for one in found.instances] == ["i-1", "i-2"]
    assert snapshots.looked_at == (REGION,)


async def test_a_snapshot_is_written_when_due_and_only_when_something_is_new() -> None:
    it, clock = await connected()
    snapshots = FakeSnapshots()
    read(it, "i-1")
    writer = await written(it, snapshots)
    read(it, "i-1", "i-2")
    await writer.save_due()
    assert len(snapshots.saves) == 1
    await clock.advance(SAVE_EVERY)
    await writer.save_due()
    await clock.advance(SAVE_EVERY)
    await writer.save_due()
    await writer.save_due(everything=True)
    assert len(snapshots.saves) == 2
    read(it, "i-2")
    await writer.save_due(everything=True)
    assert len(snapshots.saves) == 3


async def test_a_large_fleet_is_written_in_pieces() -> None:
    it, _ = await connected()
    snapshots = FakeSnapshots()
    read(it, *(f"i-{n:05}" for n in range(PIECE + 1)))
    await written(it, snapshots)
    assert [len(one.instances) for one in snapshots.kept[SOURCE]] == [PIECE, 1]


async def test_a_full_disk_is_told_and_stops_nothing() -> None:
    it, _ = await connected()
    snapshots = FakeSnapshots()
    snapshots.full = True
    read(it, "i-1")
    writer = await written(it, snapshots)
    assert writer.failure is not None and "No space" in str(writer.failure)


async def test_names_of_groups_and_rules_are_kept_for_a_shell_when_they_were_read_whole() -> None:
    one, kept = session(FakeGateway()), FakeSnapshots()
    await one.connect(no_secret)
    writer = SnapshotWriter(one, kept)
    store = one.store
    store.update(SOURCE, Kind.SECURITY_GROUPS, (), [SecurityGroup(key("sg-1"), "web")])
    await writer.save_due()
    assert kept.groups == []
    groups = [SecurityGroup(key("sg-2"), "app"), SecurityGroup(key("sg-1"), "web")]
    for kind, items in (
        (Kind.SECURITY_GROUPS, groups),
        (Kind.RULES, [rule_of(spec("https from self"), key("sg-1"), "sgr-1")]),
    ):
        store.begin(SOURCE, kind, 0)
        store.page(SOURCE, kind, items)
        store.finish(SOURCE, kind, 0)
    await writer.save_due()
    await writer.save_due(everything=True)
    assert kept.groups == [(GroupNames("sg-2", "app"), GroupNames("sg-1", "web", ("sgr-1",)))]
    kept.full = True
    store.update(SOURCE, Kind.RULES, [key("sgr-1")], [])
    await writer.save_due()
    assert writer.failure is not None
