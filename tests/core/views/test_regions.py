"""The regions stay one line: each by itself, those alike together, or counted, and what is wrong first."""

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.views.header import HeaderFacts, regions_line
from ec2tui.core.views.text import cell_width

LIVE = Reading(items=3, complete_at=96.0)
LOST = Reading(complete_at=91.0, problem=Problem(Outcome.UNREACHABLE, "ec2:DescribeInstances", "no"))
NAMES = tuple(
    f"{area}-{side}-{n}" for area in ("eu", "us", "ap") for side in ("west", "east") for n in (1, 2, 3)
)


def told(*readings: tuple[str, Reading], width: int = 0, **more: object) -> str:
    facts = HeaderFacts(
        now=100.0,
        profile="default",
        readings=tuple((region, Kind.INSTANCES, reading) for region, reading in readings),
        pace="every 30 s",
        **more,  # type: ignore[arg-type]
    )
    return "".join(cell.text for cell in regions_line(facts, width))


def test_with_room_each_region_tells_for_itself() -> None:
    line = told(("eu-west-1", LIVE), ("us-east-1", LOST), total=6, shown=6)
    assert line == " eu-west-1 live 4 s   us-east-1 unreachable, rows 9 s old   every 30 s   6 instances"


def test_with_less_the_pace_goes_and_regions_alike_are_told_together_with_the_oldest_age() -> None:
    older = Reading(items=1, complete_at=80.0)
    both = (("eu-west-1", LOST), ("us-east-1", LOST))
    assert told(*both, width=80, total=6, shown=6) == (
        " eu-west-1, us-east-1 unreachable, rows 9 s old   every 30 s   6 instances"
    )
    assert told(("a", LIVE), ("b", older), width=30, total=6, shown=6) == " a, b live 20 s   6 instances"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_all_regions_fit_and_what_is_wrong_comes_first(width: int) -> None:
    readings = [(name, LIVE) for name in NAMES]
    readings[7] = (NAMES[7], LOST)
    line = told(*readings, width=width, total=54, shown=54, marked=2)
    assert cell_width(line) <= width
    assert line.startswith(f" {NAMES[7]} unreachable") and "17 regions live 4 s" in line
    assert ("54 instances" in line) is (width > 80)


def test_loading_adds_up_and_nothing_yet_is_said() -> None:
    loading = Reading(loading=True, items=1000)
    assert told(("a", loading), ("b", loading), width=30) == " a, b loading 2,000"
    assert told() == " no region yet"
    assert told(total=60, shown=60) == " no region yet   60 instances"
