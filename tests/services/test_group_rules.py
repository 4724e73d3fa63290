"""Rules on their way: read by group, sent one by one, found again when an answer got lost, taken back."""

import pytest

from ec2tui.core.changes.plan import PLAN_TAG, Step
from ec2tui.core.changes.security_group_edits import DescribeRule, ModifyRule
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.api_call import Reply
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.applied import Applied
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.review import review
from ec2tui.services.undo import Undoing, undo
from tests.services.audit_fakes import Judge, failure
from tests.services.fakes import SOURCE, key, problem
from tests.services.group_fakes import Groups, groups_context, spec


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


def account() -> Groups:
    return Groups(
        web={"sgr-1": 'tcp/22 from 203.0.113.7/32 "office"', "sgr-2": "tcp/443 from 0.0.0.0/0"},
        db={"sgr-3": "tcp/5432 from sg-web"},
    )


def lines(context: ChangeContext, group: str) -> list[str]:
    table = context.store.inventory.table(Kind.RULES).values()
    return sorted(format_rule(rule) for rule in table if rule.group_id == group)


async def done(context: ChangeContext, *changes: object) -> Applied:
    reviewed = await review(context, changes)  # type: ignore[arg-type]
    came = await apply(context, reviewed)
    assert isinstance(came, Applied), came
    return came


async def test_a_group_is_read_whole_and_what_is_gone_goes() -> None:
    aws = account()
    context = groups_context(aws)
    for_group = [key("sg-web"), key("sgr-3"), key("sgr-9")]
    assert await read_group_rules(aws, context.store, SOURCE, for_group) is None
    assert [(read.groups, read.ids) for read in aws.asked] == [(("sg-web",), ()), ((), ("sgr-3", "sgr-9"))]
    assert set(context.store.inventory.table(Kind.RULES)) == {key("sgr-1"), key("sgr-2"), key("sgr-3")}
    assert context.store.inventory.rule(key("sgr-9")) is Missing.GONE
    del aws.rules["sgr-1"]
    assert await read_group_rules(aws, context.store, SOURCE, [key("sg-web")]) is None
    assert context.store.inventory.rule(key("sgr-1")) is Missing.GONE
    assert key("sgr-3") in context.store.inventory.table(Kind.RULES)


async def test_a_read_that_fails_forgets_nothing() -> None:
    aws = account()
    context = groups_context(aws)
    await read_group_rules(aws, context.store, SOURCE, [key("sg-web")])
    aws.failing[Kind.RULES] = problem(Outcome.DENIED)
    found = await read_group_rules(aws, context.store, SOURCE, [key("sg-web")])
    assert found is not None
    assert key("sgr-1") in context.store.inventory.table(Kind.RULES)


async def test_a_new_rule_shows_and_is_taken_back_by_its_id() -> None:
    aws = account()
    context = groups_context(aws)
    came = await done(context, AuthorizeRule(key("sg-web"), spec('udp/53 from ::/0 "dns"')))
    assert came.complete
    assert 'udp/53 from ::/0 "dns"' in lines(context, "sg-web")
    assert came.results[0].inverse == RevokeRule(key("sgr-n1"), "sg-web", False)
    back = await undo(context)
    assert isinstance(back, Undoing)
    assert isinstance(await apply(context, back.review), Applied)
    assert lines(context, "sg-web") == ['tcp/22 from 203.0.113.7/32 "office"', "tcp/443 from 0.0.0.0/0"]


async def test_a_rule_that_is_there_is_not_sent_again() -> None:
    context = groups_context(account())
    again = AuthorizeRule(key("sg-web"), spec("tcp/22 from 203.0.113.7/32"))
    assert (await review(context, [again, RevokeRule(key("sgr-9"), "sg-web", False)])).empty


async def test_a_revoked_rule_comes_back_with_description_and_tags() -> None:
    aws = account()
    aws._set("sgr-1", tags=(("team", "ops"), (PLAN_TAG, "old/0"), ("aws:x", "y")))
    context = groups_context(aws)
    await done(context, RevokeRule(key("sgr-1"), "sg-web", False))
    assert lines(context, "sg-web") == ["tcp/443 from 0.0.0.0/0"]
    back = await undo(context)
    assert isinstance(back, Undoing)
    came = await apply(context, back.review)
    assert isinstance(came, Applied)
    made = aws.rules["sgr-n1"]
    assert format_rule(made) == 'tcp/22 from 203.0.113.7/32 "office"'
    assert made.tags == (("team", "ops"), (PLAN_TAG, f"{came.plan.id}/0"))


