"""A plan's result on the endpoint is its effect, also as boto3 tells it; what is applied is a fixed point."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import msgspec
import pytest

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.core.changes.plan import PLAN_TAG, Step
from ec2tui.core.changes.schedules import Target
from ec2tui.core.changes.security_group_plans import Wanted, allow, copy_rules, difference
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.changes.time_box import Boxing
from ec2tui.core.grammar.group_text import format_group, parse_group
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.grammar.resolve import Unresolved, resolve
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import SCHEDULE_GROUP, schedule_name
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.rules.policy import Policy
from ec2tui.services.applied import Applied
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext, change_context
from ec2tui.services.groups import find_groups, read_group, read_kinds
from ec2tui.services.rehearse import RehearsalPolicy
from ec2tui.services.review import review
from ec2tui.services.session import Scope, Session
from ec2tui.services.undo import Undoing, undo
from tests.core.changes.worlds import spec
from tests.services.audit_fakes import MemoryAuditLog, QuickClock

from .conftest import START, Account, error_code

POOL = (
    'tcp/22 from 10.1.2.3/16 "office"',
    "tcp/22 from 10.1.0.0/17",
    "tcp/8000-8100 from 2a05:D018::1/48",
    'https from 10.0.0.0/8 "inside; and (more) = $1"',
    "udp/53 from prefix-list office",
    "all from self",
    "icmp/echo from 10.0.0.0/8",
    "icmp/3/4 from 10.0.0.0/8",
    "icmpv6 from 2a05:d018::/48",
    "50 from 10.9.0.0/16",
    "tcp from group staging-web",
    "tcp/5432 from group staging-web",
    'all to 0.0.0.0/0 "anything out"',
    "https to 10.0.0.0/8",
    "tcp/443 to prefix-list office",
)
"""Rules in every form that a line has; those that differ little are changed in place."""


class Desk:
    """The program's own way to the endpoint: reads, plans, sends, without a screen."""

    def __init__(self, session: Session, context: ChangeContext, group: SecurityGroup) -> None:
        self.session, self.context, self.group = session, context, group

    @property
    def inventory(self) -> Inventory:
        return self.session.store.inventory

    async def export(self) -> str:
        assert await read_group(self.session, self.group.key) == ()
        return format_group(self.group, rules_in(self.inventory, self.group.key))

    def steps(self, text: str) -> tuple[Step, ...]:
        rules = {rule.key.id: rule for rule in rules_in(self.inventory, self.group.key)}
        read = parse_group(text, rules)
        assert read.wrong == ()
        wanted = []
        for line in read.lines:
            found = resolve(line.spec, self.group, self.inventory, "")
            assert not isinstance(found, Unresolved), found
            wanted.append(Wanted(line.rule_id, found))
        return difference(self.group.key, wanted, self.inventory, Boxing())

    async def send(self, steps: Sequence[Step]) -> Counter[str]:
        """Applies; the lines that the group has after it by the plan's own word."""
        reviewed = await review(self.context, steps)
        came = await apply(self.context, reviewed, reviewed.confirm)
        assert isinstance(came, Applied) and came.complete and came.surprises == (), came
        return Counter(map(format_rule, rules_in(reviewed.after, self.group.key)))

    def told(self) -> Counter[str]:
        return Counter(map(format_rule, rules_in(self.inventory, self.group.key)))


def at_the_desk(
    account: Account, group: str, monkeypatch: pytest.MonkeyPatch, work: Callable[[Desk], Awaitable[None]]
) -> None:
    for name, value in account.demo.environment.items():
        monkeypatch.setenv(name, value)

    async def never(_: str) -> str | None:
        raise AssertionError("nothing is asked")

    async def run() -> None:
        session = Session(AwsConnector(), QuickClock(), Scope(regions=("eu-west-1",)))
        assert await session.connect(never) is None
        await session.identify()
        kinds = (Kind.SECURITY_GROUPS, Kind.PREFIX_LISTS)
        assert await read_kinds(session, session.sources(), kinds) == ()
        context = change_context(session, MemoryAuditLog(), Policy(), RehearsalPolicy("x", True))
        assert isinstance(context, ChangeContext)
        (found,) = (await find_groups(session, group)).matches
        try:
            await work(Desk(session, context, found))
        finally:
            await session.aclose()

    asyncio.run(run())


def by_boto3(account: Account, group: str) -> Counter[tuple[Any, ...]]:
    """The rules of a group as another client reads them; the tag of a plan is not part of a rule."""
    chosen = [{"Name": "group-id", "Values": [group]}]
    found = account.ec2.describe_security_group_rules(Filters=chosen)["SecurityGroupRules"]
    return Counter(
        (
            rule["IsEgress"],
            rule["IpProtocol"],
            rule["FromPort"],
            rule["ToPort"],
            rule.get("CidrIpv4"),
            rule.get("CidrIpv6"),
            rule.get("PrefixListId"),
            rule.get("ReferencedGroupInfo", {}).get("GroupId"),
            rule.get("Description") or None,
            tuple(
                sorted((tag["Key"], tag["Value"]) for tag in rule.get("Tags", ()) if tag["Key"] != PLAN_TAG)
            ),
        )
        for rule in found
    )


