"""Bad luck between the steps, and two ec2tui on one account: nothing is lost, done twice or told wrongly."""

import asyncio

import pytest

from ec2tui.core.changes.addresses import NEW, AllocateAddress
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import RebootInstance, StartInstance, StopInstance
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import ENDED, PLANNED, RecordKind
from ec2tui.services.applied import Applied, Changed, Refused
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.recording import plan_note
from ec2tui.services.review import Review, review
from ec2tui.services.settle import Interrupted, go_on, settle, unsettled
from ec2tui.services.undo import NoUndo, Undoing, undo
from tests.services.audit_fakes import (
    Account,
    Judge,
    MemoryAuditLog,
    account,
    context_of,
    failure,
)  # fmt: skip
from tests.services.fakes import key, problem

PROTECT = "ModifyInstanceAttribute"


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


def log_of(context: ChangeContext) -> MemoryAuditLog:
    assert isinstance(context.log, MemoryAuditLog)
    return context.log


def beside(context: ChangeContext) -> ChangeContext:
    """Another ec2tui on the same account and record, which knows what the first one knows now."""
    other = context_of(context.gateway, context.log)  # type: ignore[arg-type]
    other.clock.time = context.clock.now()  # type: ignore[attr-defined]
    return other


STOP_PROTECT_START = (
    Step(StopInstance(key("i-1"))),
    Step(ProtectTermination(key("i-1")), (0,)),
    Step(StartInstance(key("i-1")), (1,)),
)


async def run(context: ChangeContext, *changes: Step) -> Applied:
    done = await apply(context, await review(context, changes))
    assert isinstance(done, Applied), done
    return done


async def next_start(context: ChangeContext) -> Interrupted:
    """What the next ec2tui finds cut short, once the first one is dead."""
    log_of(context).living.clear()
    (cut,) = (await unsettled(context)).interrupted
    return cut


def operations(aws: Account) -> list[str]:
    return [call.operation for call in aws.sent]


async def test_credentials_that_expire_while_a_step_is_waited_for_leave_the_rest_to_go_on_with() -> None:
    aws = account("i-1")

    def stopping(call: ApiCall) -> Reply:
        aws.set("i-1", state="stopping")
        aws.failing[Kind.INSTANCES] = problem(Outcome.EXPIRED)
        return Reply(Outcome.OK)

    aws.script["StopInstances"] = [stopping]
    context = context_of(aws)
    done = await run(context, *STOP_PROTECT_START)
    assert [result.state.value for result in done.results] == ["done", "not sent", "not sent"]
    assert done.results[1].outcome is Outcome.EXPIRED and "EXPIRED" in done.results[1].message.upper()
    del aws.failing[Kind.INSTANCES]
    aws.set("i-1", state="stopped")
    cut = await next_start(context)
    assert (cut.done, cut.unknown, cut.left) == ((0,), (), (1, 2))
    rest = await go_on(context, cut)
    assert isinstance(rest, Review)
    assert isinstance(await apply(context, rest), Applied)
    assert operations(aws) == ["StopInstances", PROTECT, "StartInstances"]
    assert (await unsettled(context)).interrupted == ()


async def test_a_disk_that_is_full_for_an_outcome_keeps_the_plan_open_even_when_room_comes_back() -> None:
    aws = account("i-1")
    context = context_of(aws)
    log, real = log_of(context), log_of(context).append
    full = [True]

    async def append(*records: object) -> None:
        if full[0] and any(record.kind is RecordKind.OUTCOME for record in records):  # type: ignore[attr-defined]
            full[0] = False
            raise AuditError("No space left on device")
        await real(*records)  # type: ignore[arg-type]

    log.append = append  # type: ignore[method-assign]
    done = await run(context, *STOP_PROTECT_START)
    assert [result.state.value for result in done.results] == ["done", "not sent", "not sent"]
    assert not done.results[0].recorded and "No space left" in done.halted
    assert ENDED not in [record.outcome for record in log.kept]
    context.clock.time += 3600  # type: ignore[attr-defined]
    assert (await next_start(context)).unknown == (0,)
    (settled,) = await settle(context)
    assert settled.final and log.outcomes == ["ok"]
    rest = await go_on(context, await next_start(context))
    assert isinstance(rest, Review) and isinstance(await apply(context, rest), Applied)
    assert operations(aws) == ["StopInstances", PROTECT, "StartInstances"]


async def test_what_was_settled_and_cannot_be_written_stays_open() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.UNKNOWN)]
    context = context_of(aws)
    await run(context, Step(StopInstance(key("i-1"))))
    aws.set("i-1", state="stopped")
    log = log_of(context)
    log.room = len(log.kept)
    with pytest.raises(AuditError, match="No space left"):
        await settle(context)
    assert len((await unsettled(context)).open) == 1
    log.room += 9
    (settled,) = await settle(context)
    assert settled.final and log.outcomes == ["unknown", "ok"]


