"""Applying with the real rules: what they block stays undone, what they ask for is asked."""

import asyncio
from pathlib import Path

from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.core.changes.addresses import AllocateAddress, DisassociateAddress, ReleaseAddress, give_address
from ec2tui.core.changes.instance_state import StopInstance, TerminateInstance
from ec2tui.core.changes.instance_type import resize
from ec2tui.core.changes.plan import PLAN_TAG, Step
from ec2tui.core.model.address import Address
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import Record, RecordKind
from ec2tui.services.applied import Applied, Refused, StepState
from ec2tui.services.apply import apply
from ec2tui.services.review import review
from ec2tui.services.undo import NoUndo, Undoing, undo
from tests.adapters.local.audit_cases import no_key
from tests.services.audit_fakes import Account, account, context_of, failure
from tests.services.fakes import REGION, key


async def test_a_protected_instance_is_not_terminated() -> None:
    aws = account("i-1")
    aws.protect("i-1", True)
    context = context_of(aws)
    reviewed = await review(context, [TerminateInstance(key("i-1"))])
    done = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(done, Refused) and done.level is Level.BLOCK
    assert any("protect" in judgement.rule for judgement in done.judgements)
    assert aws.sent == []


async def test_protection_switched_on_after_the_review_is_seen() -> None:
    aws = account("i-1")
    context = context_of(aws)
    reviewed = await review(context, [TerminateInstance(key("i-1"))])
    assert reviewed.level is Level.CONFIRM
    aws.protect("i-1", True)
    assert not isinstance(await apply(context, reviewed, reviewed.confirm), Applied)
    assert aws.sent == []


async def test_termination_is_always_asked() -> None:
    context = context_of(account("i-1"))
    reviewed = await review(context, [TerminateInstance(key("i-1"))])
    assert isinstance(await apply(context, reviewed, "yes"), Refused)
    done = await apply(context, reviewed, "name-of-i-1")
    assert isinstance(done, Applied) and done.complete


async def test_many_at_once_are_asked_by_their_count() -> None:
    ids = [f"i-{n}" for n in range(12)]
    context = context_of(account(*ids))
    reviewed = await review(context, [StopInstance(key(id_)) for id_ in ids])
    assert (reviewed.level, reviewed.confirm) == (Level.CONFIRM, "stop 12")
    assert isinstance(await apply(context, reviewed), Refused)
    assert isinstance(await apply(context, reviewed, "stop 12"), Applied)


async def test_a_resize_goes_stop_change_start_and_back() -> None:
    aws = account("i-1")

    def act(call: ApiCall) -> Reply:
        aws.set("i-1", type=call.params["InstanceType"]["Value"])
        return Reply(Outcome.OK)

    aws.script["ModifyInstanceAttribute"] = [act, act]
    aws.items[REGION, Kind.INSTANCE_TYPES] = {
        name: InstanceType(key(name), 2, 1024, ("x86_64",)) for name in ("t3.micro", "t3.large")
    }
    context = context_of(aws)
    steps = resize(key("i-1"), "t3.large", context.store.inventory)
    reviewed = await review(context, steps)  # type: ignore[arg-type]
    done = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(done, Applied) and done.complete, done
    assert [call.operation for call in aws.sent] == [
        "StopInstances",
        "ModifyInstanceAttribute",
        "StartInstances",
    ]
    found = await undo(context)
    assert isinstance(found, Undoing)
    back = await apply(context, found.review, found.review.confirm)
    assert isinstance(back, Applied) and back.complete, back
    assert context.store.inventory.instance(key("i-1")).type == "t3.micro"  # type: ignore[union-attr]