def by_us(desk: Desk) -> Counter[tuple[Any, ...]]:
    return Counter(
        (
            rule.egress,
            rule.protocol,
            rule.from_port,
            rule.to_port,
            rule.cidr,
            rule.cidr6,
            rule.prefix_list_id,
            rule.peer_group_id,
            rule.description or None,
            tuple(sorted(tag for tag in rule.tags if tag[0] != PLAN_TAG)),
        )
        for rule in rules_in(desk.inventory, desk.group.key)
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_plan_says_is_what_every_client_then_reads_and_is_a_fixed_point(
    account: Account, group: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    pick = Random(seed)

    async def work(desk: Desk) -> None:
        start = await desk.export()
        assert desk.steps(start) == ()
        header = start.split("\n\n")[0]
        before = []
        for _ in range(3):
            before.append(by_boto3(account, group))
            exported = await desk.export()
            kept = [line for line in exported.split("\n") if "# sgr-" in line and pick.random() < 0.5]
            renamed = [_renamed(line, pick) for line in kept]
            identities = {line.split(" #")[0].strip() for line in renamed}
            fresh = [line for line in pick.sample(POOL, 6) if line not in identities]
            text = "\n".join((header, "", *renamed, *fresh, ""))
            expected = await desk.send(desk.steps(text))
            assert desk.told() == expected
            assert by_us(desk) == by_boto3(account, group)
            again = await desk.export()
            assert desk.steps(again) == ()
            assert format_group(desk.group, rules_in(desk.inventory, desk.group.key)) == again
        for then in reversed(before):
            await taken_back(desk)
            assert by_boto3(account, group) == then

    at_the_desk(account, group, monkeypatch, work)


async def taken_back(desk: Desk) -> None:
    found = await undo(desk.context)
    assert isinstance(found, Undoing), found
    came = await apply(desk.context, found.review, found.review.confirm)
    assert isinstance(came, Applied) and came.complete, came


def _renamed(line: str, pick: Random) -> str:
    """A line as it was, or with another description: in place, whatever else it says."""
    if pick.random() < 0.5 or '"' in line:
        return line
    body, _, rule_id = line.partition("# ")
    return f'{body.rstrip()} "described {pick.randrange(9)}"  # {rule_id}'


def test_what_is_copied_is_there_and_then_there_is_nothing_to_copy(
    account: Account, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(desk: Desk) -> None:
        (source,) = (await find_groups(desk.session, account.id("staging-web", "sg"))).matches
        for one in (source, desk.group):
            assert await read_group(desk.session, one.key) == ()
        steps = copy_rules(source, desk.group, desk.inventory, Boxing())
        assert isinstance(steps, tuple) and len(steps) == 2
        expected = await desk.send(steps)
        assert desk.told() == expected and by_us(desk) == by_boto3(account, group)
        assert copy_rules(source, desk.group, desk.inventory, Boxing()) == ()

    at_the_desk(account, group, monkeypatch, work)


def test_a_time_box_is_held_by_the_schedule_that_the_plan_says(
    account: Account, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(desk: Desk) -> None:
        end = int(START.timestamp()) + 400_000_000
        who = account.client("sts").get_caller_identity()["Account"]
        held = Boxing("ann", "ticket 7", Target(f"arn:aws:iam::{who}:role/ec2tui-scheduler"))
        assert await read_group(desk.session, desk.group.key) == ()
        wanted = msgspec.structs.replace(spec("tcp/22 from 10.1.2.0/24"), until=end)
        steps = allow(desk.group.key, wanted, desk.inventory, held)
        assert isinstance(steps, tuple)
        await desk.send(steps)
        (rule,) = [rule for rule in rules_in(desk.inventory, desk.group.key) if not rule.egress]
        name = schedule_name(rule.key.id)
        told = account.client("scheduler").get_schedule(GroupName=SCHEDULE_GROUP, Name=name)
        assert told["ScheduleExpression"] == f"at({datetime.fromtimestamp(end, UTC):%Y-%m-%dT%H:%M:%S})"
        assert json.loads(told["Target"]["Input"]) == {
            "GroupId": group,
            "SecurityGroupRuleIds": [rule.key.id],
        }
        ours = desk.inventory.table(Kind.SCHEDULES)[rule.key._replace(id=name)]
        assert (ours.at, ours.rule_id, ours.state) == (end, rule.key.id, told["State"])
        assert by_us(desk) == by_boto3(account, group)
        await taken_back(desk)
        code = error_code(account.client("scheduler").get_schedule, GroupName=SCHEDULE_GROUP, Name=name)
        assert code == "ResourceNotFoundException"
        assert [rule for rule in rules_in(desk.inventory, desk.group.key) if not rule.egress] == []

    at_the_desk(account, group, monkeypatch, work)