async def test_what_two_do_at_once_is_done_once_and_the_second_is_told() -> None:
    aws = account("i-1")
    one = context_of(aws)
    two = beside(one)
    mine, theirs = [await review(each, [StopInstance(key("i-1"))]) for each in (one, two)]
    assert isinstance(await apply(one, mine), Applied)
    late = await apply(two, theirs)
    assert isinstance(late, Changed) and late.review.empty and "so already" in late.reason
    assert len(aws.sent) == 1 and log_of(one).outcomes == ["ok"]


async def test_two_that_take_back_the_same_do_it_once() -> None:
    aws = account("i-1")
    one = context_of(aws)
    await run(one, Step(StopInstance(key("i-1"))))
    two = beside(one)
    mine, theirs = await undo(one), await undo(two)
    assert isinstance(mine, Undoing) and isinstance(theirs, Undoing)
    assert isinstance(await apply(one, mine.review), Applied)
    assert isinstance(await apply(two, theirs.review), Changed)
    assert operations(aws) == ["StopInstances", "StartInstances"]
    found = await undo(two)
    assert isinstance(found, NoUndo) and "taken back already" in found.reason


async def test_what_is_under_way_in_one_is_neither_settled_nor_gone_on_with_by_the_other() -> None:
    aws = account("i-1", "i-2")
    one = context_of(aws)
    two = beside(one)
    looked = asyncio.Event()
    real = aws.send

    async def send(call: ApiCall) -> Reply:
        reply = await real(call)
        await looked.wait()
        return reply

    async def look() -> tuple[int, int, int]:
        while len(aws.sent) < 2:
            await asyncio.sleep(0)
        found = await unsettled(two)
        assert await settle(two) == ()
        looked.set()
        return len(found.under_way), len(found.open), len(found.interrupted)

    reviewed = await review(one, [StopInstance(key("i-1")), StopInstance(key("i-2"))])
    aws.send = send  # type: ignore[method-assign]
    done, seen = await asyncio.gather(apply(one, reviewed), look())
    assert isinstance(done, Applied) and done.complete and seen == (2, 0, 0)
    assert log_of(one).outcomes == ["ok", "ok"] and len(aws.sent) == 2


async def test_two_that_settle_the_same_tell_the_same() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.UNKNOWN)]
    one = context_of(aws)
    await run(one, Step(StopInstance(key("i-1"))))
    aws.set("i-1", state="stopped")
    two = beside(one)
    found = await asyncio.gather(settle(one), settle(two))
    assert [settled.final for each in found for settled in each] == [True, True]
    assert log_of(one).outcomes == ["unknown", "ok", "ok"] and len(aws.sent) == 1
    back = await undo(two)
    assert isinstance(back, Undoing) and len(back.review.plan.steps) == 1


async def cut_short(context: ChangeContext) -> None:
    """A plan that takes two new addresses, whose program died before it sent either."""
    new = AllocateAddress(key(NEW))
    plan = Plan("plan-1", (Step(new), Step(new)))
    await context.log.append(plan_note(context, plan, PLANNED))
    log_of(context).living.clear()


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_interrupted_plan_is_gone_on_with_by_one_of_two(at_once: bool) -> None:
    aws = account()
    one = context_of(aws)
    await cut_short(one)
    two = beside(one)
    rests = []
    for each in (one, two):
        (cut,) = (await unsettled(each)).interrupted
        rests.append(await go_on(each, cut))
    mine, theirs = rests
    assert isinstance(mine, Review) and isinstance(theirs, Review)
    if at_once:
        ends = await asyncio.gather(apply(one, mine), apply(two, theirs))
    else:
        ends = [await apply(one, mine), await apply(two, theirs)]
    assert sorted(type(end).__name__ for end in ends) == ["Applied", "Refused"]
    (refused,) = [end for end in ends if isinstance(end, Refused)]
    assert refused.level is Level.BLOCK and "already" in refused.reason
    assert len(aws.sent) == 2
    assert (await unsettled(one)).interrupted == ()


async def test_a_reboot_asked_for_by_both_is_each_ones_own() -> None:
    aws = account("i-1")
    one = context_of(aws)
    two = beside(one)
    ends = [await run(each, Step(RebootInstance(key("i-1")))) for each in (one, two)]
    assert all(end.complete for end in ends) and len(aws.sent) == 2
    assert len({record.plan for record in log_of(one).of(RecordKind.INTENT)}) == 2
