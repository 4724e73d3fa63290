"""What an earlier run left open is unknown until AWS was asked, and then told as AWS shows it."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.core.changes.change import Change
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import RebootInstance, StopInstance, TerminateInstance
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import ENDED, NOT_DONE, PLANNED, UNCLEAR, RecordKind
from ec2tui.services.activity import read_activity
from ec2tui.services.applied import Applied
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.evidence import QUIET, Trace
from ec2tui.services.recording import intent, outcome, plan_note
from ec2tui.services.review import Review, review
from ec2tui.services.settle import Interrupted, go_on, leave, settle, take_back, unsettled
from ec2tui.services.undo import NoUndo, Undoing, undo
from tests.adapters.local.audit_cases import no_key
from tests.services.audit_fakes import Account, Judge, MemoryAuditLog, account, context_of, failure
from tests.services.fakes import ACCOUNT, REGION, key, problem


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


def log_of(context: ChangeContext) -> MemoryAuditLog:
    assert isinstance(context.log, MemoryAuditLog)
    return context.log


async def left_open(context: ChangeContext, change: Change, later: float = QUIET) -> None:
    """An intent of a run that died, so many seconds ago."""
    plan = Plan("plan-1", (Step(change),))
    told = intent(context, plan, 0, change, context.store.inventory)
    await context.log.append(msgspec.structs.replace(told, writer="dead"))
    context.clock.time += later  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "now", "trace", "word"),
    [
        (StopInstance(key("i-1")), "stopped", Trace.DONE, "ok"),
        (StopInstance(key("i-1")), "stopping", Trace.DONE, "ok"),
        (StopInstance(key("i-1")), "running", Trace.NOT_DONE, NOT_DONE),
        (StopInstance(key("i-1")), "terminated", Trace.UNCLEAR, UNCLEAR),
        (StopInstance(key("i-1")), None, Trace.UNCLEAR, UNCLEAR),
        (TerminateInstance(key("i-1")), "shutting-down", Trace.DONE, "ok"),
        (TerminateInstance(key("i-1")), None, Trace.DONE, "ok"),
        (TerminateInstance(key("i-1")), "running", Trace.NOT_DONE, NOT_DONE),
        (RebootInstance(key("i-1")), "running", Trace.UNCLEAR, UNCLEAR),
    ],
)
async def test_it_is_told_as_aws_shows_it(change: Change, now: str | None, trace: Trace, word: str) -> None:
    aws = account("i-1")
    context = context_of(aws)
    await left_open(context, change)
    if now is None:
        del aws.items[REGION, Kind.INSTANCES]["i-1"]
    else:
        aws.set("i-1", state=now)
    (settled,) = await settle(context)
    assert (settled.evidence.trace, settled.final) == (trace, True)
    assert log_of(context).outcomes == [word]
    assert (await unsettled(context)).open == ()
    assert aws.sent == []


async def test_protection_is_settled_by_reading_it() -> None:
    aws = account("i-1")
    context = context_of(aws)
    await left_open(context, ProtectTermination(key("i-1")))
    aws.protect("i-1", True)
    (settled,) = await settle(context)
    assert settled.evidence.trace is Trace.DONE


async def test_what_is_not_seen_yet_stays_open_for_a_while() -> None:
    aws = account("i-1")
    context = context_of(aws)
    await left_open(context, StopInstance(key("i-1")), later=1)
    (settled,) = await settle(context)
    assert (settled.evidence.trace, settled.final) == (Trace.NOT_YET, False)
    assert log_of(context).outcomes == [] and len((await unsettled(context)).open) == 1


async def test_what_cannot_be_read_stays_open() -> None:
    aws = account("i-1")
    context = context_of(aws)
    await left_open(context, StopInstance(key("i-1")))
    aws.failing[Kind.INSTANCES] = problem(Outcome.DENIED)
    (settled,) = await settle(context)
    assert settled.evidence.trace is Trace.NOT_READ and not settled.final
    assert log_of(context).outcomes == []


async def test_a_change_of_a_newer_version_stays_open() -> None:
    context = context_of(account("i-1"))
    await left_open(context, StopInstance(key("i-1")))
    log = log_of(context)
    log.kept[0] = msgspec.structs.replace(log.kept[0], change={"action": "from.the.future"})
    (settled,) = await settle(context)
    assert "does not know" in settled.evidence.message and not settled.final


async def test_what_another_run_is_doing_is_left_alone() -> None:
    context = context_of(account("i-1"))
    await left_open(context, StopInstance(key("i-1")))
    log_of(context).living.add("dead")
    found = await unsettled(context)
    assert (len(found.under_way), found.open) == (1, ())
    assert await settle(context) == ()


async def test_another_accounts_calls_are_told_but_not_settled() -> None:
    context = context_of(account("i-1"))
    await left_open(context, StopInstance(key("i-1")._replace(account="999999999999")))
    found = await unsettled(context)
    assert (len(found.foreign), found.open) == (1, ())
    assert await settle(context) == ()


async def test_an_unknown_of_this_run_is_settled_later() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.UNKNOWN)]
    context = context_of(aws)
    await apply(context, await review(context, [StopInstance(key("i-1"))]))
    aws.set("i-1", state="stopped")
    (settled,) = await settle(context)
    assert settled.evidence.trace is Trace.DONE
    assert log_of(context).outcomes == ["unknown", "ok"]


async def cut_short(context: ChangeContext, aws: Account, done: int, begun: bool) -> None:
    """A plan of three steps whose program died after so many, perhaps with the next one begun."""
    steps = (
        Step(StopInstance(key("i-1"))),
        Step(ProtectTermination(key("i-1")), (0,)),
        Step(StopInstance(key("i-2")), (1,)),
    )
    plan = Plan("plan-1", steps, reason="ticket 7")
    records = [plan_note(context, plan, PLANNED)]
    for index in range(done + begun):
        change = steps[index].change
        told = intent(context, plan, index, change, context.store.inventory)
        records.append(told)
        if index < done:
            aws.act(change.call())
            records.append(outcome(context, told, "ok", Reply(Outcome.OK)))
    await context.log.append(*(msgspec.structs.replace(record, writer="dead") for record in records))
    context.clock.time += QUIET  # type: ignore[attr-defined]


async def test_an_interrupted_plan_says_which_steps_are_done_and_goes_on() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=1, begun=False)
    (cut,) = (await unsettled(context)).interrupted
    assert (cut.done, cut.unknown, cut.left) == ((0,), (), (1, 2))
    rest = await go_on(context, cut)
    assert isinstance(rest, Review)
    assert [(s.change.action, s.change.key.id, s.needs) for s in rest.plan.steps] == [
        ("instance.protect", "i-1", ()), ("instance.stop", "i-2", (0,)),
    ]  # fmt: skip
    assert rest.plan.reason == "ticket 7"
    assert len((await unsettled(context)).interrupted) == 1
    done = await apply(context, rest)
    assert isinstance(done, Applied) and done.complete
    assert (await unsettled(context)).interrupted == ()


async def test_a_plan_that_was_gone_on_with_is_taken_back_as_the_one_that_it_is() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=1, begun=False)
    rest = await go_on(context, (await unsettled(context)).interrupted[0])
    assert isinstance(rest, Review) and isinstance(await apply(context, rest), Applied)
    for id_ in ("", "plan-1", rest.plan.id):
        back = await undo(context, id_)
        assert isinstance(back, Undoing), back
        assert [(s.change.action, s.change.key.id, s.needs) for s in back.review.plan.steps] == [
            ("instance.start", "i-2", ()), ("instance.protect", "i-1", (0,)), ("instance.start", "i-1", (1,)),
        ]  # fmt: skip
    assert isinstance(await apply(context, back.review), Applied) and aws.state("i-1") == "running"
    told = await read_activity(context.log, ACCOUNT)
    lines = {one.intent.plan: one.line for one in told.changes.values()}
    assert lines["plan-1"] == lines[rest.plan.id] == ("plan-1", rest.plan.id), "the history links them"
    for id_ in ("plan-1", rest.plan.id):
        again = await undo(context, id_)
        assert isinstance(again, NoUndo) and "taken back already" in again.reason


async def test_an_interrupted_plan_is_taken_back() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=2, begun=False)
    (cut,) = (await unsettled(context)).interrupted
    back = await take_back(context, cut)
    assert isinstance(back, Undoing)
    assert [(c.action, c.key.id) for c in back.review.plan.changes] == [
        ("instance.protect", "i-1"), ("instance.start", "i-1"),
    ]  # fmt: skip
    done = await apply(context, back.review)
    assert isinstance(done, Applied) and done.complete and aws.state("i-1") == "running"
    assert (await unsettled(context)).interrupted == ()


async def test_a_plan_whose_rest_is_so_already_is_at_its_end() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=2, begun=False)
    aws.set("i-2", state="stopped")
    (cut,) = (await unsettled(context)).interrupted
    rest = await go_on(context, cut)
    assert isinstance(rest, NoUndo) and rest.nothing
    assert (await unsettled(context)).interrupted == ()


async def test_an_interrupted_plan_waits_for_its_unknown_step() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=1, begun=True)
    (cut,) = (await unsettled(context)).interrupted
    assert cut.unknown == (1,)
    assert isinstance(await go_on(context, cut), NoUndo)
    await settle(context)
    (cut,) = (await unsettled(context)).interrupted
    assert (cut.done, cut.unknown, cut.left) == ((0,), (), (1, 2))


async def test_an_interrupted_plan_can_be_left() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=1, begun=False)
    (cut,) = (await unsettled(context)).interrupted
    await leave(context, cut)
    assert (await unsettled(context)).interrupted == ()
    assert log_of(context).of(RecordKind.NOTE)[-1].outcome == ENDED


async def test_a_plan_whose_steps_all_ended_is_not_interrupted() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    await cut_short(context, aws, done=3, begun=False)
    assert (await unsettled(context)).interrupted == ()


KILLED = """
import asyncio, sys
from pathlib import Path
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.services.apply import apply
from ec2tui.services.review import review
from tests.adapters.local.audit_cases import no_key
from tests.services.audit_fakes import account, context_of
from tests.services.fakes import key