class WithAddresses(Account):
    """An account that allocates and associates one Elastic IP."""

    def act(self, call: ApiCall) -> Reply:
        table = self.items.setdefault((REGION, Kind.ADDRESSES), {})
        if call.operation == "AllocateAddress":
            tags = call.params["TagSpecifications"][0]["Tags"]
            self.tags = [{"ResourceId": "eipalloc-1", "ResourceType": "elastic-ip", **tag} for tag in tags]
            table["eipalloc-1"] = Address(key("eipalloc-1"), "192.0.2.9")
            return Reply(Outcome.OK, {"AllocationId": "eipalloc-1", "PublicIp": "192.0.2.9"})
        if call.operation == "AssociateAddress":
            table["eipalloc-1"] = Address(
                key("eipalloc-1"), "192.0.2.9", "eipassoc-1", call.params["InstanceId"]
            )
            return Reply(Outcome.OK, {"AssociationId": "eipassoc-1"})
        return super().act(call)


def with_addresses() -> WithAddresses:
    return WithAddresses(*account("i-1").items[REGION, Kind.INSTANCES].values())  # type: ignore[arg-type]


async def test_an_address_is_allocated_associated_and_taken_back_in_the_other_order() -> None:
    aws = with_addresses()
    context = context_of(aws)
    reviewed = await review(context, give_address(key("i-1")))
    done = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(done, Applied) and done.complete, done
    found = await undo(context)
    assert isinstance(found, Undoing)
    assert [(type(s.change), s.needs) for s in found.review.plan.steps] == [
        (DisassociateAddress, ()), (ReleaseAddress, (0,)),
    ]  # fmt: skip


async def test_lost_answers_of_a_creation_and_an_association_are_found_with_what_undo_needs() -> None:
    aws = with_addresses()
    aws.script["AllocateAddress"] = [lambda call: aws.act(call) and failure(Outcome.UNKNOWN)]
    aws.script["i-1"] = [lambda call: aws.act(call) and failure(Outcome.UNKNOWN)]
    context = context_of(aws)
    reviewed = await review(context, give_address(key("i-1")))
    done = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(done, Applied) and done.complete, done
    assert [call.operation for call in aws.sent] == ["AllocateAddress", "AssociateAddress"]
    assert [result.inverse for result in done.results] == [
        ReleaseAddress(key("eipalloc-1"), "192.0.2.9"),
        DisassociateAddress(key("i-1"), "eipassoc-1", "eipalloc-1", "192.0.2.9"),
    ]


async def test_a_creation_carries_the_plans_tag() -> None:
    aws = with_addresses()
    context = context_of(aws)
    reviewed = await review(context, [Step(AllocateAddress(key("(new address)")))])
    await apply(context, reviewed, reviewed.confirm)
    assert aws.tags[0]["Key"] == PLAN_TAG and aws.tags[0]["Value"] == f"{reviewed.plan.id}/0"


def test_it_all_goes_through_the_real_record(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    aws = account("i-1", "i-2", "i-3")

    async def run() -> None:
        context = context_of(aws, JsonlAuditLog(path, no_key))  # type: ignore[arg-type]
        reviewed = await review(context, [StopInstance(key(id_)) for id_ in ("i-1", "i-2", "i-3")])
        done = await apply(context, reviewed, reviewed.confirm)
        assert isinstance(done, Applied) and done.complete
        found = await undo(context)
        assert isinstance(found, Undoing)
        back = await apply(context, found.review, found.review.confirm)
        assert isinstance(back, Applied) and {r.state for r in back.results} == {StepState.DONE}
        assert isinstance(await undo(context), NoUndo)
        told = [item async for item in context.log.records() if isinstance(item, Record)]
        assert [item.kind for item in told].count(RecordKind.INTENT) == 6
        assert await context.log.verify() == ()

    asyncio.run(run())
    assert all(aws.state(id_) == "running" for id_ in ("i-1", "i-2", "i-3"))


def test_a_record_that_cannot_be_written_means_that_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    aws = account("i-1")

    async def run() -> None:
        context = context_of(aws, JsonlAuditLog(tmp_path / "file" / "audit.jsonl", no_key))  # type: ignore[arg-type]
        reviewed = await review(context, [StopInstance(key("i-1"))])
        done = await apply(context, reviewed, reviewed.confirm)
        assert isinstance(done, Applied) and done.results[0].state is StepState.NOT_SENT

    asyncio.run(run())
    assert aws.sent == []
