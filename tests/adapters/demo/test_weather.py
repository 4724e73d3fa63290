"""Things happen on the demo's clock: an account of its own, since time changes all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ec2tui.adapters.demo.launcher import launch

from .conftest import START, Account


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Account]:
    demo = launch(directory=tmp_path, standing_at=START)
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


def test_an_instance_boots_and_an_alarm_fires_and_recovers(fresh: Account) -> None:
    assert fresh.instance(fresh.id("stage-preview"))["State"]["Name"] == "pending"
    before = states(fresh)
    seen: dict[str, set[str]] = {name: {state} for name, state in before.items()}
    builders = {fresh.id(name): {"stopped"} for name in ("stage-build-01", "stage-build-02")}
    for _ in range(30):
        fresh.control("advance?seconds=90")
        for name, state in states(fresh).items():
            seen[name].add(state)
        for one, passed in builders.items():
            passed.add(fresh.instance(one)["State"]["Name"])
    assert fresh.instance(fresh.id("stage-preview"))["State"]["Name"] == "running"
    assert any("running" in passed for passed in builders.values())
    fired = [name for name, passed in seen.items() if before[name] == "OK" and "ALARM" in passed]
    assert fired
    assert any(states(fresh)[name] == "OK" for name in fired)