def hang(call):
    print("sent", flush=True)
    sys.stdin.read()

async def main():
    aws = account("i-1")
    aws.script["i-1"] = [hang]
    context = context_of(aws, JsonlAuditLog(Path(sys.argv[1]), no_key))
    await apply(context, await review(context, [StopInstance(key("i-1"))]), "name-of-i-1")

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_kill_between_intent_and_outcome_is_unknown_and_then_settled(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdin is not None and child.stdout is not None
    assert child.stdout.readline() == b"sent\n"
    aws = account("i-1")
    context = context_of(aws, JsonlAuditLog(path, no_key))  # type: ignore[arg-type]
    assert len(asyncio.run(unsettled(context)).under_way) == 1
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()
    (deed,) = asyncio.run(unsettled(context)).open
    assert (deed.word, deed.subject) == ("unknown", "i-1")
    aws.act(ApiCall("ec2", "StopInstances", REGION, {"InstanceIds": ["i-1"]}))
    (settled,) = asyncio.run(settle(context))
    assert settled.evidence.trace is Trace.DONE
    assert asyncio.run(unsettled(context)).open == ()
    assert asyncio.run(JsonlAuditLog(path, no_key).verify()) == ()


def test_what_a_cut_plan_does_is_said_as_it_is_done() -> None:
    lifted = (Step(ProtectTermination(key("i-1"), on=False)), Step(StopInstance(key("i-1"))))
    assert Interrupted(Plan("p", lifted), (), (), (), (0, 1)).what == "unprotect → stop i-1"
