"""The security groups page: counts and users, the rules and interfaces of a group as tables, jumps."""

import asyncio

import pytest

from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.prefix_list import PrefixList, PrefixListEntry
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.ports import Page
from tests.services.fakes import REGION, FakeGateway, instance, key, problem
from tests.tui.desk import Desk, desk

WEB, APP, OLD = "sg-0000000000000000a", "sg-0000000000000000b", "sg-0000000000000000c"


def rule(number: int, group: str, egress: bool = False, **fields) -> SecurityGroupRule:
    fields = {"protocol": "tcp", "from_port": 22, "to_port": 22, **fields}
    return SecurityGroupRule(key(f"sgr-{number:017x}"), group, egress, **fields)


def world() -> FakeGateway:
    gateway = FakeGateway()
    web = instance("i-0000000000000000a", name="web-1")
    tables = {
        Kind.INSTANCES: (web,),
        Kind.SECURITY_GROUPS: (
            SecurityGroup(key(WEB), "web", "the web\x1b[31m", "vpc-1", tags=(("team", "edge"),)),
            SecurityGroup(key(APP), "app", "the app", "vpc-1"),
            SecurityGroup(key(OLD), "[/]old", "unused", "vpc-2"),
        ),
        Kind.RULES: (
            rule(1, WEB, cidr="0.0.0.0/0", from_port=443, to_port=443),
            rule(2, WEB, cidr="203.0.113.7/32", description="office"),
            rule(3, WEB, egress=True, protocol="-1", from_port=-1, to_port=-1, cidr="0.0.0.0/0"),
            rule(4, APP, peer_group_id=WEB, from_port=8080, to_port=8081),
            rule(5, APP, prefix_list_id="pl-1", tags=(("ec2tui:expires-at", "1970-01-12T13:46:40Z"),)),
        ),
        Kind.INTERFACES: (
            NetworkInterface(
                key("eni-1"),
                "interface",
                instance_id=web.key.id,
                private_ips=("10.0.0.5",),
                groups=(GroupRef(WEB, "web"), GroupRef(APP, "app")),
            ),
            NetworkInterface(
                key("eni-2"), "interface", requester_id="amazon-elb", groups=(GroupRef(WEB, "web"),)
            ),
        ),
        Kind.PREFIX_LISTS: (PrefixList(key("pl-1"), "offices"),),
    }
    for kind, items in tables.items():
        gateway.pages[REGION, kind] = [Page(items)]
    return gateway


def names(it: Desk) -> list[str]:
    rows = it.screen.rows
    return [rows.resource.title(rows.item(one)) for one in rows.ordered()]


def cell(it: Desk, column: str, row: int = 0) -> str:
    at = it.screen.column_ids.index(column)
    return it.screen.rows.cells(row)[at].text


async def opened(it: Desk, *keys: str) -> None:
    await it.press("2")
    await it.rest()
    await it.press(*keys)


async def test_groups_tell_their_rules_users_and_who_refers_to_them() -> None:
    async with desk(world(), size=(200, 40)) as it:
        await opened(it)
        assert names(it) == ["[/]old", "app", "web"]
        assert [cell(it, "in", 2), cell(it, "out", 2)] == ["2", "1"]
        assert cell(it, "used", 2) == "1 instance, 1 load balancer" and cell(it, "used", 0) == "nobody"
        assert cell(it, "referenced", 2) == "app" and cell(it, "referenced", 0) == "-"
        await it.press("G")
        text = it.text()
        assert "tcp/443 https" in text and "203.0.113.7/32" in text and "office" in text
        assert "\x1b" not in text and "3 security groups" in text


