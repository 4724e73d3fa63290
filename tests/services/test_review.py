"""A review shows what a plan does, what is said about it, what must be typed and what undo would do."""

import pytest

from ec2tui.cli.consent import Consent, objection
from ec2tui.core.changes.addresses import give_address
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import RebootInstance, StartInstance, StopInstance, TerminateInstance
from ec2tui.core.changes.rehearsal import Verdict
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.plan import plan_lines
from ec2tui.services.applied import Refused
from ec2tui.services.apply import apply
from ec2tui.services.review import review
from ec2tui.services.store import Store
from ec2tui.tui.review_words import keys_line
from tests.services.audit_fakes import Judge, account, context_of
from tests.services.fakes import REGION, key, problem


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


async def test_it_holds_everything_that_is_shown(judge: Judge) -> None:
    judge.said = (Judgement("loss", Level.WARN, "Something is lost."),)
    context = context_of(account("i-1"))
    found = await review(context, [StopInstance(key("i-1"))], reason="why")
    assert [(d.key.id, [(f.field, f.before, f.after) for f in d.fields]) for d in found.differences] == [
        ("i-1", [("state", "running", "stopped")])
    ]
    assert found.level is Level.WARN and found.judgements == judge.said
    assert found.permissions == ("ec2:StopInstances",)
    assert [call.params for call in found.calls] == [{"InstanceIds": ["i-1"]}]
    assert [answer.verdict for answer in found.rehearsals] == [Verdict.ALLOWED]
    assert found.undo[0].inverse == StartInstance(key("i-1"))
    assert found.confirm == "name-of-i-1"
    assert (found.plan.reason, found.version, found.before) == (
        "why", context.store.version, context.store.inventory,
    )  # fmt: skip


async def test_undo_says_beforehand_why_not() -> None:
    found = await review(context_of(account("i-1")), [TerminateInstance(key("i-1"))])
    assert found.undo[0].inverse is None and "cannot be brought back" in found.undo[0].irreversible


async def test_what_is_so_already_is_an_empty_plan() -> None:
    found = await review(context_of(account("i-1", state="stopped")), [StopInstance(key("i-1"))])
    assert found.empty and found.level is Level.OK


async def test_the_subject_is_read_first_so_that_the_review_is_not_of_yesterday() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    aws.set("i-1", state="stopped")
    found = await review(context, [StopInstance(key("i-1"))])
    assert found.empty
    assert {(read.kind, read.ids) for read in aws.asked} == {
        (Kind.INSTANCES, ("i-1",)), (Kind.PROTECTION, ("i-1",)),
        (Kind.INSTANCE_TYPES, ("t3.micro",)), (Kind.ADDRESSES, ()),
        (Kind.SCALING, ("i-1",)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "operation"),
    [
        (Outcome.UNREACHABLE, "ec2:DescribeAddresses"),
        (Outcome.WRONG_KEYS, "ec2:DescribeAddresses"),
        (Outcome.THROTTLED, "ec2:DescribeInstances"),
        (Outcome.DENIED, "ec2:DescribeInstances"),
    ],
)
async def test_what_could_not_be_read_is_not_applied(judge: Judge, outcome: Outcome, operation: str) -> None:
    judge.said = (Judgement("loss", Level.WARN, "Something is lost."),)
    aws = account("i-1")
    context = context_of(aws)
    kind = Kind.INSTANCES if operation.endswith("Instances") else Kind.ADDRESSES
    aws.failing[kind] = problem(outcome, operation)
    found = await review(context, [StopInstance(key("i-1"))])
    blind, warning = found.judgements
    assert (blind.rule, blind.level, blind.unknown) == ("facts_not_read", Level.BLOCK, True)
    assert operation in blind.reason and warning.level is Level.WARN
    assert found.level is Level.BLOCK and found.shown().verdict is Level.BLOCK
    said = "".join(cell.text for cell in keys_line(found))
    assert "nothing can be applied" in said and "enter" not in said
    assert objection(found, Consent(yes=True)) is not None
    aws.failing.clear()
    refused = await apply(context, found)
    assert isinstance(refused, Refused) and refused.problem is found.unread and aws.sent == []


