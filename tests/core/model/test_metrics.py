"""Which metrics an instance has, which period is asked for, and what a page of CloudWatch means."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from ec2tui.core.model.key import Key
from ec2tui.core.model.metric import Metric, MetricQuery, Span
from ec2tui.core.model.metric_call import metric_data, metrics_of, points_of, refusals
from ec2tui.core.model.metric_kinds import has_store, kind_of, kinds_of
from ec2tui.core.model.metric_period import DAY, HOUR, RANGES, least_period, period_for, range_name
from tests.services.fakes import instance

NOW = 1_790_000_000


@pytest.mark.parametrize(
    ("seconds", "step", "period"),
    [
        (15 * 60, 60, 60), (15 * 60, 300, 300), (3 * HOUR, 60, 60), (12 * HOUR, 60, 300),
        (3 * DAY, 300, 900), (14 * DAY, 60, 3 * HOUR), (30 * DAY, 300, 3 * HOUR), (455 * DAY, 300, DAY),
    ],
)  # fmt: skip
def test_the_period_fits_the_screen_and_the_instance(seconds, step, period):
    assert period_for(Span(NOW - seconds, NOW), NOW, step) == period


@pytest.mark.parametrize(
    ("days", "least"), [(1, 60), (14, 60), (16, 300), (62, 300), (64, 3600), (455, 3600)]
)
def test_a_short_stretch_long_ago_is_asked_for_by_what_is_kept(days, least):
    span = Span(NOW - days * DAY, NOW - days * DAY + HOUR)
    assert least_period(span, NOW) == least
    assert period_for(span, NOW, 60) == least


def test_every_range_of_the_screen_has_a_period_that_cloudwatch_keeps():
    for name, seconds in RANGES:
        span = Span(NOW - seconds, NOW)
        assert period_for(span, NOW, 60) % least_period(span, NOW) == 0, name
        assert range_name(seconds) == name
    assert range_name(45 * 60) == "45m"


@pytest.mark.parametrize(
    ("type", "store"),
    [
        ("m7i.large", False), ("c7gn.xlarge", False), ("hpc7g.4xlarge", False), ("t3.small", False),
        ("m6gd.large", True), ("i4i.xlarge", True), ("d3.xlarge", True), ("g4dn.xlarge", True),
        ("m3.medium", True),
    ],
)  # fmt: skip
def test_which_types_have_an_instance_store(type, store):
    assert has_store(type) is store


def test_an_instance_is_asked_only_for_what_it_has():
    burstable = {kind.id for kind, _ in kinds_of(instance("i-1"))}
    large = {kind.id for kind, _ in kinds_of(replace(instance("i-1"), type="i4i.large"))}
    assert burstable - large == {"credits", "credits_used"}
    assert large - burstable == {"disk_read", "disk_write", "disk_reads", "disk_writes"}
    assert kind_of("CPUUtilization") is kind_of("cpu") and kind_of("nothing") is None


def test_what_the_agent_sends_is_asked_for_with_its_own_dimensions():
    alone = (("InstanceId", "i-1"),)
    root = Metric("CWAgent", "disk_used_percent", (*alone, ("path", "/"), ("fstype", "xfs")))
    data = Metric("CWAgent", "disk_used_percent", (*alone, ("path", "/data"), ("fstype", "xfs")))
    memory = Metric("CWAgent", "mem_used_percent", (*alone, ("ImageId", "ami-1")))
    found = {kind.id: metric for kind, metric in kinds_of(instance("i-1"), (data, root, memory))}
    assert (found["disk_used"], found["memory"]) == (root, memory)


def test_a_call_and_its_pages():
    cpu = Metric("AWS/EC2", "CPUUtilization", (("InstanceId", "i-1"),))
    query = MetricQuery(Key("1", "eu-west-1", "i-1"), cpu, "p90", 300)
    call = metric_data("eu-west-1", [query], Span(NOW - HOUR, NOW), "next")
    asked = call.params["MetricDataQueries"][0]["MetricStat"]
    assert (asked["Stat"], asked["Period"], call.params["NextToken"]) == ("p90", 300, "next")
    at = datetime.fromtimestamp(NOW, UTC)
    body = {
        "MetricDataResults": [
            {"Id": "m1", "Timestamps": [at], "Values": [1.5], "StatusCode": "Complete"},
            {"Id": "m2", "Timestamps": [], "Values": [], "StatusCode": "Forbidden",
             "Messages": [{"Code": "Forbidden", "Value": "not yours"}]},
        ]
    }  # fmt: skip
    assert points_of(body) == {1: [(NOW, 1.5)], 2: []}
    assert refusals(body) == {2: "Forbidden: not yours"}
    with pytest.raises(ValueError, match=r"shorter|longer"):
        points_of({"MetricDataResults": [{"Id": "m0", "Timestamps": [at], "Values": []}]})
    assert metrics_of({"Metrics": [{"Namespace": "CWAgent", "MetricName": "m", "Dimensions": []}]}) == (
        Metric("CWAgent", "m"),
    )


def test_a_span_is_widened_to_whole_periods():
    assert Span(301, 899).aligned(300) == Span(300, 900)
    assert Span(300, 900).aligned(300) == Span(300, 900)
