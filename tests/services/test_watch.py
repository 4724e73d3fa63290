"""The watcher: side by side, paced, honest about what failed."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.reading import Status
from ec2tui.services.pace import BASE, IDLE_MAX, SETTLING, Pace
from ec2tui.services.ports import Page
from ec2tui.services.session import Scope, Session
from ec2tui.services.watch import FACT_AGE, Watcher
from tests.services.fakes import (
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


async def watching(
    gateway: FakeGateway, regions: tuple[str, ...] = (REGION,)
) -> tuple[Session, Watcher, FixedClock]:
    clock = FixedClock()
    session = Session(FakeConnector(gateway), clock, Scope(regions=regions))
    assert await session.connect(no_secret) is None
    watcher = Watcher(session)
    watcher.start()
    await settle()
    return session, watcher, clock


def passes(gateway: FakeGateway, kind: Kind = Kind.INSTANCES) -> int:
    return sum(read.kind is kind and not read.ids for read in gateway.asked)


async def test_a_region_that_hangs_delays_nobody() -> None:
    gateway = FakeGateway()
    gateway.hang = {"us-east-1"}
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),))]
    session, watcher, clock = await watching(gateway, (REGION, "us-east-1"))
    inventory, now = session.store.inventory, clock.now()
    assert key("i-1") in inventory.table(Kind.INSTANCES)
    assert inventory.reading(session.source(REGION), Kind.INSTANCES).status(now, 60) is Status.LIVE
    assert inventory.reading(session.source("us-east-1"), Kind.INSTANCES).status(now, 60) is Status.LOADING
    await watcher.stop()


async def test_the_base_pace_is_the_configured_one() -> None:
    gateway = FakeGateway()
    clock = FixedClock()
    session = Session(FakeConnector(gateway), clock, Scope(regions=(REGION,)))
    await session.connect(no_secret)
    watcher = Watcher(session, 10)
    watcher.start()
    await settle()
    assert watcher.pace.seconds == 15 and passes(gateway) == 1
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),))]
    await clock.advance(15)
    assert watcher.pace.seconds == 10 and passes(gateway) == 2
    await clock.advance(10)
    assert passes(gateway) == 3
    await watcher.stop()


def test_a_pace_slower_than_the_idle_one_does_not_get_quicker() -> None:
    slow = Pace(240.0, base=240.0)
    assert slow.quiet().seconds == 240 and slow.changed().seconds == 240
    assert slow.slowed().seconds == 480 and slow.slowed().changed() == slow


async def test_an_idle_account_is_read_more_and_more_gently() -> None:
    gateway = FakeGateway()
    _, watcher, clock = await watching(gateway)
    await clock.advance(3600)
    assert watcher.pace.seconds == IDLE_MAX
    assert 25 <= passes(gateway) <= 3600 / IDLE_MAX + 5
    await watcher.stop()


async def test_news_make_it_quick_again() -> None:
    gateway = FakeGateway()
    _, watcher, clock = await watching(gateway)
    await clock.advance(1000)
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-9"),))]
    await clock.advance(IDLE_MAX)
    assert watcher.pace.seconds <= BASE * 1.5**2
    await watcher.stop()


async def test_throttling_slows_down_and_says_so() -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.THROTTLED)]
    session, watcher, clock = await watching(gateway)
    assert watcher.pace == Pace(BASE * 2, throttled=True)
    await clock.advance(BASE * 2)
    assert watcher.pace == Pace(BASE * 4, throttled=True)
    reading = session.store.inventory.reading(SOURCE, Kind.INSTANCES)
    assert reading.status(clock.now(), 1e9) is Status.THROTTLED
    await watcher.stop()


async def test_settling_instances_are_not_asked_for_again_and_again_when_that_is_refused() -> None:
    class Throttling(FakeGateway):
        async def stream(self, read):
            if read.ids:
                self.asked.append(read)
                yield problem(Outcome.THROTTLED)
                return
            async for page in super().stream(read):
                yield page

    gateway = Throttling()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1", "pending"),))]
    _, watcher, clock = await watching(gateway)
    await clock.advance(SETTLING * 3)
    assert len([read for read in gateway.asked if read.ids]) == 1
    await watcher.stop()


async def test_settling_instances_are_read_by_id_and_quickly() -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1", state="pending"), instance("i-2")))]
    gateway.items[REGION, Kind.INSTANCES] = {"i-1": instance("i-1", state="running")}
    session, watcher, clock = await watching(gateway)
    await clock.advance(SETTLING)
    by_id = [read.ids for read in gateway.asked if read.kind is Kind.INSTANCES and read.ids]
    assert by_id == [("i-1",)]
    assert session.store.inventory.table(Kind.INSTANCES)[key("i-1")].state == "running"
    await watcher.stop()


async def test_expired_credentials_are_the_sessions_problem_and_rows_stay() -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),))]
    session, watcher, clock = await watching(gateway)
    gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.EXPIRED)]
    await clock.advance(IDLE_MAX)
    assert session.problem is not None and session.problem.outcome is Outcome.EXPIRED
    assert key("i-1") in session.store.inventory.table(Kind.INSTANCES)
    await watcher.stop()


async def test_kinds_are_read_when_they_are_wanted_and_not_before() -> None:
    gateway = FakeGateway()
    _, watcher, _ = await watching(gateway)
    assert passes(gateway, Kind.VOLUMES) == 0
    watcher.want({Kind.VOLUMES})
    await settle()
    assert passes(gateway, Kind.VOLUMES) == 1
    assert passes(gateway, Kind.SECURITY_GROUPS) == 0
    await watcher.stop()


async def test_facts_are_read_by_id_once_within_their_age() -> None:
    gateway = FakeGateway()
    _, watcher, clock = await watching(gateway)
    for _ in range(3):
        watcher.look_at(Kind.PROTECTION, [key("i-1"), key("i-2")])
    await settle()
    asked = [read.ids for read in gateway.asked if read.kind is Kind.PROTECTION]
    assert asked == [("i-1", "i-2")]
    await clock.advance(FACT_AGE)
    watcher.look_at(Kind.PROTECTION, [key("i-1")])
    await settle()
    assert sum(read.kind is Kind.PROTECTION for read in gateway.asked) == 2
    await watcher.stop()


async def test_stopping_leaves_no_reading_that_says_loading() -> None:
    gateway = FakeGateway()
    gateway.hang = {REGION}
    session, watcher, clock = await watching(gateway)
    await watcher.stop()
    reading = session.store.inventory.reading(SOURCE, Kind.INSTANCES)
    assert reading.status(clock.now(), 60) is Status.NOT_READ


async def test_looking_at_something_else_and_back_reads_nothing_twice() -> None:
    gateway = FakeGateway()
    _, watcher, _clock = await watching(gateway)
    watcher.want({Kind.SECURITY_GROUPS})
    await settle()
    assert (passes(gateway), passes(gateway, Kind.SECURITY_GROUPS)) == (1, 1)
    pace = watcher.pace
    watcher.want(())
    watcher.want({Kind.SECURITY_GROUPS})
    await settle()
    assert (passes(gateway), passes(gateway, Kind.SECURITY_GROUPS)) == (1, 1)
    assert watcher.pace == pace
    watcher.refresh()
    await settle()
    assert (passes(gateway), passes(gateway, Kind.SECURITY_GROUPS)) == (2, 2)
    await watcher.stop()
