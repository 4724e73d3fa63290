"""Alarms by a line of words, recommended ones, and copies."""

from typing import Any

import msgspec
import pytest

from ec2tui.adapters.aws.parse.alarm import alarm as parsed
from ec2tui.core.changes.alarm_line import changed, given, worded
from ec2tui.core.changes.alarm_recommended import alarm_name, recommended
from ec2tui.core.changes.alarm_requests import left_out
from ec2tui.core.changes.alarms import PutAlarm, put_params
from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.requests import build, request
from ec2tui.core.model.agent_metrics import AgentMetrics
from ec2tui.core.model.alarm import Alarm, AlarmSpec, AlarmTags
from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import Metric
from tests.core.changes.worlds import ACCOUNT, REGION, SPECS, key
from tests.core.changes.worlds import build as world
from tests.core.rules.cases import kind

WEB = Instance(key("i-1"), "running", "t3.micro", name="web")
DB = Instance(key("i-2"), "running", "m5d.large", name="db-[2]\u202e")
T3 = kind("t3.micro", auto_recovery=True, burstable=True)
M5D = kind("m5d.large", auto_recovery=False, storage=75)
OPS = f"arn:aws:sns:{REGION}:{ACCOUNT}:ops"
RECOVER = f"arn:aws:automate:{REGION}:ec2:recover"
AGENT = AgentMetrics(
    WEB.key,
    (
        Metric("CWAgent", "mem_used_percent", (("ImageId", "ami-1"), ("InstanceId", "i-1"))),
        Metric("CWAgent", "mem_used_percent", (("InstanceId", "i-1"),)),
        Metric("CWAgent", "disk_used_percent", (("InstanceId", "i-1"), ("fstype", "xfs"), ("path", "/"))),
        Metric("CWAgent", "disk_used_percent", (("InstanceId", "i-1"), ("fstype", "xfs"), ("path", "/data"))),
        Metric(
            "CWAgent", "disk_used_percent", (("InstanceId", "i-1"), ("fstype", "tmpfs"), ("path", "/run"))
        ),
    ),
)
CPU = msgspec.structs.replace(SPECS[0], datapoints=None, threshold=70.0, alarm_actions=(OPS,))


def account(*items: Any, topic: str = "ops") -> Inventory:
    kinds = {
        Instance: Kind.INSTANCES,
        Alarm: Kind.ALARMS,
        AgentMetrics: Kind.AGENT_METRICS,
        AlarmTags: Kind.ALARM_TAGS,
    }
    made = world(*((kinds.get(type(one), Kind.INSTANCE_TYPES), one) for one in items))
    return msgspec.structs.replace(made, alarm_policy=AlarmPolicy(topic=topic))


def wanted(request_id: str, at: str, inventory: Inventory, text: str = "") -> Any:
    return build(request(request_id), [key(at)], inventory, text)


def test_the_definition_that_was_told_is_the_definition_that_is_put() -> None:
    for spec in SPECS:
        assert parsed({"AlarmName": "x", **put_params(spec)}, ACCOUNT, REGION).spec == spec


def test_the_recommended_set_fits_the_instance() -> None:
    found = recommended(WEB, account(WEB, T3, AGENT))
    made = {change.key.id.removesuffix("-i-1"): change.spec for change in found.changes}
    what = ("system", "status", "cpu", "credits", "memory", "disk", "disk-data")
    assert list(made) == [f"web-{one}" for one in what]
    assert made["web-system"].alarm_actions == (RECOVER, OPS) and made["web-status"].alarm_actions == (OPS,)
    assert made["web-memory"].dimensions == (("InstanceId", "i-1"),), "the plainest dimensions"
    assert made["web-credits"].comparison == "LessThanThreshold" and found.left == ()


def test_what_cannot_recover_is_only_watched_and_no_agent_is_said() -> None:
    found = recommended(DB, account(DB, M5D, AgentMetrics(DB.key), topic=""))
    assert [(change.spec.metric, change.spec.alarm_actions) for change in found.changes] == [
        ("StatusCheckFailed", ()),
        ("CPUUtilization", ()),
    ]
    assert found.changes[0].key.id == "status-i-2", "a name that cannot be typed is left out"
    assert found.left == ("memory, disk: no CloudWatch agent has sent any in three hours",)
    assert "could not be read" in recommended(DB, account(DB, M5D)).left[0]


