"""Taking back one change of rules after the other: a rule that came back is known by its new id."""

import pytest

from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.schedules import ScheduleRevoke, Target
from ec2tui.core.changes.security_group_edits import DescribeRule
from ec2tui.core.changes.security_group_plans import allow
from ec2tui.core.changes.security_group_rules import RULE_ID, AuthorizeRule, RevokeRule, revoke
from ec2tui.core.changes.time_box import Boxing, ended
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import Schedule, schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.applied import Applied
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.refresh import read_some
from ec2tui.services.review import review
from ec2tui.services.undo import NoUndo, Undoing, undo
from tests.services.audit_fakes import Judge
from tests.services.fakes import REGION, SOURCE, key
from tests.services.group_fakes import Groups, groups_context, spec

ROLE = "arn:aws:iam::123456789012:role/ec2tui-scheduler"
HELD = Boxing("ann", "", Target(ROLE))


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


async def run(context: ChangeContext, *changes: object) -> None:
    came = await apply(context, await review(context, changes))  # type: ignore[arg-type]
    assert isinstance(came, Applied) and came.complete, came


async def taken_back(context: ChangeContext) -> list[Change]:
    found = await undo(context)
    assert isinstance(found, Undoing), found
    came = await apply(context, found.review)
    assert isinstance(came, Applied) and came.complete, came
    return list(found.review.plan.changes)


def there(aws: Groups) -> list[str]:
    return sorted(map(format_rule, aws.rules.values()))


async def test_one_change_after_the_other_is_taken_back_though_rules_have_new_ids_by_then() -> None:
    aws = Groups(web={"sgr-1": "https from 10.0.0.0/8"})
    context = groups_context(aws)
    before = there(aws)
    await run(context, AuthorizeRule(key("sg-web"), spec('tcp/22 from 10.0.0.0/8 "one"')))
    await run(context, DescribeRule(key("sgr-n1"), "sg-web", False, "two"))
    await run(context, RevokeRule(key("sgr-n1"), "sg-web", False))
    await run(context, RevokeRule(key("sgr-1"), "sg-web", False))
    assert there(aws) == []
    first = await taken_back(context)
    assert isinstance(first[0], AuthorizeRule) and there(aws) == before
    await taken_back(context)
    assert set(aws.rules) == {"sgr-n2", "sgr-n3"}
    assert await taken_back(context) == [DescribeRule(key("sgr-n3"), "sg-web", False, "one")]
    assert await taken_back(context) == [RevokeRule(key("sgr-n3"), "sg-web", False)]
    assert there(aws) == before
    assert isinstance(await undo(context), NoUndo)


async def test_a_rule_that_comes_back_twice_is_known_by_its_last_id() -> None:
    aws = Groups(web={})
    context = groups_context(aws)
    await run(context, AuthorizeRule(key("sg-web"), spec("tcp/22 from 10.0.0.0/8")))
    for _ in range(2):
        (rule,) = aws.rules.values()
        await run(context, revoke(rule))
        await taken_back(context)
    assert set(aws.rules) == {"sgr-n3"}
    assert await taken_back(context) == [RevokeRule(key("sgr-n3"), "sg-web", False)]


async def test_a_time_box_that_comes_back_is_held_by_a_schedule_of_its_new_id() -> None:
    aws = Groups(web={})
    context = groups_context(aws)
    wanted = spec("tcp/22 from 10.0.0.0/8 until 2027-01-31T18:00Z")
    await run(context, *allow(key("sg-web"), wanted, context.store.inventory, HELD))  # type: ignore[misc]
    name = schedule_name("sgr-n1")
    assert wanted.until is not None
    told = Schedule(key(name), wanted.until, "ENABLED", "sg-web", "sgr-n1", ROLE)
    aws.items[REGION, Kind.SCHEDULES] = {name: told}
    await read_some(aws, context.store, SOURCE, Kind.SCHEDULES, [key(name)])
    rule = context.store.inventory.rule(key("sgr-n1"))
    assert isinstance(rule, SecurityGroupRule)
    early = ended(rule, context.store.inventory)
    assert len(early) == 2
    await run(context, *early)
    aws.items[REGION, Kind.SCHEDULES] = {}
    authorize, schedule = await taken_back(context)
    assert isinstance(authorize, AuthorizeRule) and isinstance(schedule, ScheduleRevoke)
    assert schedule.rule == Ref(0, RULE_ID)
    created = [call for call in aws.sent if call.operation == "CreateSchedule"][-1]
    assert created.params["Name"] == schedule_name("sgr-n2")
    assert '"SecurityGroupRuleIds":["sgr-n2"]' in created.params["Target"]["Input"]
