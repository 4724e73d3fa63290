"""How groups are kept: each check with examples that fail, pass, are not known and do not apply."""

from typing import Any

import msgspec
import pytest

from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.group_relations import GroupReferences, StaleGroup, StaleRules
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch_template import LaunchTemplate
from ec2tui.core.model.quota import Quota
from ec2tui.core.rules.posture.group_upkeep import CHECKS
from tests.core.changes.worlds import key
from tests.core.rules.network.sample import WORLD6, everything, group, interface, prefix_list, rule
from tests.core.rules.posture.scenes import account, judged

F, P, U, N = FindingStatus.FAIL, FindingStatus.PASS, FindingStatus.UNKNOWN, FindingStatus.NOT_APPLICABLE
G, ENI, OTHER = group("sg-1", "web"), interface("eni-1", "sg-1"), group("sg-2", "app")
PEERED = msgspec.structs.replace(OTHER, vpc_id="vpc-2")
NOBODY = GroupReferences(key("sg-1"))
ELSEWHERE = rule("b", "sg-1", group="sg-2")


def many(count: int, **facts: Any) -> tuple[Any, ...]:
    return tuple(rule(f"r{n}", f"198.51.100.{n}/32", **facts) for n in range(count))


def with_(*items: Any, **more: Any) -> Inventory:
    return account(G, *items, **more)


UNREAD = {"unread": (Kind.RULES,)}
EXAMPLES: tuple[tuple[str, Inventory, FindingStatus, str], ...] = (
    ("SG-10", with_(everything("a", "sg-1")), F, ""),
    ("SG-10", with_(rule("a", "sg-1", first=0, last=65535)), F, ""),
    ("SG-10", with_(rule("a", "sg-1"), everything("b", "sg-2")), P, ""),
    ("SG-10", with_(everything("a", "sg-1", egress=True)), P, ""),
    ("SG-10", with_(**UNREAD), U, "ec2:DescribeSecurityGroupRules"),
    ("SG-11", with_(rule("a", "10.0.0.0/8", first=8000, last=8100)), F, ""),
    ("SG-11", with_(rule("a", "10.0.0.0/8", first=8000, last=8099)), P, ""),
    ("SG-11", with_(rule("a", "10.0.0.1/32", first=0, last=65535)), P, ""),
    ("SG-11", with_(rule("b", "sg-1", first=1, last=9999)), P, ""),
    ("SG-11", with_(everything("a"), rule("b", protocol="icmp", first=-1, last=-1)), P, ""),
    ("SG-11", with_(**UNREAD), U, "ec2:DescribeSecurityGroupRules"),
    ("SG-12", with_(rule("a", protocol="icmp", first=-1, last=-1)), F, ""),
    ("SG-12", with_(rule("a", WORLD6, "icmpv6", first=-1, last=-1)), F, ""),
    ("SG-12", with_(rule("a", protocol="icmp", first=8, last=-1)), P, ""),
    ("SG-12", with_(rule("a", "10.0.0.0/8", "icmp", first=-1, last=-1)), P, ""),
    ("SG-12", with_(**UNREAD), U, "ec2:DescribeSecurityGroupRules"),
    ("SG-15", with_(rule("a", "sg-9")), F, ""),
    ("SG-15", with_(rule("a", "sg-2"), OTHER), P, ""),
    ("SG-15", with_(rule("a")), P, ""),
    ("SG-15", with_(rule("a", "sg-8", peer_account="9" * 12), StaleRules(key("vpc-1"), (
        StaleGroup("sg-1", ("sg-8",)),))), F, ""),
    ("SG-15", with_(rule("a", "sg-8", peer_account="9" * 12), StaleRules(key("vpc-1"))), P, ""),
    ("SG-15", with_(rule("a", "sg-8", peer_account="9" * 12)), U, "ec2:DescribeStaleSecurityGroups"),
    ("SG-15", with_(rule("a", "sg-2"), PEERED), U, "ec2:DescribeStaleSecurityGroups"),
    ("SG-15", with_(rule("a", "sg-2"), PEERED, StaleRules(key("vpc-1"))), P, ""),
    ("SG-16", with_(NOBODY), F, ""),
    ("SG-16", with_(NOBODY, rule("a", "sg-1")), F, ""),
    ("SG-16", with_(ENI), P, ""),
    ("SG-16", with_(NOBODY, OTHER, ELSEWHERE), P, ""),
    ("SG-16", with_(NOBODY, LaunchTemplate(key("lt-1:1"), groups=("sg-1",))), P, ""),
    ("SG-16", with_(GroupReferences(key("sg-1"), ("vpc-9",))), P, ""),
    ("SG-16", with_(), U, "ec2:DescribeSecurityGroupReferences"),
    ("SG-16", with_(NOBODY, denied=(Kind.INTERFACES,)), U, "ec2:DescribeNetworkInterfaces"),
    ("SG-16", with_(NOBODY, denied=(Kind.RULES,)), U, "ec2:DeniedRULES"),
    ("SG-16", with_(NOBODY, denied=(Kind.LAUNCH_TEMPLATES,)), U, "ec2:DescribeLaunchTemplateVersions"),
    ("SG-16", account(group("sg-1", "default"), NOBODY), N, ""),
    ("SG-17", with_(*many(48)), F, ""),
    ("SG-17", with_(*many(47)), P, ""),
    ("SG-17", with_(*many(30), *many(30, egress=True)), P, ""),
    ("SG-17", with_(rule("a", "pl-1"), prefix_list("pl-1", "10.0.0.0/8", max_entries=50, family=4)), F, ""),
    ("SG-17", with_(*many(48), Quota(key("L-0EA8095F"), 100.0)), P, ""),
    ("SG-17", with_(*many(30), Quota(key("L-0EA8095F"), 30.0)), F, ""),
    ("SG-17", with_(interface("eni-1", *(f"sg-{n}" for n in range(1, 6)))), F, ""),
    ("SG-17", with_(denied=(Kind.INTERFACES,)), U, "ec2:DescribeNetworkInterfaces"),
    ("SG-17", with_(**UNREAD), U, "ec2:DescribeSecurityGroupRules"),
)  # fmt: skip


@pytest.mark.parametrize(("check", "world", "status", "needs"), EXAMPLES)
def test_a_group_is_judged_as_it_should(
    check: str, world: Inventory, status: FindingStatus, needs: str
) -> None:
    found = next(f for f in judged(world, check, "sg-1") if f.check == check)
    assert found.status is status, found.reason
    assert needs in found.needs if needs else not found.needs


def test_rules_are_named_that_a_failure_is_about() -> None:
    (found,) = judged(with_(rule("a", "sg-9"), rule("b", "sg-2"), OTHER), "SG-15", "sg-1")
    assert found.rules == ("a",)
    (found,) = judged(with_(everything("a", "sg-1"), rule("b")), "SG-10", "sg-1")
    assert found.rules == ("a",)
    assert {check for check, *_ in EXAMPLES} == {check.id for check in CHECKS}