@pytest.mark.parametrize(
    ("fields", "stands"),
    [
        ({}, True),
        ({"enabled": False}, False),
        ({"alarm_actions": ()}, False),
        ({"comparison": "LessThanThreshold"}, False),
        ({"dimensions": (("InstanceId", "i-9"),)}, False),
    ],
)
def test_only_an_alarm_that_does_as_much_stands_for_another(fields: dict[str, Any], stands: bool) -> None:
    there = Alarm(key("mine"), msgspec.structs.replace(CPU, **fields), "OK")
    inventory = account(WEB, T3, there)
    made = [change.spec.metric for change in recommended(WEB, inventory).changes]
    assert ("CPUUtilization" not in made) is stands
    assert ("cpu: mine watches it" in left_out([WEB.key], inventory)) is stands


def test_a_line_says_an_alarm_and_an_alarm_its_line() -> None:
    text = (
        "metric=NetworkIn/Mine above=5e6 for=2/3 period=1m stat=p99 missing=breaching do=recover,ops ok=none"
    )
    bad = given(text, key("x"))
    assert isinstance(bad, dict) and bad["namespace"] == "NetworkIn" and bad["metric"] == "Mine"
    spec = changed(AlarmSpec(), bad)
    assert (spec.threshold, spec.datapoints, spec.periods, spec.period) == (5e6, 2, 3, 60)
    assert spec.alarm_actions == (RECOVER, OPS) and spec.ok_actions == ()
    assert "do=recover,ops" in worded(spec, key("x"))
    again = given(worded(spec, key("x")), key("x"))
    assert isinstance(again, dict) and changed(spec, again) == spec
    assert changed(CPU, given("for=4", key("x"))).datapoints is None, "all of them stays unsaid"


@pytest.mark.parametrize(
    "fields",
    [
        {"threshold": 5_368_709_121.0},
        {"threshold": 33.333333333},
        {"threshold": -1e-7},
        {"statistic": "TM(10%:90%)"},
        *({"alarm_actions": (f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}",)} for name in ("terminate", "none")),
    ],
)
def test_a_line_that_is_sent_as_it_stood_changes_nothing(fields: dict[str, Any]) -> None:
    spec = msgspec.structs.replace(CPU, **fields)
    again = given(worded(spec, key("x")), key("x"))
    assert isinstance(again, dict) and changed(spec, again) == spec


MATH = {
    "AlarmName": "math",
    "EvaluationPeriods": 2,
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 150.0,
    "Metrics": [
        {
            "Id": "m1",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/EC2",
                    "MetricName": "CPUUtilization",
                    "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
                },
                "Period": 300,
                "Stat": "Average",
            },
            "ReturnData": False,
        },
        {"Id": "e1", "Expression": "m1*2", "ReturnData": True},
    ],
}
BAND = {
    **MATH,
    "AlarmName": "band",
    "ComparisonOperator": "GreaterThanUpperThreshold",
    "Threshold": None,
    "ThresholdMetricId": "e1",
}


def test_what_an_expression_says_is_not_set_beside_it() -> None:
    """CloudWatch refuses a metric beside an expression, and a number beside a band."""
    math, band = (parsed(one, ACCOUNT, REGION) for one in (MATH, BAND))
    inventory = account(WEB, math, band)
    for at, text in (
        ("math", "stat=p99"),
        ("math", "period=5m"),
        ("math", "metric=cpu"),
        ("band", "above=80"),
    ):
        assert isinstance(wanted("alarm.edit", at, inventory, text), Unready), (at, text)
    (edit,) = wanted("alarm.edit", "math", inventory, "above=80 for=3")
    assert put_params(edit.spec)["Metrics"] == MATH["Metrics"] and edit.spec.threshold == 80.0
    (edit,) = wanted("alarm.edit", "band", inventory, worded(band.spec, band.key) + " missing=ignore")
    assert edit.spec == msgspec.structs.replace(band.spec, missing="ignore")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abov=3", "did you mean above=…?"),
        ("above=hot", "above is a number"),
        ("above=nan", "above is a number"),
        ("for=4/3", "for counts periods"),
        ("period=soon", "period is a span"),
        ("stat=median", "There is no statistic"),
        ("metric=heat", "There is no metric"),
        ("missing=bad", "missing is one of"),
        ("actions=maybe", "actions is on or off"),
    ],
)
def test_a_mistake_in_a_line_is_named(text: str, said: str) -> None:
    found = given(text, key("x"))
    assert isinstance(found, Unready) and said in found.reason


