"""Every check of security groups with an example that fails, one that passes and one that is not known."""

from typing import Any, NamedTuple

import msgspec
import pytest
from immutables import Map

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.schedule import Schedule
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.posture.assess import (
    assess_groups,
    findings_of_group,
    findings_of_interface,
    findings_together,
)
from ec2tui.core.rules.posture.security_groups import CHECKS
from tests.core.changes.worlds import SOURCE, key
from tests.core.rules.network.sample import (
    KIND_OF,
    WORLD6,
    everything,
    group,
    interface,
    network,
    prefix_list,
    rule,
)

KIND_OF[Schedule] = Kind.SCHEDULES
F, P, U, N = FindingStatus.FAIL, FindingStatus.PASS, FindingStatus.UNKNOWN, FindingStatus.NOT_APPLICABLE
G, ENI = group("sg-1", "web"), interface("eni-1", "sg-1")
NOW = 1_800_000_000.0
PAST, FUTURE = "2026-01-01T00:00:00Z", "2040-01-01T00:00:00Z"


class Example(NamedTuple):
    check: str
    world: Inventory
    status: FindingStatus
    limits: NetworkLimits = NetworkLimits()


def with_(*items: Any, unread: tuple[Kind, ...] = ()) -> Inventory:
    return network(G, ENI, *items, unread=unread)


def boxed(at: str, id: str = "sgr-1"):
    return rule(id, "10.0.0.0/8", tags=(("ec2tui:expires-at", at),))


SWEPT_RULE = rule(
    "sgr-1", "10.0.0.0/8", tags=(("ec2tui:expires-at", "2099-01-01T00:00:00Z"), ("ec2tui:held", "sweep"))
)
UNREAD = with_(unread=(Kind.RULES,))
HIDDEN = with_(rule("a", "pl-9"), unread=(Kind.PREFIX_LISTS,))
HALVES = (rule("a", "0.0.0.0/1"), rule("b", "128.0.0.0/1"))
BY_LIST = (prefix_list("pl-1", "0.0.0.0/1", "128.0.0.0/1"), rule("a", "pl-1"))
DEFAULT = group("sg-1", "default")

EXAMPLES = (
    Example("SG-01", with_(rule("a")), F),
    Example("SG-01", with_(rule("a", WORLD6)), F),
    Example("SG-01", with_(*HALVES), F),
    Example("SG-01", with_(*BY_LIST), F),
    Example("SG-01", with_(rule("a", "0.0.0.0/0", "6", 3000, 4000)), F),
    Example("SG-01", with_(everything("a")), F),
    Example("SG-01", with_(rule("a", protocol="udp", first=3389)), F),
    Example("SG-01", with_(rule("a", "192.0.3.0/24"), rule("b", "sg-1"), rule("c", first=443)), P),
    Example("SG-01", with_(rule("a", protocol="icmp", first=22, last=-1), rule("b", "10.0.0.0/8")), P),
    Example("SG-01", with_(rule("a", "32.0.0.0/3")), P),
    Example("SG-01", with_(rule("a", "32.0.0.0/3")), F, NetworkLimits(public_share=10)),
    Example("SG-01", UNREAD, U),
    Example("SG-01", HIDDEN, U),
    Example("SG-02", with_(rule("a", first=5432)), F),
    Example("SG-02", with_(rule("a", protocol="udp", first=11211)), F),
    Example("SG-02", with_(rule("a", "10.0.0.0/8", first=5432)), P),
    Example("SG-02", UNREAD, U),
    Example("SG-03", with_(rule("a", first=8080)), F),
    Example("SG-03", with_(rule("a", first=8081)), P),
    Example("SG-03", UNREAD, U),
    Example("SG-04", with_(everything("a")), F),
    Example("SG-04", with_(rule("a", first=0, last=40000), rule("b", first=40001, last=65535)), F),
    Example("SG-04", with_(rule("a", first=0, last=1000)), P),
    Example("SG-04", with_(everything("a", "10.0.0.0/8")), P),
    Example("SG-04", UNREAD, U),
    Example("SG-05", with_(rule("a", first=8081)), F),
    Example("SG-05", with_(rule("a", protocol="udp", first=443)), F),
    Example(
        "SG-05", with_(rule("a", first=443), rule("b", first=80), rule("c", protocol="icmp", first=-1)), P
    ),
    Example("SG-05", with_(rule("a", first=443)), F, NetworkLimits(public_ports=(80,))),
    Example("SG-05", UNREAD, U),
    Example("SG-06", with_(rule("a", "192.0.2.0/23")), F),
    Example("SG-06", with_(rule("a", "2600::/47")), F),
    Example("SG-06", with_(rule("a", "192.0.2.0/24"), rule("b", first=23)), P),
    Example("SG-06", with_(rule("a", "192.0.2.0/24"), rule("b", "192.0.3.0/24")), F),
    Example("SG-06", with_(rule("a", "192.0.0.0/16", first=443)), P),
    Example("SG-06", with_(rule("a", "10.0.0.0/8")), P),
    Example("SG-06", with_(*HALVES), F),
    Example("SG-06", UNREAD, U),
    Example("SG-07", with_(*HALVES), F),
    Example("SG-07", with_(*BY_LIST), P),
    Example("SG-07", with_(rule("a", "0.0.0.0/1", first=443)), F),
    Example("SG-07", with_(rule("a"), rule("b", "0.0.0.0/1")), P),
    Example("SG-07", UNREAD, U),
    Example("SG-08", network(DEFAULT, rule("a", "sg-1")), F),
    Example("SG-08", network(DEFAULT, ENI), F),
    Example("SG-08", network(DEFAULT), P),
    Example("SG-08", with_(rule("a")), N),
    Example("SG-08", network(DEFAULT, unread=(Kind.INTERFACES,)), U),
    Example("SG-08", network(DEFAULT, unread=(Kind.RULES,)), U),
    Example("SG-09", with_(everything("a", egress=True)), F),
    Example("SG-09", with_(rule("a", first=443, egress=True), everything("b", "10.0.0.0/8", egress=True)), P),
    Example("SG-09", UNREAD, U),
    Example("SG-13", with_(rule("a")), F),
    Example("SG-13", network(group("sg-1", "launch-wizard-3")), F),
    Example("SG-13", with_(rule("a", description="office")), P),
    Example("SG-13", UNREAD, U),
    Example("SG-14", with_(rule("a"), rule("b", "192.0.3.0/24")), F),
    Example("SG-14", with_(rule("a"), rule("b", first=443)), P),
    Example("SG-14", with_(*HALVES), F),
    Example("SG-14", UNREAD, U),
    Example("SG-18", with_(boxed(PAST)), F),
    Example("SG-18", with_(boxed("tomorrow")), F),
    Example("SG-18", with_(boxed(FUTURE)), F),
    Example("SG-18", with_(boxed(FUTURE), Schedule(key("ec2tui-sgr-1"))), P),
    Example("SG-18", with_(boxed(FUTURE), Schedule(key("ec2tui-sgr-1"), state="DISABLED")), F),
    Example("SG-18", with_(boxed(FUTURE), Schedule(key("ec2tui-sgr-1"), at=4_000_000_000)), F),
    Example("SG-18", with_(boxed(FUTURE), Schedule(key("ec2tui-sgr-1"), rule_id="sgr-2")), F),
    Example("SG-18", with_(boxed(FUTURE), unread=(Kind.SCHEDULES,)), U),
    Example("SG-18", with_(SWEPT_RULE, unread=(Kind.SCHEDULES,)), F),
    Example("SG-18", with_(SWEPT_RULE, Schedule(key("ec2tui-sgr-1"))), P),
    Example("SG-18", with_(rule("a")), N),
)


