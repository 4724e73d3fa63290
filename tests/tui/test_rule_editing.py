"""`a`, `e` and `d` on the security groups page: a line or a rule becomes a review, and only it sends."""

import asyncio

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.tui.screens.rule_line import RuleLine
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, instance, key
from tests.tui.desk import Desk, desk

WEB, RULE = "sg-0000000000000000a", "sgr-0000000000000000a"


def world() -> Account:
    aws = Account(instance("i-1"))
    group = SecurityGroup(key(WEB), "web", "the web", "vpc-1")
    rule = SecurityGroupRule(
        key(RULE), WEB, False, protocol="tcp", from_port=443, to_port=443, cidr="10.0.0.0/8"
    )
    for kind, item in ((Kind.SECURITY_GROUPS, group), (Kind.RULES, rule)):
        aws.pages[REGION, kind] = [Page((item,))]
        aws.items[REGION, kind] = {item.key.id: item}
    return aws


def with_record(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


async def pressed(it: Desk, *keys: str) -> None:
    for name in keys:
        await it.press(name)
    await it.rest()


async def test_a_line_open_to_the_world_is_blocked_in_the_review() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "a", *"tcp/22 from 0.0.0.0/0", "enter")
        await it.rest()
        assert "BLOCK" in it.text()
        await pressed(it, "enter")
        assert aws.sent == []


async def test_a_mistake_keeps_the_line_and_tells_its_place() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "a", *"tcp/99999 from 10.0.0.0/8", "enter")
        assert "character" in it.text() and len(it.app.screen_stack) == 2


async def test_a_rule_is_revoked_by_its_id() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "enter", "d")
        await it.rest()
        assert "revoke-security-group-ingress" in it.text() and RULE in it.text()


async def test_a_rule_is_added_from_within_the_rules_of_a_group_also_when_there_are_none() -> None:
    aws = world()
    aws.pages[REGION, Kind.RULES] = [Page(())]
    aws.items[REGION, Kind.RULES] = {}
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "enter", "a", *"tcp/22 from 198.51.100.7/32", "enter")
        await it.rest()
        assert f"Add a rule to {WEB}" in it.text() and "authorize-security-group-ingress" in it.text()


async def test_the_verdict_shows_under_the_line_before_enter() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "a", *"tcp/22 from 0.0.0.0/0")
        for _ in range(100):
            if "BLOCK" in it.text():
                break
            await asyncio.sleep(0.02)
        assert "BLOCK" in it.text() and isinstance(it.app.screen, RuleLine)
