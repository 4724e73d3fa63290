"""Applying: refused when it must be, looked at again, recorded before it is sent, and never done twice."""

import asyncio

import msgspec
import pytest

from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import RebootInstance, StartInstance, StopInstance, TerminateInstance
from ec2tui.core.changes.instance_type import resize
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import ENDED, RecordKind
from ec2tui.services.applied import Applied, Changed, OnFailure, Progress, Refused, StepState
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from tests.services.audit_fakes import Judge, MemoryAuditLog, account, context_of, failure
from tests.services.fakes import REGION, key, problem


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The rules say nothing unless a test makes them."""
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


async def stop(context: ChangeContext, *ids: str, **options: object) -> Applied | Changed | Refused:
    reviewed = await review(context, [StopInstance(key(id_)) for id_ in ids], reason="ticket 7")
    return await apply(context, reviewed, **options)  # type: ignore[arg-type]


def log_of(context: ChangeContext) -> MemoryAuditLog:
    assert isinstance(context.log, MemoryAuditLog)
    return context.log


async def test_one_change_is_recorded_before_and_after_it_is_sent() -> None:
    aws = account("i-1")
    context = context_of(aws)
    order: list[str] = []
    aws.script["i-1"] = [lambda call: order.append(str(len(log_of(context).kept))) or aws.act(call)]  # type: ignore[func-returns-value]
    done = await stop(context, "i-1")
    assert isinstance(done, Applied) and done.complete
    assert order == ["1"]
    told, end = log_of(context).kept
    assert (told.kind, told.account, told.region) == (RecordKind.INTENT, "123456789012", REGION)
    assert (told.principal, told.reason, told.plan) == (
        "arn:aws:iam::123456789012:user/ann", "ticket 7", done.plan.id,
    )  # fmt: skip
    assert told.change == {
        "action": "instance.stop",
        "key": list(key("i-1")),
        "hibernate": False,
        "force": False,
    }
    assert told.before == {"instances/123456789012/eu-west-1/i-1": {"state": "running"}}
    assert told.after == {"instances/123456789012/eu-west-1/i-1": {"state": "stopped"}}
    assert told.inverse == {"action": "instance.start", "key": list(key("i-1"))}
    assert (end.kind, end.intent, end.outcome, end.request_id) == (RecordKind.OUTCOME, told.id, "ok", "req-1")
    assert told.time.endswith("Z") and told.writer == "1"
    assert done.results[0].inverse == StartInstance(key("i-1"))
    assert context.store.inventory.instance(key("i-1")).state == "stopped"  # type: ignore[union-attr]


async def test_no_record_no_call() -> None:
    aws = account("i-1")
    context = context_of(aws, MemoryAuditLog(room=0))
    done = await stop(context, "i-1")
    assert isinstance(done, Applied)
    assert done.results[0].state is StepState.NOT_SENT
    assert "No space left" in done.halted and "cannot be recorded" in done.results[0].message
    assert aws.sent == []


async def test_a_disk_that_fills_up_in_the_middle_ends_the_sending() -> None:
    ids = [f"i-{n}" for n in range(40)]
    aws = account(*ids)
    context = context_of(aws, MemoryAuditLog(room=21))
    done = await stop(context, *ids)
    assert isinstance(done, Applied)
    told = {str((record.change or {})["key"][2]) for record in log_of(context).of(RecordKind.INTENT)}
    assert {id_ for id_ in ids if aws.state(id_) == "stopped"} == told
    assert {result.key.id for result in done.results if result.state is StepState.DONE} == told
    assert done.counts[StepState.NOT_SENT] == 40 - len(told) > 0
    ended = {record.step for record in log_of(context).of(RecordKind.OUTCOME)}
    assert {r.step for r in done.results if r.state is StepState.DONE and r.recorded} == ended


async def test_an_outcome_that_cannot_be_written_is_told_and_nothing_more_is_sent() -> None:
    aws = account("i-1")
    context = context_of(aws, MemoryAuditLog(room=1))
    done = await stop(context, "i-1")
    assert isinstance(done, Applied)
    (result,) = done.results
    assert (result.state, result.recorded) == (StepState.DONE, False)
    assert "could not be recorded" in done.halted


async def test_a_plan_that_cannot_be_noted_is_refused() -> None:
    aws = account("i-1", "i-2")
    done = await stop(context_of(aws, MemoryAuditLog(room=0)), "i-1", "i-2")
    assert isinstance(done, Refused) and "cannot be recorded" in done.reason
    assert aws.sent == []


async def test_read_only_is_refused_here_and_not_only_in_the_gateway() -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    aws.read_only = True
    done = await apply(context, reviewed)
    assert isinstance(done, Refused) and "read-only" in done.reason
    assert aws.sent == [] and log_of(context).kept == []


async def test_a_blocked_plan_is_refused_whatever_was_typed(judge: Judge) -> None:
    aws = account("i-1")
    context = context_of(aws)
    judge.said = (Judgement("no", Level.BLOCK, "No.", setting="guardrails.no"),)
    done = await stop(context, "i-1", confirmed="name-of-i-1")
    assert isinstance(done, Refused) and done.level is Level.BLOCK
    assert done.judgements == judge.said
    assert aws.sent == [] and log_of(context).kept == []


async def test_a_review_that_lies_about_its_level_is_judged_again(judge: Judge) -> None:
    aws = account("i-1")
    context = context_of(aws)
    judge.said = (Judgement("no", Level.BLOCK, "No."),)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    lied = msgspec.structs.replace(
        reviewed, verdicts=msgspec.structs.replace(reviewed.verdicts, judgements=())
    )
    assert not isinstance(await apply(context, lied), Applied)
    assert aws.sent == []


@pytest.mark.parametrize("typed", ["", "name-of-i-2", "NAME-OF-I-1", " name-of-i-1"])
async def test_a_confirmation_must_be_the_name(judge: Judge, typed: str) -> None:
    aws = account("i-1")
    judge.said = (Judgement("sure", Level.CONFIRM, "Sure?"),)
    done = await stop(context_of(aws), "i-1", confirmed=typed)
    assert isinstance(done, Refused) and done.level is Level.CONFIRM and "name-of-i-1" in done.reason
    assert aws.sent == []


async def test_the_name_confirms_one_and_verb_with_count_several(judge: Judge) -> None:
    judge.said = (Judgement("sure", Level.CONFIRM, "Sure?"),)
    one, two = account("i-1"), account("i-1", "i-2")
    assert isinstance(await stop(context_of(one), "i-1", confirmed="name-of-i-1"), Applied)
    assert isinstance(await stop(context_of(two), "i-1", "i-2", confirmed="stop 2"), Applied)


async def test_what_someone_else_changed_goes_back_to_the_review() -> None:
    aws = account("i-1", "i-2")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1")), StopInstance(key("i-2"))])
    aws.set("i-1", state="stopped")
    done = await apply(context, reviewed)
    assert isinstance(done, Changed)
    assert [change.key.id for change in done.review.plan.changes] == ["i-2"]
    assert aws.sent == [] and log_of(context).kept == []
    assert isinstance(await apply(context, done.review), Applied)


async def test_a_judgement_that_is_new_goes_back_to_the_review(judge: Judge) -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    judge.said = (Judgement("window", Level.WARN, "Outside the hours."),)
    done = await apply(context, reviewed)
    assert isinstance(done, Changed) and done.review.level is Level.WARN
    assert aws.sent == []


async def test_a_sentence_that_only_counts_on_is_the_same_judgement(judge: Judge) -> None:
    context = context_of(account("i-1"))
    judge.said = (Judgement("age", Level.WARN, "3 hours old."),)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    judge.said = (Judgement("age", Level.WARN, "4 hours old."),)
    assert isinstance(await apply(context, reviewed), Applied)


async def test_an_instance_that_is_gone_goes_back_to_the_review_and_then_fails() -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    del aws.items[REGION, Kind.INSTANCES]["i-1"]
    done = await apply(context, reviewed)
    assert isinstance(done, Changed)
    again = await apply(context, done.review)
    assert isinstance(again, Applied)
    assert (again.results[0].state, again.results[0].outcome) == (StepState.FAILED, Outcome.NOT_FOUND)
    assert log_of(context).outcomes == ["not found"]


async def test_an_instance_that_goes_while_it_is_sent_fails_alone() -> None:
    aws = account("i-1", "i-2")
    aws.script["i-1"] = [failure(Outcome.NOT_FOUND, "InvalidInstanceID.NotFound")]
    done = await stop(context_of(aws), "i-1", "i-2")
    assert isinstance(done, Applied)
    assert [result.state for result in done.results] == [StepState.FAILED, StepState.DONE]


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.EXPIRED, Outcome.THROTTLED, Outcome.DENIED])
async def test_nothing_is_sent_when_the_subject_cannot_be_read_again(outcome: Outcome) -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    aws.failing[Kind.INSTANCES] = problem(outcome)
    done = await apply(context, reviewed)
    assert isinstance(done, Refused) and done.problem == problem(outcome)
    assert aws.sent == []


async def test_a_read_that_was_denied_at_the_review_too_does_not_hold_it_up() -> None:
    aws = account("i-1")
    aws.failing[Kind.PROTECTION] = problem(Outcome.DENIED, "ec2:DescribeInstanceAttribute")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1"))])
    assert [p.outcome for p in reviewed.problems] == [Outcome.DENIED]
    assert isinstance(await apply(context, reviewed), Applied)


async def test_the_same_review_is_not_sent_twice() -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [RebootInstance(key("i-1"))])
    both = await asyncio.gather(apply(context, reviewed), apply(context, reviewed))
    assert sorted(type(one).__name__ for one in both) == ["Applied", "Refused"]
    assert len(aws.sent) == 1


async def test_another_accounts_subject_is_refused() -> None:
    aws = account("i-1")
    context = context_of(aws)
    foreign = key("i-1")._replace(account="999999999999")
    reviewed = await review(context, [RebootInstance(foreign)])
    done = await apply(context, reviewed)
    assert isinstance(done, Refused) and "999999999999" in done.reason
    assert aws.sent == []


async def test_a_throttled_call_waits_and_is_done_once() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.THROTTLED, "RequestLimitExceeded")] * 2
    context = context_of(aws)
    done = await stop(context, "i-1")
    assert isinstance(done, Applied) and done.complete
    assert len(aws.sent) == 3 and context.clock.slept == [1.0, 2.0]  # type: ignore[attr-defined]
    assert log_of(context).outcomes == ["ok"]
    assert len(log_of(context).of(RecordKind.INTENT)) == 1


async def test_a_call_that_stays_throttled_fails_as_that() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.THROTTLED)] * 9
    done = await stop(context_of(aws), "i-1")
    assert isinstance(done, Applied) and done.results[0].outcome is Outcome.THROTTLED
    assert len(aws.sent) == 5


async def test_a_denied_call_fails_and_the_others_go_on() -> None:
    aws = account("i-1", "i-2", "i-3")
    aws.script["i-2"] = [failure(Outcome.DENIED, "UnauthorizedOperation", "no")]
    context = context_of(aws)
    done = await stop(context, "i-1", "i-2", "i-3")
    assert isinstance(done, Applied)
    assert [result.state.value for result in done.results] == ["done", "failed", "done"]
    assert done.by_subject[key("i-2")].message == "no"
    assert sorted(log_of(context).outcomes) == ["denied", "ok", "ok"]


async def test_a_failure_stops_the_rest_when_asked() -> None:
    ids = [f"i-{n}" for n in range(30)]
    aws = account(*ids)
    aws.script["i-0"] = [failure(Outcome.IN_USE)]
    done = await stop(context_of(aws), *ids, on_failure=OnFailure.STOP)
    assert isinstance(done, Applied) and not done.complete
    assert done.counts[StepState.FAILED] == 1
    assert done.counts[StepState.NOT_SENT] == 29 and len(aws.sent) == 1
    assert "step 1" in done.halted


async def test_of_a_plan_that_stops_at_a_failure_no_later_subject_is_begun() -> None:
    aws = account("i-1", "i-2", "i-3")
    aws.script["ModifyInstanceAttribute"] = [aws.act, failure(Outcome.INVALID, "InvalidInstanceType", "no")]
    context = context_of(aws)
    steps = [step for id_ in ("i-1", "i-2", "i-3") for step in _resize(id_, context)]
    reviewed = await review(context, [shifted(step, 3 * (at // 3)) for at, step in enumerate(steps)])
    done = await apply(context, reviewed, reviewed.confirm, OnFailure.STOP)
    assert isinstance(done, Applied)
    assert [result.state.value for result in done.results] == [
        *("done", "done", "done"),
        *("done", "failed", "not sent"),
        *("not sent", "not sent", "not sent"),
    ]
    assert aws.state("i-3") == "running" and "step 5" in done.halted
    assert "step 5 (resize i-2)" in done.results[6].message
    assert len(aws.sent) == 5


def _resize(id_: str, context: ChangeContext) -> tuple[Step, ...]:
    made = resize(key(id_), "t3.large", context.store.inventory)
    assert isinstance(made, tuple)
    return made


async def test_credentials_that_expire_in_the_middle_end_the_sending() -> None:
    ids = [f"i-{n}" for n in range(30)]
    aws = account(*ids)
    aws.script["i-0"] = [failure(Outcome.EXPIRED, "RequestExpired", "expired")]
    context = context_of(aws)
    done = await stop(context, *ids)
    assert isinstance(done, Applied)
    assert done.results[0].outcome is Outcome.EXPIRED and "expired" in done.halted
    assert done.results[29].state is StepState.NOT_SENT
    stopped = {id_ for id_ in ids if aws.state(id_) == "stopped"}
    assert stopped == {r.key.id for r in done.results if r.state is StepState.DONE}
    assert len(log_of(context).of(RecordKind.INTENT)) == len(log_of(context).of(RecordKind.OUTCOME))


async def test_side_by_side_with_a_bound() -> None:
    ids = [f"i-{n}" for n in range(40)]
    aws = account(*ids)
    seen: list[Progress] = []
    done = await stop(context_of(aws), *ids, watch=seen.append)
    assert isinstance(done, Applied) and done.complete
    assert 1 < aws.most_at_once <= 8
    assert [progress.done for progress in seen] == list(range(1, 41))
    assert {progress.total for progress in seen} == {40}


async def test_a_lost_answer_of_what_was_done_is_found_to_be_done() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [lambda call: aws.act(call) and failure(Outcome.UNKNOWN, message="reset")]
    context = context_of(aws)
    done = await stop(context, "i-1")
    assert isinstance(done, Applied)
    assert done.results[0].state is StepState.DONE and "answer got lost" in done.results[0].message
    assert len(aws.sent) == 1
    assert log_of(context).outcomes == ["ok"]


async def test_a_lost_answer_of_what_was_not_done_stays_unknown_and_is_not_sent_again() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.UNKNOWN, message="reset")]
    context = context_of(aws)
    done = await stop(context, "i-1")
    assert isinstance(done, Applied)
    assert done.results[0].state is StepState.UNKNOWN and "not known" in done.results[0].message
    assert len(aws.sent) == 1
    assert log_of(context).outcomes == ["unknown"]


async def test_a_reboot_whose_answer_got_lost_is_never_made_again() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [failure(Outcome.UNKNOWN)]
    context = context_of(aws)
    done = await apply(context, await review(context, [RebootInstance(key("i-1"))]))
    assert isinstance(done, Applied) and done.results[0].state is StepState.UNKNOWN
    assert len(aws.sent) == 1


async def test_a_success_that_says_false_is_a_failure() -> None:
    aws = account("i-1")
    aws.script["i-1"] = [lambda call: msgspec.structs.replace(aws.act(call), body={"Return": False})]
    done = await apply(context := context_of(aws), await review(context, [ProtectTermination(key("i-1"))]))
    assert isinstance(done, Applied) and done.results[0].state is StepState.FAILED


async def test_stopping_says_what_was_done() -> None:
    ids = [f"i-{n}" for n in range(20)]
    aws = account(*ids)
    halt = asyncio.Event()
    done = await stop(context_of(aws), *ids, stop=halt, watch=lambda progress: halt.set())
    assert isinstance(done, Applied) and done.cancelled
    assert 0 < done.counts[StepState.DONE] < 20
    assert done.counts[StepState.DONE] + done.counts[StepState.NOT_SENT] == 20
    assert len(aws.sent) == done.counts[StepState.DONE]


async def test_a_cancelled_caller_leaves_no_intent_without_its_outcome() -> None:
    ids = [f"i-{n}" for n in range(20)]
    aws = account(*ids)
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key(id_)) for id_ in ids])
    task = asyncio.create_task(apply(context, reviewed))
    while not aws.sent:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    log = log_of(context)
    assert 0 < len(aws.sent) < 20
    assert {r.intent for r in log.of(RecordKind.OUTCOME)} == {r.id for r in log.of(RecordKind.INTENT)}
    assert len(aws.sent) == len(log.of(RecordKind.INTENT))


async def test_what_cannot_be_undone_says_why_in_the_record() -> None:
    aws = account("i-1")
    context = context_of(aws)
    await apply(context, await review(context, [TerminateInstance(key("i-1"))]))
    told = log_of(context).kept[0]
    assert told.inverse is None and "cannot be brought back" in told.irreversible


async def test_a_plan_that_expired_credentials_cut_is_offered_again_and_a_failed_one_is_not() -> None:
    for outcome, closed in ((Outcome.EXPIRED, False), (Outcome.DENIED, True)):
        ids = [f"i-{n}" for n in range(30)]
        aws = account(*ids)
        aws.script["i-0"] = [failure(outcome)]
        context = context_of(aws)
        await stop(context, *ids)
        notes = [record.outcome for record in log_of(context).of(RecordKind.NOTE)]
        assert (ENDED in notes) is closed
