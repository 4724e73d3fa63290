"""The zone of this machine: its name and offset, in summer and winter."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from ec2tui.adapters.local.time_zone import zone_of


@pytest.fixture
def berlin(monkeypatch):
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("month", "hours", "name"), [(1, 1, "CET"), (7, 2, "CEST")])
def test_each_moment_has_the_offset_of_its_season(month, hours, name):
    at = datetime(2026, month, 15, 12, 30, tzinfo=UTC)
    local = datetime.fromtimestamp(at.timestamp(), zone_of("local"))
    assert (local.hour, local.utcoffset(), local.tzname()) == (12 + hours, timedelta(hours=hours), name)
    assert local == at and zone_of("UTC") is UTC