async def test_a_fact_beside_that_is_denied_blocks_nothing(judge: Judge) -> None:
    aws = account("i-1")
    aws.failing[Kind.ADDRESSES] = problem(Outcome.DENIED, "ec2:DescribeAddresses")
    found = await review(context_of(aws), [StopInstance(key("i-1"))])
    assert found.problems and found.unread is None and found.level is Level.OK


async def test_what_does_not_change_is_read_once() -> None:
    aws = account("i-1")
    aws.items[REGION, Kind.INSTANCE_TYPES] = {"t3.micro": InstanceType(key("t3.micro"), 2, 1024)}
    context = context_of(aws)
    for _ in range(2):
        await review(context, [StopInstance(key("i-1"))])
    kinds = [read.kind for read in aws.asked]
    assert (kinds.count(Kind.INSTANCES), kinds.count(Kind.INSTANCE_TYPES), kinds.count(Kind.ADDRESSES)) == (
        2,
        1,
        1,
    )


async def test_what_aws_has_not_named_yet_is_not_read() -> None:
    aws = account("i-1")
    found = await review(context_of(aws), give_address(key("i-1")))
    assert [change.action for change in found.plan.changes] == ["address.allocate", "address.associate"]
    assert not [id_ for read in aws.asked for id_ in read.ids if id_.startswith("(")]
    assert found.shown("prod").profile == "prod" and plan_lines(found.shown())


async def test_a_read_that_fails_is_part_of_the_review() -> None:
    aws = account("i-1")
    aws.failing[Kind.PROTECTION] = problem(Outcome.DENIED)
    found = await review(context_of(aws), [StopInstance(key("i-1"))])
    assert found.problems == (problem(Outcome.DENIED),)


async def test_a_rehearsal_that_acted_blocks_and_is_recorded() -> None:
    aws = account("i-1")
    aws.dry = aws.act
    context = context_of(aws)
    found = await review(context, [RebootInstance(key("i-1"))])
    assert found.level is Level.BLOCK
    (note,) = context.log.kept  # type: ignore[attr-defined]
    assert "ignored DryRun" in note.message and note.change == {
        "action": "instance.reboot",
        "key": [*key("i-1")],
    }
    assert isinstance(await apply(context, found), Refused)
    assert aws.sent == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("web-1", "web-1"),
        ("", "i-1"),
        ("two  spaces", "i-1"),
        (" led", "i-1"),
        ("caf\u00e9", "i-1"),
        ("a\u202eb", "i-1"),
        ("x" * 65, "i-1"),
        ("with space", "with space"),
    ],
)
async def test_what_must_be_typed_for_one(name: str, typed: str) -> None:
    aws = account("i-1")
    aws.set("i-1", name=name)
    found = await review(context_of(aws), [StopInstance(key("i-1"))])
    assert found.confirm == typed


async def test_what_must_be_typed_for_several() -> None:
    context = context_of(account("i-1", "i-2", "i-3"))
    assert (await review(context, [StopInstance(key(i)) for i in ("i-1", "i-2", "i-3")])).confirm == "stop 3"
    mixed = [StopInstance(key("i-1")), RebootInstance(key("i-2"))]
    assert (await review(context, mixed)).confirm == "change 2"
    steps = [StopInstance(key("i-1")), ProtectTermination(key("i-1"))]
    assert (await review(context, steps)).confirm == "name-of-i-1"


async def test_a_store_that_knows_nothing_is_filled_by_the_review() -> None:
    aws = account("i-1")
    context = context_of(aws)
    context.store.__dict__.update(Store().__dict__)
    found = await review(context, [StopInstance(key("i-1"))])
    assert found.undo[0].inverse == StartInstance(key("i-1"))
    assert aws.items[REGION, Kind.INSTANCES]["i-1"] == found.before.instance(key("i-1"))