def test_an_alarm_is_copied_with_its_tags_under_a_name_of_its_own() -> None:
    tags = AlarmTags(key("web-cpu-i-1"), (("team", "a"), ("aws:x", "y")))
    there = Alarm(key("web-cpu-i-1"), msgspec.structs.replace(CPU, description="CPU of web"), "OK")
    inventory = account(WEB, DB, there, tags)
    (copy,) = wanted("alarm.copy", "web-cpu-i-1", inventory, "i-2")
    assert isinstance(copy, PutAlarm) and copy.key.id == "db-[2]\u202e-cpu-i-2"
    assert copy.spec.instance_ids == ("i-2",) and copy.spec.description == "CPU of db-[2]\u202e"
    assert copy.tags == (("team", "a"),)
    assert wanted("instance.copy_alarm", "i-2", inventory, "web-cpu-i-1") == (copy,)
    assert wanted("instance.copy_alarm", "i-1", inventory, "web-cpu-i-1") == ()
    assert isinstance(wanted("alarm.copy", "web-cpu-i-1", inventory, "nobody"), Unready)
    both = account(WEB, Alarm(key("both"), SPECS[4]))
    assert isinstance(wanted("alarm.copy", "both", both, "i-1"), Unready)


def test_instances_of_one_name_get_alarms_of_their_own() -> None:
    there = Alarm(key("web-cpu"), CPU, "OK")
    twins = [msgspec.structs.replace(DB, key=key(f"i-{n}"), name="db") for n in (2, 3)]
    inventory = account(WEB, *twins, there)
    assert [one.key.id for one in wanted("alarm.copy", "web-cpu", inventory, "i-2 i-3")] == [
        "db-cpu-i-2",
        "db-cpu-i-3",
    ]
    taken = account(WEB, twins[0], there, Alarm(key("db-cpu"), CPU, "OK"))
    assert [one.key.id for one in wanted("alarm.copy", "web-cpu", taken, "db")] == ["db-cpu-i-2"]


def test_a_name_within_another_word_is_no_name() -> None:
    api = msgspec.structs.replace(WEB, name="a")
    there = Alarm(key("a-cpu-data_a"), msgspec.structs.replace(CPU, description="a metric of a/data"), "OK")
    (copy,) = wanted("alarm.copy", "a-cpu-data_a", account(api, DB, there), "i-2")
    assert copy.key.id == f"{DB.name}-cpu-data_{DB.name}"
    assert copy.spec.description == f"{DB.name} metric of {DB.name}/data"


def test_requests_of_an_alarm_say_what_they_cannot() -> None:
    inventory = account(WEB, T3, Alarm(key("cpu"), CPU, "OK"), Alarm(key("both"), SPECS[4], "OK"))
    (edit,) = wanted("alarm.edit", "cpu", inventory, "above=71")
    assert edit.spec == msgspec.structs.replace(CPU, threshold=71.0)
    for id_, at, text in (
        ("alarm.edit", "cpu", ""),
        ("alarm.edit", "cpu", "name=x"),
        ("alarm.edit", "both", "above=3"),
        ("alarm.edit", "i-1", "above=3"),
        ("alarm.test", "cpu", "soon"),
        ("instance.alarm", "i-1", "above=3"),
        ("instance.alarm", "i-1", "metric=cpu"),
        ("instance.alarm", "i-9", "metric=cpu above=3"),
    ):
        assert isinstance(wanted(id_, at, inventory, text), Unready), (id_, text)
    (toggle,) = wanted("alarm.toggle_actions", "cpu", inventory)
    assert toggle.on is False
    (added,) = wanted("instance.alarm", "i-1", inventory, "metric=status")
    assert (added.spec.threshold, added.spec.period, added.key.id) == (0.0, 60, alarm_name(WEB, "status"))
    assert [change.key.id for change in wanted("alarm.recommend", "i-1", inventory)] == [
        change.key.id for change in recommended(WEB, inventory).changes
    ]
