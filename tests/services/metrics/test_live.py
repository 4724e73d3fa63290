"""The live columns ask for what is in view, together, once a period, and not over the budget."""

import asyncio

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.metrics.live import LiveReader, cost_an_hour
from ec2tui.services.metrics.read import MetricReader
from tests.services.fakes import instance, key, settle
from tests.services.metric_fakes import CloudWatch, session_of

ALL = frozenset({"cpu", "net_in", "net_out", "status"})
FLEET = [instance(f"i-{at}", "stopped" if at % 50 == 49 else "running") for at in range(1000)]


@pytest.fixture
async def gateway():
    return CloudWatch()


@pytest.fixture
async def session(gateway):
    return await session_of(gateway)


@pytest.fixture
def reader(session):
    session.store.update(session.source("eu-west-1"), Kind.INSTANCES, (), FLEET)
    return LiveReader(session, MetricReader(session), 0.25)


@pytest.fixture
async def running(reader):
    drawn = []
    task = asyncio.create_task(reader.run(lambda: drawn.append(1)))
    yield drawn
    task.cancel()


async def test_forty_rows_in_view_of_a_thousand_are_one_call_a_refresh(
    session,
    gateway,
    reader,
    running,
):
    clock = session.clock
    await clock.advance(120)
    assert gateway.calls == []
    reader.look([(row, ALL) for row in FLEET[:40]])
    await clock.advance(1)
    assert len(gateway.calls) == 1 and len(gateway.calls[0].params["MetricDataQueries"]) == 40 * 4
    assert len(session.store.inventory.table(Kind.METRICS)) == 40 and running
    await clock.advance(100)
    assert len(gateway.calls) == 1, "five-minute data is not asked for every minute"
    await clock.advance(300)
    assert len(gateway.calls) == 2
    reader.look([(row, frozenset()) for row in FLEET[:40]])
    await clock.advance(900)
    assert len(gateway.calls) == 2, "the column is off"


async def test_scrolling_asks_for_what_stays_and_only_what_is_new(session, gateway, reader, running):
    reader.look([(row, frozenset({"cpu"})) for row in FLEET[:40]])
    await session.clock.advance(1)
    for top in range(1, 20):
        reader.look([(row, frozenset({"cpu"})) for row in FLEET[top : top + 40]])
        await session.clock.advance(0.1)
    await session.clock.advance(1)
    assert [len(call.params["MetricDataQueries"]) for call in gateway.calls] == [40, 18]


async def test_what_does_not_run_is_not_asked_for(session, gateway, reader, running):
    reader.look([(row, ALL) for row in [FLEET[49]]])
    await session.clock.advance(5)
    assert gateway.calls == []


async def test_over_the_budget_nothing_is_asked_until_it_is_allowed(session, gateway, reader, running):
    reader.allowed = 0.01
    reader.look([(row, ALL) for row in FLEET[:40]])
    await session.clock.advance(5)
    assert gateway.calls == [] and reader.over == pytest.approx(40 * 4 * 12 / 100_000)
    reader.allow()
    await session.clock.advance(5)
    assert len(gateway.calls) == 1 and reader.over is None


async def test_a_listing_over_the_budget_is_refused(session, gateway, reader):
    refused = await LiveReader(session, MetricReader(session), 0.001).read_once(FLEET, ALL)
    assert refused.outcome is Outcome.REFUSED and gateway.calls == []
    assert await reader.read_once(FLEET[:10], ALL) is None


async def test_denied_is_told_and_not_asked_again_at_once(session, gateway, reader):
    gateway.outcome = Outcome.DENIED
    problem = await reader.read_once(FLEET[:2], ALL)
    assert problem.outcome is Outcome.DENIED
    assert session.store.inventory.reading_of(Kind.METRICS, key("i-0")).problem == problem
    await reader.read_once(FLEET[:2], ALL)
    assert len(gateway.calls) == 1
    await session.clock.advance(120)
    gateway.outcome = Outcome.OK
    assert await reader.read_once(FLEET[:2], ALL) is None
    await settle()


def test_the_price_of_an_hour():
    assert cost_an_hour(instance("i-1"), 4) == pytest.approx(4 * 12 * 0.00001)
    assert cost_an_hour(instance("i-1", monitoring="enabled"), 1) == pytest.approx(60 * 0.00001)