async def test_changes_in_place_keep_the_id() -> None:
    aws = account()
    context = groups_context(aws)
    await done(
        context,
        ModifyRule(key("sgr-1"), "sg-web", spec('tcp/22 from 203.0.113.0/24 "office"')),
        DescribeRule(key("sgr-2"), "sg-web", False, "all"),
    )
    assert format_rule(aws.rules["sgr-1"]) == 'tcp/22 from 203.0.113.0/24 "office"'
    assert format_rule(aws.rules["sgr-2"]) == 'tcp/443 from 0.0.0.0/0 "all"'
    back = await undo(context)
    assert isinstance(back, Undoing)
    assert isinstance(await apply(context, back.review), Applied)
    assert [format_rule(aws.rules[f"sgr-{n}"]) for n in (1, 2)] == [
        'tcp/22 from 203.0.113.7/32 "office"',
        "tcp/443 from 0.0.0.0/0",
    ]


async def test_a_lost_answer_is_settled_by_the_tag_of_the_rule() -> None:
    aws = account()
    context = groups_context(aws)

    def lose(call: object) -> object:
        aws.act(call)  # type: ignore[arg-type]
        made = aws.rules["sgr-n1"]
        mark = dict(made.tags)[PLAN_TAG]
        aws.tags = [
            {"Key": PLAN_TAG, "Value": mark, "ResourceId": "sgr-n1", "ResourceType": "security-group-rule"}
        ]
        return failure(Outcome.UNKNOWN)

    aws.script["AuthorizeSecurityGroupIngress"] = [lose]  # type: ignore[list-item]
    came = await done(context, Step(AuthorizeRule(key("sg-web"), spec("udp/53 from ::/0"))))
    assert came.complete
    assert came.results[0].inverse == RevokeRule(key("sgr-n1"), "sg-web", False)


async def test_what_aws_made_of_it_is_told_as_it_is() -> None:
    aws = account()
    context = groups_context(aws)

    def otherwise(call: object) -> object:
        reply = aws.act(call)  # type: ignore[arg-type]
        aws._set("sgr-n1", from_port=52, to_port=52)
        del aws.rules["sgr-2"]
        return reply

    aws.script["AuthorizeSecurityGroupIngress"] = [otherwise]  # type: ignore[list-item]
    came = await done(context, AuthorizeRule(key("sg-web"), spec("udp/53 from ::/0")))
    assert came.surprises == (
        "sg-web lacks what was to be there: tcp/443 from 0.0.0.0/0",
        "sg-web lacks what was to be there: udp/53 from ::/0",
        "sg-web has what was not to be there: udp/52 from ::/0",
    )
    late = account()
    context = groups_context(late)
    hidden = {**late.rules}

    def lag(call: object) -> object:
        reply = late.act(call)  # type: ignore[arg-type]
        shown, late.rules = late.rules, hidden
        context.clock.slept = Lagging(late, shown)  # type: ignore[attr-defined]
        return reply

    late.script["AuthorizeSecurityGroupIngress"] = [lag]  # type: ignore[list-item]
    came = await done(context, AuthorizeRule(key("sg-web"), spec("udp/53 from ::/0")))
    assert came.surprises == ()


class Lagging(list[float]):
    """Shows what was written once somebody has waited for it."""

    def __init__(self, aws: Groups, shown: dict[str, object]) -> None:
        super().__init__()
        self.aws, self.shown = aws, shown

    def append(self, seconds: float) -> None:
        self.aws.rules = self.shown  # type: ignore[assignment]


async def test_a_revocation_that_matched_nothing_is_not_done_though_aws_calls_it_no_error() -> None:
    """So a default VPC answers."""
    aws = account()
    context = groups_context(aws)
    unknown = {"Return": True, "UnknownIpPermissions": [{"IpProtocol": "tcp"}]}
    aws.script["RevokeSecurityGroupIngress"] = [Reply(Outcome.OK, unknown)]
    came = await done(context, RevokeRule(key("sgr-1"), "sg-web", False))
    assert not came.complete and "no such rule to revoke" in came.results[0].message
    assert key("sgr-1") in context.store.inventory.table(Kind.RULES)