async def test_the_groups_are_read_when_the_page_is_opened_and_not_before() -> None:
    gateway = world()
    async with desk(gateway) as it:
        assert not [read for read in gateway.asked if read.kind is Kind.SECURITY_GROUPS]
        await opened(it)
        kinds = {read.kind for read in gateway.asked}
        assert {Kind.SECURITY_GROUPS, Kind.RULES, Kind.INTERFACES} <= kinds


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("web", ["web"]),
        ("unused", ["[/]old"]),
        ("out>0", ["web"]),
        ("ref:app", ["web"]),
        ("used:load*", ["web"]),
        ("tag:team=edge", ["web"]),
        ("vpc:vpc-1 not name:web", ["app"]),
    ],
)
async def test_the_filter_speaks_of_groups(query: str, found: list[str]) -> None:
    async with desk(world()) as it:
        await opened(it, "slash", *query)
        assert names(it) == found


async def test_enter_opens_the_rules_and_escape_comes_back_to_the_same_group() -> None:
    async with desk(world(), size=(200, 40)) as it:
        await opened(it, "j", "enter")
        await it.rest()
        assert it.screen.context().page == "security_group_rules"
        assert "Security groups › Rules of app" in it.text()
        assert [cell(it, "traffic", n) for n in range(2)] == ["tcp/22", "tcp/8080-8081"]
        assert [cell(it, "peer", n) for n in range(2)] == ["pl-1", WEB]
        assert [cell(it, "peer-name", n) for n in range(2)] == ["offices", "web"]
        assert cell(it, "expires") == "past its end"
        await it.press("slash", *"peer:web")
        assert len(it.screen.rows) == 1 and "1 of 2" in it.text()
        await it.press("escape", "escape")
        assert it.screen.context().page == "security_groups"
        assert it.screen.rows.item(it.screen.table.cursor_key).name == "app"


def ending() -> FakeGateway:
    """A rule of `app` that ends 65 seconds from the clock of the tests."""
    gateway = world()
    boxed = rule(5, APP, prefix_list_id="pl-1", tags=(("ec2tui:expires-at", "1970-01-12T13:47:45Z"),))
    rules = gateway.pages[REGION, Kind.RULES][0].items
    gateway.pages[REGION, Kind.RULES] = [Page((*(one for one in rules if one.key != boxed.key), boxed))]
    return gateway


async def test_what_a_rule_still_has_counts_down_and_it_goes_when_aws_says_so() -> None:
    gateway = ending()
    async with desk(gateway, size=(200, 40)) as it:
        await opened(it, "j", "enter")
        await it.rest()
        assert cell(it, "expires") == "1m 05s left" and "1m 05s left" in it.text()
        await it.clock.advance(20)
        await it.rest()
        assert "45s left" in it.text() and "1m 05s left" not in it.text()
        await it.clock.advance(46)
        await it.rest()
        assert "past its end" in it.text() and len(it.screen.rows) == 2
        gateway.pages[REGION, Kind.RULES] = [Page(gateway.pages[REGION, Kind.RULES][0].items[:-1])]
        await it.clock.advance(6)
        await it.rest()
        assert len(it.screen.rows) == 1 and "past its end" not in it.text()


async def test_i_shows_who_uses_it_and_enter_goes_to_the_instance_and_back() -> None:
    async with desk(world()) as it:
        await opened(it, "G", "i")
        await it.rest()
        assert [cell(it, "user", n) for n in range(2)] == ["amazon-elb", "web-1"]
        await it.press("j", "enter")
        assert it.screen.context().page == "instances" and it.names() == ["web-1"]
        await it.press("q")
        assert it.screen.context().page == "network_interfaces"
        await it.press("q", "q", "q")
        assert it.app.return_code == 0


async def test_a_rule_that_came_shows_in_the_open_table() -> None:
    gateway = world()
    async with desk(gateway) as it:
        await opened(it, "G", "enter")
        assert len(it.screen.rows) == 3
        more = (*gateway.pages[REGION, Kind.RULES][0].items, rule(9, WEB, cidr="10.0.0.0/8"))
        gateway.pages[REGION, Kind.RULES] = [Page(more)]
        await it.press("ctrl+r")
        await it.rest()
        assert len(it.screen.rows) == 4


