"""Things happen on the demo's clock: an account of its own, since time changes all of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from ec2tui.adapters.demo.launcher import launch

from .conftest import START, Account
from .test_alarms import STOP, alarm, of


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    demo = launch(directory=tmp_path_factory.mktemp("weather"), standing_at=START)
    try:
        demo.wait_ready()
        yield Account(demo)
    finally:
        demo.close()


def states(account: Account) -> dict[str, str]:
    return {
        alarm["AlarmName"]: alarm["StateValue"]
        for region in account.demo.regions
        for alarm in account.client("cloudwatch", region).describe_alarms()["MetricAlarms"]
    }


ALL_STATES = {"pending", "running", "stopping", "stopped", "shutting-down", "terminated"}
ALL_ALARMS = {"OK", "ALARM", "INSUFFICIENT_DATA"}


def fleet(account: Account) -> dict[str, dict[str, Any]]:
    return {
        one["InstanceId"]: one
        for region in account.demo.regions
        for reservation in account.client("ec2", region).describe_instances()["Reservations"]
        for one in reservation["Instances"]
    }


def by_region(account: Account) -> dict[str, set[str]]:
    return {
        region: {
            alarm["StateValue"]
            for alarm in account.client("cloudwatch", region).describe_alarms()["MetricAlarms"]
        }
        for region in account.demo.regions
    }


def test_an_instance_boots_and_an_alarm_fires_and_recovers(fresh: Account) -> None:
    before = states(fresh)
    seen: dict[str, set[str]] = {name: {state} for name, state in before.items()}
    builders = {fresh.id(name): {"stopped"} for name in ("stage-build-01", "stage-build-02")}
    builders[fresh.id("stage-preview")] = {"pending"}
    for _ in range(30):
        fresh.control("advance?seconds=90")
        for name, state in states(fresh).items():
            seen[name].add(state)
        for one, passed in builders.items():
            passed.add(fresh.instance(one)["State"]["Name"])
    assert all("running" in passed for passed in builders.values())
    fired = [name for name, passed in seen.items() if before[name] == "OK" and "ALARM" in passed]
    assert fired
    assert any(states(fresh)[name] == "OK" for name in fired)


def test_every_state_is_there_whenever_one_looks(fresh: Account) -> None:
    before = fleet(fresh)
    for look in range(25):
        now = fleet(fresh)
        assert {one["State"]["Name"] for one in now.values()} == ALL_STATES, look
        assert all(states >= ALL_ALARMS for states in by_region(fresh).values()), look
        assert len(now) < 70
        fresh.control("advance?seconds=170")
    after = fleet(fresh)
    new = [one for key, one in after.items() if key not in before]
    assert new and {tag["Value"] for one in new for tag in one["Tags"] if tag["Key"].startswith("aws:")} == {
        "spark"
    }
    living = [one for one in after.values() if one["State"]["Name"] == "running"]
    addresses = [one["PrivateIpAddress"] for one in living]
    assert len(set(addresses)) == len(addresses)
    volumes = [d["Ebs"]["VolumeId"] for one in living for d in one["BlockDeviceMappings"]]
    assert len(set(volumes)) == len(volumes)
    gone = [
        one["StateReason"]["Code"]
        for key, one in after.items()
        if key in before and one["State"]["Name"] in ("terminated", "shutting-down")
    ]
    assert "Server.SpotInstanceTermination" in gone


def test_what_the_user_started_is_left_alone(fresh: Account) -> None:
    mine = fresh.id("stage-build-01")
    while fresh.instance(mine)["State"]["Name"] != "stopped":
        fresh.control("advance?seconds=100")
    fresh.ec2.start_instances(InstanceIds=[mine])
    for _ in range(12):
        fresh.control("advance?seconds=150")
        assert fresh.instance(mine)["State"]["Name"] == "running"


def test_alarms_follow_their_metrics_keep_a_history_and_act(fresh: Account) -> None:
    cloudwatch, instance = fresh.client("cloudwatch"), fresh.id("shop-web-01")
    tags = [{"Key": "team", "Value": "a"}]
    rule = 'ALARM("x") OR (NOT OK("x") AND FALSE)'
    cloudwatch.put_metric_alarm(AlarmName="x", Threshold=0.0, Tags=tags, **of(instance))
    cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule=rule)
    assert alarm(cloudwatch, "x")["StateValue"] == "INSUFFICIENT_DATA"
    fresh.control("advance?seconds=60")
    first = alarm(cloudwatch, "x")
    assert first["StateValue"] == "ALARM", "a state change arrives by itself"
    both = alarm(cloudwatch, "both")
    assert (both["AlarmRule"], both["StateValue"]) == (rule, "ALARM")

    other = [{"Key": "new", "Value": "b"}]
    cloudwatch.put_metric_alarm(AlarmName="x", Threshold=1.0, Tags=other, **of(instance))
    again = alarm(cloudwatch, "x")
    assert (again["StateValue"], again["Threshold"]) == ("ALARM", 1.0)
    assert again["StateTransitionedTimestamp"] == first["StateTransitionedTimestamp"]
    assert cloudwatch.list_tags_for_resource(ResourceARN=again["AlarmArn"])["Tags"] == tags
    history = cloudwatch.describe_alarm_history(AlarmName="x")["AlarmHistoryItems"]
    assert [one["HistorySummary"] for one in history] == [
        'Alarm "x" updated',
        "Alarm updated from INSUFFICIENT_DATA to ALARM",
        'Alarm "x" created',
    ]

    cloudwatch.put_metric_alarm(AlarmName="y", Threshold=100.0, AlarmActions=[STOP], **of(instance))
    cloudwatch.set_alarm_state(AlarmName="y", StateValue="ALARM", StateReason="try")
    assert (alarm(cloudwatch, "y")["StateValue"], alarm(cloudwatch, "y")["StateReason"]) == ("ALARM", "try")
    found = fresh.client("ec2").describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    assert found["State"]["Name"] == "stopping"
    fresh.control("advance?seconds=60")
    assert alarm(cloudwatch, "y")["StateValue"] == "OK", "set back by its metric"

    cloudwatch.delete_alarms(AlarmNames=["both", "x", "y"])
    assert not cloudwatch.describe_alarms(AlarmNames=["x", "y"])["MetricAlarms"]
    assert cloudwatch.describe_alarm_history(AlarmName="x")["AlarmHistoryItems"], "it outlives the alarm"
