"""Plans of several steps: in order, with values from earlier replies, client tokens and waits between."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
import pytest

from ec2tui.core.changes.change import Change, Id, Ref, ec2_call
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StartInstance, StopInstance
from ec2tui.core.changes.plan import PLAN_TAG, Step
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import ENDED, PLANNED, RecordKind
from ec2tui.services.applied import Applied, Progress, StepState
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from tests.services.audit_fakes import Account, Judge, MemoryAuditLog, account, context_of, failure
from tests.services.fakes import key

NEW = {"AllocationId": "eipalloc-1", "PublicIp": "192.0.2.1"}


class Made(Change, frozen=True):
    """What the changes of these tests share: AWS describes nothing that they alter."""

    def effect(self, inventory: Inventory) -> Inventory:
        return inventory

    def inverse(self, before: Inventory) -> Change | None:
        return None

    def noop(self, inventory: Inventory) -> bool:
        return False


class Release(Made, frozen=True, tag="test.release"):
    allocation: str = ""

    def call(self) -> ApiCall:
        return ec2_call(self.key, "ReleaseAddress", AllocationId=self.allocation)


class Allocate(Made, frozen=True, tag="test.allocate"):
    tags: tuple[tuple[str, str], ...] = ()

    creates: ClassVar[str] = "elastic-ip"
    kind: ClassVar[Kind] = Kind.ADDRESSES
    idempotent: ClassVar[bool] = False

    def call(self) -> ApiCall:
        return ec2_call(self.key, "AllocateAddress")

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        return Release(self.key, allocation=reply["AllocationId"])


class Associate(Made, frozen=True, tag="test.associate"):
    allocation: Id = ""

    def call(self) -> ApiCall:
        return ec2_call(self.key, "AssociateAddress", AllocationId=self.allocation, InstanceId=self.key.id)


class Launch(Allocate, frozen=True, tag="test.launch"):
    token_parameter: ClassVar[str] = "ClientToken"

    def call(self) -> ApiCall:
        return ec2_call(self.key, "RunInstances")


NOWHERE = key("")


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    one = Judge()
    monkeypatch.setattr("ec2tui.services.review.judge", one)
    return one


async def run(context: ChangeContext, *changes: Change | Step, **options: Any) -> Applied:
    done = await apply(context, await review(context, changes), **options)
    assert isinstance(done, Applied)
    return done


def log_of(context: ChangeContext) -> MemoryAuditLog:
    assert isinstance(context.log, MemoryAuditLog)
    return context.log


async def test_a_value_of_an_earlier_reply_goes_into_the_next_call_and_the_record() -> None:
    aws = account("i-1")
    aws.script["AllocateAddress"] = [Reply(Outcome.OK, NEW)]
    context = context_of(aws)
    done = await run(context, Allocate(NOWHERE), Associate(key("i-1"), allocation=Ref(0, "AllocationId")))
    assert done.complete
    assert aws.sent[1].params == {"AllocationId": "eipalloc-1", "InstanceId": "i-1"}
    first, second = log_of(context).of(RecordKind.OUTCOME)
    assert first.learned == {"AllocationId": "eipalloc-1"} and second.learned is None
    assert first.inverse == {"action": "test.release", "key": list(NOWHERE), "allocation": "eipalloc-1"}
    assert done.results[0].inverse == Release(NOWHERE, allocation="eipalloc-1")
    told = log_of(context).of(RecordKind.INTENT)[1]
    assert told.change is not None and told.change["allocation"] == "eipalloc-1"


async def test_a_step_whose_need_failed_is_not_sent() -> None:
    aws = account("i-1")
    aws.script["AllocateAddress"] = [failure(Outcome.INVALID, "AddressLimitExceeded")]
    context = context_of(aws)
    done = await run(context, Allocate(NOWHERE), Associate(key("i-1"), allocation=Ref(0, "AllocationId")))
    assert [result.state for result in done.results] == [StepState.FAILED, StepState.NOT_SENT]
    assert "step 1" in done.results[1].message
    assert len(aws.sent) == 1
    assert [note.outcome for note in log_of(context).of(RecordKind.NOTE)] == [PLANNED, ENDED]


async def test_a_reply_that_lacks_the_value_fails_the_next_step() -> None:
    aws = account("i-1")
    aws.script["AllocateAddress"] = [Reply(Outcome.OK, {"AllocationId": "x"})]
    done = await run(
        context_of(aws), Allocate(NOWHERE), Associate(key("i-1"), allocation=Ref(0, "Address.Id"))
    )
    assert [result.state for result in done.results] == [StepState.DONE, StepState.FAILED]
    assert "Address.Id" in done.results[1].message and len(aws.sent) == 1


async def test_a_creation_without_a_token_is_sent_once_and_found_by_its_tag() -> None:
    aws = account("i-1")

    def lost(call: ApiCall) -> Reply:
        mark = log_of(context).of(RecordKind.INTENT)[0].change["tags"][0][1]  # type: ignore[index]
        tag = {"Key": PLAN_TAG, "ResourceType": "elastic-ip"}
        aws.tags += [{**tag, "ResourceId": "eipalloc-9", "Value": mark}]
        aws.tags += [{**tag, "ResourceId": "eipalloc-8", "Value": "another"}]
        return failure(Outcome.UNKNOWN)

    aws.script["AllocateAddress"] = [lost]
    context = context_of(aws)
    done = await run(context, Allocate(NOWHERE), Associate(key("i-1"), allocation=Ref(0, "AllocationId")))
    assert done.complete and "answer got lost" in done.results[0].message
    assert [call.operation for call in aws.sent] == ["AllocateAddress", "AssociateAddress"]
    assert aws.sent[1].params["AllocationId"] == "eipalloc-9"
    assert done.results[0].inverse == Release(NOWHERE, allocation="eipalloc-9")


async def test_a_creation_that_left_no_trace_stays_unknown_and_keeps_its_plan_open() -> None:
    aws = account("i-1")
    aws.script["AllocateAddress"] = [failure(Outcome.UNKNOWN)]
    context = context_of(aws)
    done = await run(context, Allocate(NOWHERE), Associate(key("i-1"), allocation=Ref(0, "AllocationId")))
    assert [result.state for result in done.results] == [StepState.UNKNOWN, StepState.NOT_SENT]
    assert len(aws.sent) == 1
    assert [note.outcome for note in log_of(context).of(RecordKind.NOTE)] == [PLANNED]


async def test_a_call_with_a_client_token_is_sent_again_with_the_same_one() -> None:
    aws = account("i-1")
    aws.script["RunInstances"] = [failure(Outcome.UNKNOWN), Reply(Outcome.OK, NEW)]
    done = await run(context_of(aws), Launch(NOWHERE), ProtectTermination(key("i-1")))
    first, second = (call.params["ClientToken"] for call in aws.sent if call.operation == "RunInstances")
    assert first == second == f"{done.plan.id}-0" and len(first) <= 64
    assert done.complete


async def test_a_second_answer_that_is_no_success_proves_nothing() -> None:
    aws = account("i-1")
    aws.script["RunInstances"] = [failure(Outcome.UNKNOWN), failure(Outcome.EXPIRED)]
    done = await run(context_of(aws), Launch(NOWHERE))
    assert done.results[0].state is StepState.UNKNOWN


class Slow(Account):
    """Stopping takes a few looks."""

    looks = 0

    async def stream(self, read: Any) -> Any:
        if read.kind is Kind.INSTANCES and self.state("i-1") == "stopping":
            self.looks += 1
            if self.looks > 4:
                self.set("i-1", state="stopped")
        async for page in super().stream(read):
            yield page


def slow() -> Slow:
    aws = Slow(*(item for item in account("i-1").items["eu-west-1", Kind.INSTANCES].values()))  # type: ignore[arg-type]

    def stopping(call: ApiCall) -> Reply:
        aws.set("i-1", state="stopping")
        return Reply(Outcome.OK)

    aws.script["StopInstances"] = [stopping]
    return aws


async def test_a_step_waits_until_the_instance_it_needs_stopped_has_stopped() -> None:
    aws = slow()
    states: list[str] = []
    aws.script["ModifyInstanceAttribute"] = [
        lambda call: states.append(aws.state("i-1")) or Reply(Outcome.OK)
    ]  # type: ignore[func-returns-value]
    seen: list[Progress] = []
    steps = (
        Step(StopInstance(key("i-1"))),
        Step(ProtectTermination(key("i-1")), (0,)),
        Step(StartInstance(key("i-1")), (1,)),
    )
    done = await run(context_of(aws), *steps, watch=seen.append)
    assert done.complete
    assert states == ["stopped"]
    assert [call.operation for call in aws.sent] == [
        "StopInstances", "ModifyInstanceAttribute", "StartInstances",
    ]  # fmt: skip
    assert any("i-1 stopped" in progress.waiting for progress in seen)


async def test_a_wait_ends_when_the_instance_goes_elsewhere() -> None:
    aws = slow()
    aws.script["StopInstances"].append(aws.script["StopInstances"][0])
    steps = (Step(StopInstance(key("i-1"))), Step(ProtectTermination(key("i-1")), (0,)))
    context = context_of(aws)

    def end(progress: Progress) -> None:
        if progress.waiting:
            aws.set("i-1", state="terminated")

    done = await run(context, *steps, watch=end)
    assert [result.state for result in done.results] == [StepState.DONE, StepState.NOT_SENT]
    assert "terminated" in done.results[1].message


async def test_steps_on_one_subject_keep_their_order_without_being_told() -> None:
    aws = account("i-1")
    done = await run(context_of(aws), StopInstance(key("i-1")), StartInstance(key("i-1")))
    assert done.complete
    assert [call.operation for call in aws.sent] == ["StopInstances", "StartInstances"]
    assert aws.state("i-1") == "running"


async def test_the_plan_is_noted_as_a_whole_and_closed() -> None:
    context = context_of(account("i-1", "i-2"))
    done = await run(context, StopInstance(key("i-1")), StopInstance(key("i-2")))
    opened, closed = log_of(context).of(RecordKind.NOTE)
    assert (opened.outcome, opened.plan, opened.steps) == (PLANNED, done.plan.id, 2)
    assert opened.document is not None and len(opened.document["steps"]) == 2
    assert (closed.outcome, closed.plan, closed.message) == (ENDED, done.plan.id, "2 of 2 done")
    assert log_of(context).kept[0] == opened and log_of(context).kept[-1] == closed


async def test_the_subjects_are_read_again_afterwards_and_a_failure_there_is_told() -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [StopInstance(key("i-1"))])

    def stop_and_break(call: ApiCall) -> Reply:
        reply = aws.act(call)
        aws.failing[Kind.INSTANCES] = msgspec.structs.replace(failure(Outcome.UNREACHABLE).problem)  # type: ignore[type-var]
        return reply

    aws.script["i-1"] = [stop_and_break]
    done = await apply(context, reviewed)
    assert isinstance(done, Applied) and done.complete
    assert [problem.outcome for problem in done.unread] == [Outcome.UNREACHABLE]
