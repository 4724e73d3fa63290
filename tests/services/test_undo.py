"""Undo: a record or a plan becomes a plan of inverses, or the reason why it cannot."""

import msgspec
import pytest

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import RebootInstance, StartInstance, StopInstance, TerminateInstance
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import RecordKind
from ec2tui.services.applied import Applied
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from ec2tui.services.undo import NoUndo, Undoing, undo
from tests.services.audit_fakes import Judge, account, context_of, failure
from tests.services.fakes import key


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


async def run(context: ChangeContext, *changes: Change | Step) -> Applied:
    done = await apply(context, await review(context, changes))
    assert isinstance(done, Applied)
    return done


def changes(found: Undoing | NoUndo) -> list[Change]:
    assert isinstance(found, Undoing), found
    return list(found.review.plan.changes)


async def test_the_last_change_is_taken_back_and_then_the_one_before() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await run(context, StopInstance(key("i-1")))
    await run(context, ProtectTermination(key("i-2")))
    first = await undo(context)
    assert changes(first) == [ProtectTermination(key("i-2"), on=False)]
    assert isinstance(first, Undoing) and isinstance(await apply(context, first.review), Applied)
    second = await undo(context)
    assert changes(second) == [StartInstance(key("i-1"))]
    assert isinstance(second, Undoing) and isinstance(await apply(context, second.review), Applied)
    assert aws.state("i-1") == "running"
    assert isinstance(await undo(context), NoUndo)


async def test_a_plan_is_taken_back_as_a_whole_the_last_step_first() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    steps = (
        Step(StopInstance(key("i-1"))),
        Step(ProtectTermination(key("i-1")), (0,)),
        Step(StopInstance(key("i-2")), (1,)),
    )
    done = await run(context, *steps)
    found = await undo(context)
    assert isinstance(found, Undoing)
    assert [(step.change.action, step.change.key.id, step.needs) for step in found.review.plan.steps] == [
        ("instance.start", "i-2", ()),
        ("instance.protect", "i-1", (0,)),
        ("instance.start", "i-1", (1,)),
    ]
    assert found.review.plan.undoes == done.plan.id


async def test_a_record_is_taken_back_alone_by_its_id_or_its_beginning() -> None:
    context = context_of(account("i-1", "i-2"))
    done = await run(context, StopInstance(key("i-1")), StopInstance(key("i-2")))
    id_ = done.results[0].record
    assert changes(await undo(context, id_)) == [StartInstance(key("i-1"))]
    assert changes(await undo(context, id_[:12])) == [StartInstance(key("i-1"))]
    assert len(changes(await undo(context, done.plan.id))) == 2
    assert len(changes(await undo(context, done.plan.id[:12]))) == 2


async def test_an_id_that_is_not_there_or_not_unique() -> None:
    context = context_of(account("i-1", "i-2"))
    assert await undo(context, "nothing") == NoUndo("There is no record nothing.", found=False)
    await run(context, StopInstance(key("i-1")))
    for number, record in enumerate(list(context.log.kept)):  # type: ignore[attr-defined]
        if record.kind is RecordKind.INTENT:
            twin = msgspec.structs.replace(record, id=record.id[:8] + "zz", plan=f"other{number}")
            await context.log.append(twin)
            several = await undo(context, record.id[:8])
            assert isinstance(several, NoUndo) and "Several" in several.reason and not several.found


async def test_what_cannot_be_undone_says_why() -> None:
    context = context_of(account("i-1", "i-2", "i-3"))
    assert isinstance(await undo(context), NoUndo)
    ended = await run(context, TerminateInstance(key("i-1")))
    rebooted = await run(context, RebootInstance(key("i-2")))
    for done, why in ((ended, "cannot be brought back"), (rebooted, "reboot cannot be taken back")):
        found = await undo(context, done.plan.id)
        assert isinstance(found, NoUndo) and why in found.reason
    last = await undo(context)
    assert isinstance(last, NoUndo) and "i-2" in last.reason


async def test_irreversible_and_failed_changes_are_passed_over_by_default() -> None:
    aws = account("i-1", "i-2", "i-3")
    context = context_of(aws)
    await run(context, StopInstance(key("i-1")))
    await run(context, TerminateInstance(key("i-2")))
    aws.script["i-3"] = [failure(Outcome.DENIED)]
    denied = await run(context, StopInstance(key("i-3")))
    assert changes(await undo(context)) == [StartInstance(key("i-1"))]
    found = await undo(context, denied.plan.id)
    assert isinstance(found, NoUndo) and "denied" in found.reason


async def test_what_is_unknown_is_not_taken_back() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.UNKNOWN)]
    context = context_of(aws)
    done = await run(context, StopInstance(key("i-1")))
    found = await undo(context, done.plan.id)
    assert isinstance(found, NoUndo) and "not known" in found.reason


async def test_of_a_plan_that_failed_in_part_the_rest_is_taken_back_and_the_gap_told() -> None:
    aws = account("i-1", "i-2")
    aws.script["i-2"] = [failure(Outcome.IN_USE)]
    context = context_of(aws)
    await run(context, StopInstance(key("i-1")), StopInstance(key("i-2")))
    found = await undo(context)
    assert changes(found) == [StartInstance(key("i-1"))]
    assert isinstance(found, Undoing) and len(found.left) == 1 and "i-2" in found.left[0]


async def test_what_someone_else_took_back_leaves_nothing_to_do() -> None:
    aws = account("i-1")
    context = context_of(aws)
    done = await run(context, StopInstance(key("i-1")))
    aws.set("i-1", state="running")
    found = await undo(context, done.plan.id)
    assert isinstance(found, NoUndo) and "as it was" in found.reason


async def test_an_undo_can_be_undone_by_its_id() -> None:
    context = context_of(account("i-1"))
    await run(context, StopInstance(key("i-1")))
    found = await undo(context)
    assert isinstance(found, Undoing)
    back = await apply(context, found.review)
    assert isinstance(back, Applied)
    assert changes(await undo(context, back.plan.id)) == [StopInstance(key("i-1"))]


async def test_another_accounts_record_is_not_taken_back_with_these_credentials() -> None:
    context = context_of(account("i-1"))
    done = await run(context, StopInstance(key("i-1")))
    other = ChangeContext(
        context.gateway, context.store, context.clock, context.log, context.policy, context.rehearsing,
        Identity("999999999999", "arn:aws:iam::999999999999:user/b"),
    )  # fmt: skip
    found = await undo(other, done.plan.id)
    assert isinstance(found, NoUndo) and "123456789012" in found.reason
