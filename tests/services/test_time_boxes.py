"""A time box holds or the rule goes: revoked at once when the schedule fails, and the record tells it."""

import pytest

from ec2tui.core.changes.schedules import Target
from ec2tui.core.changes.security_group_plans import allow
from ec2tui.core.changes.time_box import Boxing, ended, retimed
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import RecordKind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.applied import Applied, StepState
from ec2tui.services.apply import apply
from ec2tui.services.boxing import OFF, boxing_of
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from tests.services.audit_fakes import Judge, MemoryAuditLog, failure
from tests.services.fakes import REGION, key
from tests.services.group_fakes import Groups, groups_context, spec

HELD = Boxing("ann", "ticket 7", Target("arn:aws:iam::123456789012:role/ec2tui-scheduler"))
LINE = "tcp/22 from 203.0.113.7/32 until 2027-01-31T18:00Z"


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


async def opening(aws: Groups, context: ChangeContext) -> Applied:
    steps = allow(key("sg-web"), spec(LINE), context.store.inventory, HELD)
    came = await apply(context, await review(context, steps))  # type: ignore[arg-type]
    assert isinstance(came, Applied), came
    return came


async def test_the_schedule_takes_the_id_of_the_rule_from_the_reply() -> None:
    aws = Groups(web={})
    came = await opening(aws, groups_context(aws))
    assert came.complete and not came.taken_back
    create = next(call for call in aws.sent if call.operation == "CreateSchedule")
    assert create.params["Name"] == "ec2tui-sgr-n1"
    assert create.params["Target"]["Input"] == '{"GroupId":"sg-web","SecurityGroupRuleIds":["sgr-n1"]}'
    assert create.params["ScheduleExpression"] == "at(2027-01-31T18:00:00)"
    assert create.params["ClientToken"].startswith(came.plan.id)
    tags = dict(aws.rules["sgr-n1"].tags)
    assert tags["ec2tui:expires-at"] == "2027-01-31T18:00:00Z"
    assert (tags["ec2tui:by"], tags["ec2tui:reason"]) == ("ann", "ticket 7")


@pytest.mark.parametrize("outcome", [Outcome.DENIED, Outcome.INVALID, Outcome.UNKNOWN])
async def test_a_rule_without_its_schedule_is_revoked_at_once(outcome: Outcome) -> None:
    aws = Groups(web={})
    aws.script["CreateSchedule"] = [failure(outcome), failure(outcome)]
    context = groups_context(aws)
    came = await opening(aws, context)
    assert aws.rules == {}
    assert [back.state for back in came.taken_back] == [StepState.DONE]
    assert not came.complete
    assert isinstance(context.log, MemoryAuditLog)
    last = context.log.of(RecordKind.INTENT)[-1]
    assert (last.undoes, last.change["action"]) == (came.plan.id, "rule.revoke")  # type: ignore[index]
    assert not context.store.inventory.table(Kind.RULES)


async def test_nothing_is_opened_where_the_schedule_could_not_revoke() -> None:
    aws = Groups(web={})
    aws.script["CreateTags"] = [failure(Outcome.DENIED)]
    came = await opening(aws, groups_context(aws))
    assert [result.state for result in came.results] == [
        StepState.FAILED,
        StepState.NOT_SENT,
        StepState.NOT_SENT,
    ]
    assert aws.rules == {} and not came.taken_back


async def test_an_end_is_moved_and_a_rule_ended_early() -> None:
    aws = Groups(web={})
    context = groups_context(aws)
    await opening(aws, context)
    rule = context.store.inventory.rule(key("sgr-n1"))
    assert isinstance(rule, SecurityGroupRule)
    # This account keeps no schedules: it is as if Scheduler had lost it, so another one is made.
    later = retimed(rule, rule_end(rule) + 3600, context.store.inventory, HELD)
    assert isinstance(await apply(context, await review(context, later)), Applied)
    assert format_rule(aws.rules["sgr-n1"]).endswith("until 2027-01-31T19:00Z")
    early = ended(rule, context.store.inventory)
    assert isinstance(await apply(context, await review(context, early)), Applied)
    assert aws.rules == {}


def rule_end(rule: SecurityGroupRule) -> int:
    from ec2tui.core.changes.time_box import end_of

    end = end_of(rule)
    assert end is not None
    return end


async def test_a_denied_schedule_is_remembered_and_the_weaker_way_offered() -> None:
    aws = Groups(web={})
    context = groups_context(aws)
    for outcome, weaker in ((Outcome.INVALID, False), (Outcome.DENIED, True)):
        aws.script["CreateSchedule"] = [failure(outcome)]
        await opening(aws, context)
        held = await boxing_of(context, REGION)
        assert ("CreateSchedule was denied to you" in held.weaker) is weaker
        assert (held.boxing.target is None) is weaker
    steps = allow(key("sg-web"), spec(LINE), context.store.inventory, held.boxing)
    assert isinstance(await apply(context, await review(context, steps)), Applied)
    assert [dict(rule.tags)["ec2tui:held"] for rule in aws.rules.values()] == ["sweep"], "not revoked at once"
    context.clock.time += 86_401  # type: ignore[attr-defined]
    assert (await boxing_of(context, REGION)).weaker == "", "rights change: it is tried again"


async def test_how_ends_are_held_is_found_by_looking_for_the_role() -> None:
    context = groups_context(Groups(web={}))
    held = await boxing_of(context, REGION, "why")
    assert held.boxing.target == Target("arn:aws:iam::123456789012:role/ec2tui-scheduler")
    assert (held.weaker, held.boxing.reason) == ("", "why")
    named = await boxing_of(context, REGION, role="arn:aws:iam::123456789012:role/x/ours", dead_letter="q")
    assert named.boxing.target == Target("arn:aws:iam::123456789012:role/x/ours", "q")
    off = await boxing_of(context, REGION, role=OFF)
    assert off.boxing.target is None and "configuration" in off.weaker


@pytest.mark.parametrize(
    ("outcome", "held"), [(Outcome.NOT_FOUND, False), (Outcome.DENIED, True), (Outcome.UNREACHABLE, False)]
)
async def test_a_role_that_is_not_there_makes_it_weaker(outcome: Outcome, held: bool) -> None:
    class NoRole(Groups):
        async def fetch(self, call):  # type: ignore[no-untyped-def]
            return failure(outcome)

    found = await boxing_of(groups_context(NoRole(web={})), REGION)
    assert (found.boxing.target is not None) is held
    assert bool(found.weaker) is not held
