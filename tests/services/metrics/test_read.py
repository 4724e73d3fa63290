"""Metrics are asked for together, once a period, and what could not be read says why."""

from itertools import islice

import pytest

from ec2tui.core.model.metric import Metric, MetricQuery, Span
from ec2tui.core.model.metric_call import PRICE
from ec2tui.core.model.problem import Outcome
from ec2tui.services.metrics.read import MetricReader
from ec2tui.services.metrics.rows import Wanted, read_metrics
from ec2tui.services.session import Session
from tests.services.fakes import instance, key
from tests.services.metric_fakes import NOW, CloudWatch, session_of

SPAN = Span(NOW - 3600, NOW)


@pytest.fixture
async def gateway() -> CloudWatch:
    return CloudWatch()


@pytest.fixture
async def session(gateway) -> Session:
    return await session_of(gateway)


def queries(count: int, region: str = "eu-west-1", period: int = 300) -> list[MetricQuery]:
    metric = Metric("AWS/EC2", "CPUUtilization")
    return [MetricQuery(key(f"i-{at}", region), metric, "Average", period) for at in range(count)]


async def test_five_hundred_series_are_one_call_and_each_region_is_its_own(session, gateway):
    reader = MetricReader(session)
    found = await reader.read([*queries(500), *queries(501, "us-east-1")], SPAN)
    assert [len(call.params["MetricDataQueries"]) for call in gateway.calls] == [500, 500, 1]
    assert [call.region for call in gateway.calls] == ["eu-west-1", "us-east-1", "us-east-1"]
    assert len(found) == 1001 and all(len(one.points) == 12 for one in found)
    assert reader.spent == pytest.approx(1001 * PRICE) and reader.an_hour == reader.spent


async def test_what_is_known_is_not_asked_again_until_its_period_has_passed(session, gateway):
    reader = MetricReader(session)
    wanted = [*queries(2), *queries(3, period=60)]
    first = await reader.read(wanted, SPAN)
    assert await reader.read(wanted[:4], Span(SPAN.start + 1, SPAN.end)) == first[:4]
    assert len(gateway.calls) == 1
    later = Span(SPAN.start + 60, SPAN.end + 60)
    await reader.read(wanted, later)
    assert [len(call.params["MetricDataQueries"]) for call in gateway.calls] == [5, 5]
    await reader.read([*wanted, *queries(1, "us-east-1")], later)
    assert [len(call.params["MetricDataQueries"]) for call in gateway.calls] == [5, 5, 1]


async def test_pages_are_read_to_their_end(session, gateway):
    gateway.page = 2
    found = await MetricReader(session).read(queries(5), SPAN)
    assert len(gateway.calls) == 3 and all(one.points for one in found)


@pytest.mark.parametrize("outcome", [Outcome.DENIED, Outcome.THROTTLED, Outcome.UNREACHABLE])
async def test_a_failure_is_no_empty_series_and_is_tried_again(session, gateway, outcome):
    reader = MetricReader(session)
    gateway.outcome = outcome
    (failed,) = await reader.read(queries(1), SPAN)
    assert failed.problem.outcome is outcome and failed.points == ()
    gateway.outcome = Outcome.OK
    (known,) = await reader.read(queries(1), SPAN)
    assert known.problem is None and known.points


async def test_a_malformed_page_is_told(session, gateway, monkeypatch):
    monkeypatch.setattr(gateway, "_result", lambda call, query: {"Id": query["Id"], "Values": [1.0]})
    (damaged,) = await MetricReader(session).read(queries(1), SPAN)
    assert damaged.problem.outcome is Outcome.UNKNOWN and "malformed" in damaged.problem.message


async def test_the_metrics_of_several_instances_are_read_in_one_call(session, gateway):
    gateway.agent = ("mem_used_percent",)
    reader, both = MetricReader(session), [instance("i-1", monitoring="enabled"), instance("i-2")]
    read = await read_metrics(reader, both, Wanted(SPAN), NOW)
    assert gateway.operations == {"ListMetrics": 2, "GetMetricData": 1}
    assert [row.kind.id for row in islice(read.rows, 4)] == ["cpu", "credits", "credits_used", "net_in"]
    assert [one.query.period for one in read.rows[0].series] == [60, 300]
    assert read.rows[-1].kind.id == "memory" and read.problem is None
    await read_metrics(reader, both, Wanted(SPAN, ("cpu", "net_in"), "p99", 900), NOW)
    assert gateway.operations == {"ListMetrics": 2, "GetMetricData": 2}
    last = gateway.calls[-1].params["MetricDataQueries"]
    assert {one["MetricStat"]["Stat"] for one in last} == {"p99"} and len(last) == 4


async def test_that_it_is_not_known_what_an_agent_sends_is_told(session, gateway):
    gateway.outcome = Outcome.DENIED
    read = await read_metrics(MetricReader(session), [instance("i-1")], Wanted(SPAN), NOW)
    assert read.agent_problem.operation == "cloudwatch:ListMetrics"
    assert all(row.problem.outcome is Outcome.DENIED and not row.has_data for row in read.rows)
