"""Page 3, the live columns and the cockpit's charts: what shows was read, and nothing else is asked."""

import msgspec
import pytest

from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.metrics.desk import MetricDesk
from ec2tui.services.ports import Page
from ec2tui.tui.pages import metric_pane
from ec2tui.tui.pages.chart_pane import ChartPane
from ec2tui.tui.pages.metrics import MetricRows
from tests.services.fakes import ACCOUNT, REGION, instance
from tests.services.metric_fakes import CloudWatch, session_of
from tests.tui.desk import Desk, desk


def cloudwatch(count: int = 4) -> CloudWatch:
    gateway = CloudWatch()
    rows = tuple(instance(f"i-{at:017x}", name=f"web-{at:03}") for at in range(count))
    gateway.pages[REGION, Kind.INSTANCES] = [Page(rows)]
    return gateway


def data(gateway: CloudWatch) -> list[int]:
    """How many series each GetMetricData call asked for."""
    calls = (call for call in gateway.calls if call.operation == "GetMetricData")
    return [len(call.params["MetricDataQueries"]) for call in calls]


async def until(it: Desk, *words: str) -> str:
    for _ in range(100):
        if all(word in it.text() for word in words):
            break
        await it.pilot.pause(0.01)
    assert all(word in it.text() for word in words), it.text()
    return it.text()


async def test_marked_instances_are_compared_in_one_call_and_read_off() -> None:
    gateway = cloudwatch()
    spec = AlarmSpec("AWS/EC2", "CPUUtilization", (("InstanceId", f"i-{1:017x}"),), threshold=1.5)
    gateway.pages[REGION, Kind.ALARMS] = [Page((Alarm(Key(ACCOUNT, REGION, "cpu-high"), spec),))]
    async with desk(gateway, size=(140, 44)) as it:
        await it.press("space", "j", "space", "m")
        text = await until(it, "web-000, web-001: 3d", "CPU credits", "A web-000", "B web-001", "cpu-high")
        assert data(gateway) == [2 * 14] and "average of 15 min" in text and "UTC" in text
        assert "1 / 1 %" in text
        pane = it.screen.detail
        assert isinstance(pane, ChartPane)
        await it.press("enter", "left", "left")
        assert "1 %  last" in it.text() and pane.cursor is not None
        read_off = pane.cursor
        await it.pilot.hover(ChartPane, offset=(20, 10))
        assert pane.cursor < read_off
        await it.press("right_square_bracket")
        await until(it, "web-001: 1w")
        await it.press("q", "i")
        await until(it, ": 84h")
        assert len(data(gateway)) == 3
        await it.press("q")
        assert it.screen.context().page == "instances"


async def test_no_price_is_told_before_it_is_known() -> None:
    session = await session_of(CloudWatch())
    rows = MetricRows(session, MetricDesk(session, 0.25))
    rows.desk.show([Key(ACCOUNT, REGION, "i-1")])
    strip = "".join(cell.text for cell in rows.strip or ())
    assert "USD" not in strip and "UTC · reading…" in strip


async def test_what_cannot_be_read_is_said_and_draws_nothing() -> None:
    gateway = cloudwatch()
    gateway.outcome = Outcome.DENIED
    async with desk(gateway, size=(140, 40)) as it:
        await it.press("m")
        text = await until(it, "may not be read", "denied")
        assert "┤" not in text and "▁" not in text
        gateway.outcome = Outcome.THROTTLED
        await it.press("ctrl+r")
        text = await until(it, "throttles", "throttled")
        assert "┤" not in text and "denied" not in text


async def test_forty_rows_of_a_thousand_are_one_call_and_none_while_the_columns_are_off() -> None:
    gateway = cloudwatch(1000)
    async with desk(gateway, size=(150, 45)) as it:
        await it.clock.advance(120)
        await it.rest()
        assert data(gateway) == []
        await it.press("M")
        await it.clock.advance(2)
        await until(it, "CPU, last hour", "1 %")
        visible = len(it.screen.table.visible_keys())
        assert data(gateway) == [4 * visible] and 30 <= visible < 45
        assert "live columns: about USD 0.02 an hour" in it.text()
        await it.press("M")
        await it.clock.advance(1200)
        await it.rest()
        assert len(data(gateway)) == 1 and "last hour" not in it.text()


async def test_little_money_is_told_to_its_last_figure() -> None:
    async with desk(cloudwatch(4), size=(150, 45)) as it:
        await it.press("M")
        await until(it, "live columns: about USD 0.0019 an hour")


async def test_what_would_cost_more_than_the_budget_is_asked_about() -> None:
    gateway = cloudwatch(1000)
    async with desk(gateway, size=(150, 45)) as it:
        it.around.metrics_budget = 0.001
        await it.press("M")
        await until(it, "the budget is USD 0.001")
        await it.clock.advance(5)
        assert data(gateway) == []
        await it.press("enter")
        await it.clock.advance(5)
        await it.rest()
        assert len(data(gateway)) == 1


async def test_the_cockpit_draws_what_the_cursor_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_pane, "REST", 0.01)
    gateway = cloudwatch(2)
    row = msgspec.structs.replace(instance(f"i-{1:017x}", "stopped", name="web-001"))
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance(f"i-{0:017x}", name="web-000"), row))]
    spec = AlarmSpec("AWS/EC2", "CPUUtilization", (("InstanceId", f"i-{0:017x}"),), threshold=1.5)
    gateway.pages[REGION, Kind.ALARMS] = [Page((Alarm(Key(ACCOUNT, REGION, "cpu-high"), spec),))]
    async with desk(gateway, size=(170, 48)) as it:
        text = await until(it, "Last 3 hours", "A CPU  last 1 %", "B Network out", "── alarm cpu-high at 1.5")
        assert "┤" in text and data(gateway) == [4]
        await it.press("j", "k")
        await until(it, "A CPU  last 1 %")
        assert data(gateway)[0] == 4 and len(data(gateway)) <= 2
