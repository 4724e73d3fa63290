"""Times for people and for programs."""

import pytest

from ec2tui.core.views.durations import DAY, MONTH, YEAR, human, iso, stamp


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "0s"),
        (59, "59s"),
        (60, "1m"),
        (7200, "2h"),
        (3 * DAY, "3d"),
        (59 * DAY, "59d"),
        (4 * MONTH, "4mo"),
        (729 * DAY, "24mo"),
        (2 * YEAR, "2y"),
    ],
)
def test_human(seconds: int, shown: str) -> None:
    assert human(seconds) == shown


def test_times_say_their_zone_and_unknown_ones_are_unknown() -> None:
    assert (iso(1_700_000_000), stamp(1_700_000_000)) == ("2023-11-14T22:13:20Z", "2023-11-14 22:13 UTC")
    assert (iso(0), iso(None), stamp(None), iso(10**20)) == (None, None, "-", None)
