"""How long a rule still has, and what will close it."""

import pytest
from immutables import Map

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import Schedule, schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views.time_box import holding_lines, left_cell, span_left
from tests.services.fakes import key

END = 1_003_600
"""1970-01-12T14:46:40Z"""


def rule(at: str | None = "1970-01-12T14:46:40Z") -> SecurityGroupRule:
    tags = (("ec2tui:expires-at", at),) if at else ()
    return SecurityGroupRule(key("sgr-1"), "sg-1", False, protocol="tcp", cidr="10.0.0.0/8", tags=tags)


def told(rule: SecurityGroupRule, inventory: Inventory, now: float) -> str:
    return "\n".join("".join(cell.text for cell in line) for line in holding_lines(rule, inventory, now))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (200_000, "2d 7h"),
        (5_400, "1h 30m"),
        (3_660, "1h 01m"),
        (1_799, "29m"),
        (245, "4m 05s"),
        (42.9, "42s"),
        (-5, "0s"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert span_left(seconds) == words


def test_the_cell_counts_down_to_its_end_and_stands_out_after_it() -> None:
    assert left_cell(rule(), END - 1740).text == "29m left"
    assert left_cell(rule(), END).text == "past its end"
    assert left_cell(rule("tomorrow"), END).text == "unreadable"
    assert left_cell(rule(None), END).text == "-"


def schedule(at: int | None = END, state: str = "ENABLED") -> Inventory:
    item = Schedule(key(schedule_name("sgr-1")), at, state, "sg-1", "sgr-1", "arn:aws:iam::1:role/closer")
    return Inventory(tables=Map({Kind.SCHEDULES: Map({item.key: item})}))


def gone() -> Inventory:
    return Inventory(absent=Map({(Kind.SCHEDULES, key(schedule_name("sgr-1"))): True}))


@pytest.mark.parametrize(
    ("inventory", "words"),
    [
        (schedule(), "holds revokes it 1970-01-12 14:46 UTC role/closer"),
        (schedule(state="DISABLED"), "does not fire DISABLED"),
        (schedule(END + 600), "fires late"),
        (gone(), "none: nothing closes it"),
        (Inventory(), "not read yet"),
    ],
)
def test_the_detail_says_whether_a_schedule_holds_the_end(inventory: Inventory, words: str) -> None:
    text = told(rule(), inventory, END - 60)
    assert words in text and "until 1970-01-12 14:46 UTC 1m 00s left" in text and "Sweep" in text


def test_a_rule_without_an_end_says_how_it_gets_one_and_an_unreadable_end_that_nothing_holds_it() -> None:
    assert "T gives it an end" in told(rule(None), Inventory(), 0)
    assert "nothing ends it" in told(rule("tomorrow"), Inventory(), 0)
