"""`a`, `e` and `d` on the security groups page: a line or a rule becomes a review, and only it sends."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from textual.widgets import Input, Static

from ec2tui.core.config.schema import SecurityGroups
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.tui.screens import rule_line
from ec2tui.tui.screens.rule_line import RuleLine
from ec2tui.tui.widgets.completed_input import CompletedInput
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


async def until(true: Callable[[], bool]) -> None:
    """Waits for what happens beside the loop; ten seconds at most."""
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def waiting(it: Desk, last: str) -> bool:
    """Whether the line that ends so is the next to be judged."""
    screen = it.app.screen
    assert isinstance(screen, RuleLine)
    return (screen._asked or "").endswith(last)


async def test_a_line_open_to_the_world_is_blocked_in_the_review() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "a", *"tcp/22 from 0.0.0.0/0", "enter")
        await it.rest()
        assert "BLOCK" in it.text()
        await pressed(it, "enter")
        assert aws.sent == []
        await pressed(it, "escape")
        assert it.app.screen.query_one(CompletedInput).value == "tcp/22 from 0.0.0.0/0"
        await pressed(it, "escape")
        assert len(it.app.screen_stack) == 1


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
        assert f"Add a rule to web {WEB}" in it.text() and "authorize-security-group-ingress" in it.text()


async def test_the_verdict_shows_under_the_line_before_enter() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "a", *"tcp/22 from 0.0.0.0/0")
        await until(lambda: "BLOCK" in it.text())
        assert isinstance(it.app.screen, RuleLine)


async def test_a_line_is_completed_from_services_names_and_durations() -> None:
    aws = world()
    more = SecurityGroup(key("sg-0000000000000000b"), "web tier", "", "vpc-1")
    far = SecurityGroup(key("sg-0000000000000000c"), "weird", "", "vpc-2")
    aws.pages[REGION, Kind.SECURITY_GROUPS] = [
        Page((*aws.pages[REGION, Kind.SECURITY_GROUPS][0].items, more, far))
    ]
    async with desk(aws, prepare=with_record) as it:
        await pressed(it, "2", "a", *"ss", "tab", "f", "right", *"group we")
        assert [one.text for one in it.app.screen.query_one(CompletedInput).offers] == ["web", '"web tier"']
        assert "▸ web " in it.text() and '"web tier"' in it.text()
        await pressed(it, "down", "tab", *"fo", "tab", "down", "tab")
        line = it.app.screen
        assert isinstance(line, RuleLine)
        assert line.query_one(CompletedInput).value == 'ssh from group "web tier" for 30m '


async def test_a_candidate_is_taken_by_a_click_too() -> None:
    async with desk(world(), prepare=with_record) as it:
        await pressed(it, "2", "a")
        line = it.app.screen.query_one(CompletedInput)
        assert line.offers[2].text == "http"
        await it.pilot.click(line.query_one(Static), offset=(3, 2))
        await it.rest()
        assert line.value == "http " and it.app.screen.focused is line.query_one(Input)


async def test_what_is_taken_is_a_candidate_of_the_text_as_it_is_however_fast_one_types() -> None:
    async with desk(world(), prepare=with_record) as it:
        await pressed(it, "2", "a", *"ssh ")
        line = it.app.screen.query_one(CompletedInput)
        it.app.screen.query_one(Input).insert_text_at_cursor("f")
        line.action_take()
        assert line.value == "ssh from "


async def test_a_hostile_name_is_no_markup_and_no_control_among_the_candidates() -> None:
    aws = world()
    bad = SecurityGroup(key("sg-0000000000000000b"), "[red]\x1b]0;x\x07evil", "", "vpc-1")
    aws.pages[REGION, Kind.SECURITY_GROUPS] = [Page((*aws.pages[REGION, Kind.SECURITY_GROUPS][0].items, bad))]
    async with desk(aws, prepare=with_record) as it:
        await pressed(it, "2", "a", *"ssh from group ")
        assert "[red]" in it.text() and "\x1b" not in it.text() and "\x07" not in it.text()


async def test_while_a_line_is_judged_typing_goes_on_and_only_the_newest_line_is_judged_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged: list[str] = []
    gate = threading.Event()

    def slow(_inventory, _group, spec, **_more) -> tuple[()]:
        judged.append(spec.peer.value)
        gate.wait(5)
        return ()

    monkeypatch.setattr(rule_line, "judge_line", slow)
    monkeypatch.setattr(rule_line, "PAUSE", 0.001)
    async with desk(world(), prepare=with_record) as it:
        await pressed(it, "2", "a")
        line = it.app.screen.query_one(Input)
        for last in "1234":
            line.value = f"tcp/22 from 10.0.0.{last}"
            await until(lambda last=last: bool(judged) if last == "1" else waiting(it, last))
            assert judged == ["10.0.0.1/32"]
        gate.set()
        await until(lambda: "Nothing speaks against it" in it.text())
        assert judged == ["10.0.0.1/32", "10.0.0.4/32"]


async def test_my_ip_is_asked_of_the_user_told_and_then_known() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 40)) as it:
        await pressed(it, "2", "a", *"ssh from my-ip", "enter")
        assert "your address as AWS sees it" in it.text()
        await pressed(it, *"nowhere", "enter")
        assert "nowhere is no address" in it.text()
        await pressed(it, *"198.51.100.7", "enter")
        await it.rest()
        assert "198.51.100.7/32" in it.text() and "authorize-security-group-ingress" in it.text()
        assert it.around.security_groups.my_ip == "198.51.100.7"
        context = await it.around.changing.context(it.session)
        assert context.origin.addresses == ("198.51.100.7",)
        assert {call.operation for call in aws.sent} == set()


async def test_a_rule_for_an_hour_gets_its_tags_and_its_schedule() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(140, 60)) as it:
        await pressed(it, "2", "a", *"ssh from 198.51.100.7/32 for 1h", "enter")
        await it.rest()
        assert "create-schedule" in it.text() and "ec2tui:expires-at" in it.text()
        assert "WEAKER" not in it.text()


async def test_without_schedules_the_review_says_that_the_end_is_held_more_weakly() -> None:
    def off(it: Desk) -> None:
        with_record(it)
        it.around.security_groups = SecurityGroups(scheduler_role="off")

    aws = world()
    async with desk(aws, prepare=off, size=(140, 60)) as it:
        await pressed(it, "2", "a", *"ssh from 198.51.100.7/32 for 1h", "enter")
        await it.rest()
        assert "WEAKER: no schedule holds the end" in it.text() and "switched off" in it.text()
        assert "create-schedule" not in it.text() and "ec2tui:expires-at" in it.text()