async def test_what_cannot_be_read_is_no_empty_list() -> None:
    gateway = world()
    gateway.pages[REGION, Kind.RULES] = [problem(Outcome.DENIED, "ec2:DescribeSecurityGroupRules")]
    gateway.pages[REGION, Kind.INTERFACES] = [problem(Outcome.DENIED, "ec2:DescribeNetworkInterfaces")]
    async with desk(gateway, size=(200, 40)) as it:
        await opened(it)
        assert [cell(it, name) for name in ("in", "out", "used", "referenced")] == ["denied"] * 4
        assert "no rule" not in it.text() and "denied by AWS" in it.text()
        await it.press("slash", *"unused")
        assert not names(it) and "cannot be answered" in it.text()
        await it.press("escape", "enter")
        await it.rest()
        assert "There are no rules" not in it.text() and "denied" in it.text()


async def test_the_palette_jumps_to_groups() -> None:
    async with desk(world()) as it:
        await it.press("colon", *"sg app")
        for _ in range(20):
            await it.rest()
            if "Security groups matching app" in it.text():
                break
            await asyncio.sleep(0.05)
        await it.press("enter")
        for _ in range(5):
            await it.rest()
        assert it.screen.context().page == "security_groups"
        assert names(it) == ["app"] and it.screen.filter_bar.text == "app"


async def test_the_document_and_the_command_are_of_the_group() -> None:
    async with desk(world()) as it:
        await opened(it, "G", "Y")
        assert it.clipboard.text == f"aws ec2 describe-security-groups --region eu-west-1 --group-ids {WEB}"


async def test_what_is_read_now_and_then_is_stale_later_than_instances() -> None:
    async with desk(world()) as it:
        await opened(it)
        it.clock._now += 420
        it.screen.header.update()
        assert "eu-west-1 live 7 min" in it.text()
        it.clock._now += 300
        it.screen.header.update()
        assert "eu-west-1 stale 12 min" in it.text()


async def judged(it: Desk) -> None:
    await it.screen.judge.judged()
    await it.rest()


async def test_findings_of_groups_and_rules_stand_in_their_columns_and_are_asked_for(monkeypatch) -> None:
    monkeypatch.setattr("ec2tui.services.judging.SETTLE", 0.0)
    async with desk(world(), size=(220, 40)) as it:
        await opened(it)
        await judged(it)
        assert cell(it, "findings", names(it).index("web")).startswith("medium SG-09")
        assert cell(it, "findings", names(it).index("app")).startswith("high SG-18")
        await it.press("slash", *"finding:sg-09", "enter")
        assert names(it) == ["web"]
        await it.press("escape", *"gjj", "enter")
        await judged(it)
        rows = {it.screen.rows.key_at(n).id[-1]: cell(it, "findings", n) for n in range(3)}
        assert rows["3"].startswith("medium SG-09") and rows["2"] == "none"
        assert "SG-13" in rows["1"]
        await it.press("G")
        assert "Every protocol may go to" in it.text()


async def test_a_prefix_list_is_told_with_owner_version_and_entries() -> None:
    gateway = world()
    entries = (PrefixListEntry("198.51.100.0/24", "head\x1b office"),)
    lists = (PrefixList(key("pl-1"), "offices", 4, "999999999999", 7, 20, entries=entries),)
    gateway.pages[REGION, Kind.PREFIX_LISTS] = [Page(lists)]
    async with desk(gateway, size=(220, 50)) as it:
        await opened(it)
        await it.press(*"gj", "enter", "g")
        text = it.text()
        assert "999999999999 may change without you" in text and "version 7, counts as 20 rules" in text
        assert "198.51.100.0/24" in text and "head␛ office" in text


async def test_entries_that_are_not_known_are_said_to_be() -> None:
    async with desk(world(), size=(220, 50)) as it:
        await opened(it)
        await it.press(*"gj", "enter", "g")
        assert "Entries            not read yet" in it.text()
