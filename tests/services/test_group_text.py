"""A text of a group: what it means for ends, and for rules that are past theirs."""

from ec2tui.core.grammar.group_text import format_group
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.group_text import PAST, Read, gives_ends, understood
from tests.services.fakes import key

NOW = 1_000_000
GROUP = SecurityGroup(key("sg-1"), "web", "", "vpc-1")


def rule(until: str = "") -> SecurityGroupRule:
    tags = (("ec2tui:expires-at", until),) if until else ()
    return SecurityGroupRule(
        key("sgr-1"), "sg-1", False, protocol="tcp", from_port=22, to_port=22, cidr="10.0.0.0/8", tags=tags
    )


def read(rule: SecurityGroupRule, old: str = "", new: str = "") -> tuple[Read, bool]:
    rules = {rule.key.id: rule}
    text = format_group(GROUP, rules.values()).replace(old, new)
    found = understood(text, GROUP, rules, Inventory(), "", NOW)
    return found, gives_ends(found.wanted, rules)


def test_a_rule_that_keeps_its_id_and_gets_an_end_must_be_held() -> None:
    found, ends = read(rule(), "10.0.0.0/8 ", "10.0.0.0/8 for 1h ")
    assert found.wanted[0].spec.until == NOW + 3600 and ends


def test_an_end_that_stays_as_it_is_needs_nothing_and_one_of_a_rule_made_anew_does() -> None:
    later = rule("1970-01-12T14:46:40Z")
    assert read(later) == (read(later)[0], False) and not read(later)[0].wrong
    assert read(later, "10.0.0.0/8", "10.0.0.0/9")[1]


def test_a_rule_past_its_end_may_stand_as_it_is_and_no_other_line_may_be_past() -> None:
    late = rule("1970-01-12T13:00:00Z")
    assert not read(late)[0].wrong
    assert str(read(late, "10.0.0.0/8", "10.0.0.0/9")[0].wrong[0].mistake) == PAST
