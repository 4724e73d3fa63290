"""What the metrics page looks at: ranges and zoom within what CloudWatch keeps, a pace within the budget."""

import asyncio

import pytest

from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric_call import PRICE
from ec2tui.core.model.metric_period import DAY, KEPT
from ec2tui.services.metrics.desk import MetricDesk
from tests.services.fakes import instance, key, settle
from tests.services.metric_fakes import NOW, CloudWatch, session_of


@pytest.fixture
async def gateway():
    return CloudWatch()


@pytest.fixture
async def desk(gateway):
    session = await session_of(gateway)
    fleet = [instance(f"i-{at}", monitoring="enabled") for at in range(30)]
    session.store.update(session.source("eu-west-1"), Kind.INSTANCES, (), fleet)
    return MetricDesk(session, 0.25)


@pytest.fixture
async def running(desk):
    task = asyncio.create_task(desk.run(lambda: None))
    yield
    task.cancel()


def test_ranges_go_from_fifteen_minutes_to_fifteen_months(desk):
    while desk.longer(1):
        assert desk.span.end == NOW + 1
    assert desk.seconds == KEPT
    while desk.longer(-1):
        pass
    assert desk.seconds == 900


def test_zoom_keeps_the_time_at_the_cursor_where_it_is(desk):
    at = desk.span.start + desk.seconds // 4
    assert desk.zoom(True, at)
    assert desk.seconds == 3 * DAY // 2 and at - desk.span.start == pytest.approx(desk.seconds / 4, abs=2)
    assert desk.zoom(False, at) and desk.span.end == pytest.approx(NOW, abs=2)
    desk.seconds = 400
    assert not desk.zoom(True, None)


def test_panning_ends_now_and_where_nothing_is_kept(desk):
    assert not desk.pan(1)
    assert desk.pan(-1) and desk.span.end == NOW + 1 - 3 * DAY // 2
    assert desk.pan(1) and desk.end is None
    desk.seconds = KEPT
    assert not desk.pan(-1)


async def test_it_is_read_again_when_something_is_turned_or_a_period_has_passed(desk, gateway, running):
    desk.show([key("i-0")])
    await settle()
    assert gateway.operations == {"ListMetrics": 1, "GetMetricData": 1}
    await desk.session.clock.advance(200)
    assert gateway.operations["GetMetricData"] == 1
    await desk.session.clock.advance(300)
    assert gateway.operations["GetMetricData"] == 1, "a quarter of an hour is the period of three days"
    await desk.session.clock.advance(900)
    assert gateway.operations["GetMetricData"] == 2
    desk.use_stat("p99")
    await settle()
    stats = {one["MetricStat"]["Stat"] for one in gateway.calls[-1].params["MetricDataQueries"]}
    assert stats == {"p99"} and desk.read.rows[0].stat == "p99"
    desk.pan(-1)
    await settle()
    asked = gateway.operations["GetMetricData"]
    await desk.session.clock.advance(7200)
    assert gateway.operations["GetMetricData"] == asked, "what is over does not change"


async def test_many_metrics_are_read_less_often_rather_than_over_the_budget(desk, running):
    desk.show([key(f"i-{at}") for at in range(30)])
    desk.seconds, desk.budget = 3600, 0.05
    await settle()
    assert len(desk.subjects) == 26 and len(desk.read.rows) == 14
    assert desk.every == pytest.approx(26 * 14 * PRICE * 3600 / 0.05) and desk.an_hour <= 0.0501


async def test_one_instance_has_what_belongs_together_in_one_chart_and_thresholds_of_its_alarms(
    desk, running
):
    desk.show([key("i-0")])
    await settle()
    rows = {row.kind.id: row for row in desk.read.rows}
    assert [row.kind.id for row in desk.shown_with(rows["net_in"])] == ["net_in", "net_out"]
    named = {name: AlarmSpec("AWS/EC2", "CPUUtilization", (("InstanceId", name),), threshold=80.0) for name in
             ("i-0", "i-1")}  # fmt: skip
    alarms = [Alarm(key(f"cpu-{name}"), spec) for name, spec in named.items()]
    desk.session.store.update(desk.session.source("eu-west-1"), Kind.ALARMS, (), alarms)
    assert [one.name for one in desk.thresholds([rows["cpu"]])] == ["cpu-i-0"]
    assert desk.thresholds([rows["net_in"]]) == ()
    desk.show([key("i-0"), key("i-1")])
    await settle()
    assert [len(one.series) for one in desk.shown_with(desk.read.rows[3])] == [2]