def found(example: Example) -> Finding:
    findings = findings_of_group(example.world, key("sg-1"), example.limits, NOW)
    return next(finding for finding in findings if finding.check == example.check)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.check}-{e.status}")
def test_a_check_says_what_the_table_says(example):
    finding = found(example)
    assert finding.status is example.status, finding
    assert finding.reason.endswith(".")
    assert (finding.kind, finding.resource) == (Kind.SECURITY_GROUPS, key("sg-1"))


def test_every_check_fails_passes_and_is_unknown_somewhere():
    for check in CHECKS:
        assert {F, P, U} <= {e.status for e in EXAMPLES if e.check == check.id}, check.id
        assert check.why.endswith(".") and len(check.why) > 60
    assert [check.id for check in CHECKS] == sorted({check.id for check in CHECKS})


def test_a_failure_is_measured_and_names_the_rules():
    finding = found(Example("SG-01", with_(*HALVES), F))
    assert [(e.traffic, e.share, e.rules) for e in finding.exposure] == [("tcp/22", 1.0, ("a", "b"))]
    assert finding.reason == "tcp/22 is open to 100 % of the IPv4 internet."
    assert finding.severity is Severity.CRITICAL


def test_what_is_in_nothing_is_a_grade_less():
    finding = found(Example("SG-01", network(G, rule("a")), F))
    assert finding.severity is Severity.HIGH
    assert "Nothing is in the group now." in finding.reason


def test_an_unknown_names_the_permission():
    denied = Reading(problem=Problem(Outcome.DENIED, "ec2:DescribeSecurityGroupRules", "no"))
    world = with_()
    readings: Map[Any, Any] = world.readings.set((SOURCE, Kind.RULES), denied)
    finding = found(Example("SG-01", msgspec.structs.replace(world, readings=readings), U))
    assert (finding.status, finding.needs) == (U, ("ec2:DescribeSecurityGroupRules",))


def test_groups_that_fail_together_are_told_of_their_interface_once():
    split = (rule("a", "0.0.0.0/1", first=443), rule("b", "128.0.0.0/1", first=443, group="sg-2"))
    eighths = (rule("c", "32.0.0.0/3"), rule("d", "64.0.0.0/3", group="sg-2"))
    both = (interface("eni-1", "sg-1", "sg-2"), interface("eni-2", "sg-2", "sg-1"))
    world = network(G, group("sg-2"), *both, *split, *eighths)
    told = [f for f in assess_groups(world, now=NOW) if f.kind is Kind.INTERFACES]
    assert [(f.check, f.resource) for f in told] == [("SG-01", key("eni-1")), ("SG-05", key("eni-1"))]
    for one in ("sg-1", "sg-2"):
        of_group = findings_together(world, key(one), now=NOW)
        assert [(f.check, f.resource) for f in of_group] == [("SG-01", key("eni-1")), ("SG-05", key("eni-1"))]
    every = findings_of_interface(world, key("eni-2"), now=NOW)
    assert {f.check for f in every if f.status is F} >= {"SG-01", "SG-07"}
    assert findings_of_interface(world, key("eni-9")) == ()


def test_only_the_groups_that_are_asked_for_are_judged():
    world = network(G, group("sg-2"), rule("a"))
    assert {f.resource.id for f in assess_groups(world, groups=(key("sg-2"),))} == {"sg-2"}
