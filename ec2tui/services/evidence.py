"""Asks AWS whether a call was done whose answer got lost: by a plan's tag, or by what its subject is now."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from ec2tui.core.changes.change import Change, Subject, known
from ec2tui.core.changes.plan import PLAN_TAG
from ec2tui.core.model.address import Address
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.profile_association import ProfileAssociation
from ec2tui.core.model.record import Record
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.recording import plain, subject_of
from ec2tui.services.subjects import forbidding, own, read_for, read_subjects

QUIET = 60.0
"""Seconds after which a call that left no trace in AWS is held for not done; its answers lag behind."""

REPLY_IDS = {
    "instance": "Instances.InstanceId",
    "elastic-ip": "AllocationId",
    "snapshot": "SnapshotId",
    "image": "ImageId",
    "security-group": "GroupId",
    "key-pair": "KeyPairId",
    "volume": "VolumeId",
    "vpc-endpoint": "VpcEndpoint.VpcEndpointId",
    "security-group-rule": "SecurityGroupRules.SecurityGroupRuleId",
}
"""Where the reply of a creation names the new thing, by AWS's resource type; before a dot stands its list."""


class Trace(StrEnum):
    """What AWS shows of a call."""

    DONE = "done"
    NOT_DONE = "not done"
    NOT_YET = "not seen yet"
    NOT_READ = "not read"
    UNCLEAR = "unclear"


class Evidence(msgspec.Struct, frozen=True):
    """A trace and its reason; `body` is what the lost reply would have said, as far as it is known."""

    trace: Trace
    message: str
    body: dict[str, Any] = {}


async def look(context: ChangeContext, told: Record, change: Change) -> Evidence:
    """What AWS shows now of an intent and its change."""
    found = await (_made(context, change) if change.creates else _changed(context, change, told))
    late = context.clock.now() - datetime.fromisoformat(told.time).timestamp() >= QUIET
    if found.trace in (Trace.NOT_DONE, Trace.UNCLEAR) and not late:
        return Evidence(
            Trace.NOT_YET, f"{found.message} yet" if found.trace is Trace.NOT_DONE else found.message
        )
    return found


def learn(change: Change, body: Mapping[str, Any]) -> Change | None:
    """What takes a change back, from a reply; None when the reply does not tell, as a damaged one."""
    try:
        return change.learn(body)
    except (LookupError, TypeError, AttributeError):
        return None


async def _made(context: ChangeContext, change: Change) -> Evidence:
    """Looks for the plan's tag; the answer is checked, since some endpoints ignore filters."""
    mark = dict(getattr(change, "tags", ())).get(PLAN_TAG)
    if not mark:
        return Evidence(Trace.UNCLEAR, "the new thing carries no tag by which it could be found")
    filters = [{"Name": "key", "Values": [PLAN_TAG]}, {"Name": "value", "Values": [mark]}]
    region = change.call().region
    reply = await context.gateway.fetch(ApiCall("ec2", "DescribeTags", region, {"Filters": filters}))
    if reply.problem is not None:
        return _not_read(reply.problem)
    ids = [
        str(tag.get("ResourceId"))
        for tag in reply.body.get("Tags", ())
        if tag.get("Key") == PLAN_TAG and tag.get("Value") == mark and _fits(tag, change)
    ]
    if not ids:
        return Evidence(Trace.NOT_DONE, "AWS shows nothing that carries the plan's tag")
    if len(ids) != change.makes or change.creates not in REPLY_IDS:
        return Evidence(Trace.UNCLEAR, f"{', '.join(ids)} carry the plan's tag, of {change.makes} to be made")
    place, dot, field = REPLY_IDS[change.creates].partition(".")
    body: dict[str, Any] = {place: [{field: id} for id in ids]} if dot else {place: ids[0]}
    if change.kind is Kind.ADDRESSES:
        key = change.key._replace(id=ids[0])
        await read_subjects(context, [Subject(Kind.ADDRESSES, key)])
        address = known(context.store.inventory.address(key))
        body |= {"PublicIp": address.public_ip} if address else {}
    return Evidence(Trace.DONE, f"the plan's tag is on {', '.join(ids)}", body)


def _fits(tag: dict[str, Any], change: Change) -> bool:
    return bool(tag.get("ResourceType", change.creates) == change.creates)


async def _changed(context: ChangeContext, change: Change, told: Record) -> Evidence:
    before, after = told.before or {}, told.after or {}
    if not after and not change.noop(context.store.inventory) and not before:
        return Evidence(Trace.UNCLEAR, "AWS does not tell whether this was done")
    subjects = dict.fromkeys((*map(subject_of, after), *own(change, context.store.inventory)))
    problem = next(iter(await read_subjects(context, subjects)), None)
    problem = problem or forbidding(await read_for(context, (change,)), (change,))
    if problem is not None:
        return _not_read(problem)
    inventory = context.store.inventory
    if change.noop(inventory):
        return Evidence(Trace.DONE, "AWS shows it done", _told(change, inventory))
    if not after:
        return Evidence(Trace.UNCLEAR, "AWS does not tell whether this was done")
    now = {name: _now(name, inventory, after[name] or before.get(name)) for name in after}
    if now == after:
        return Evidence(Trace.DONE, "AWS shows it done")
    if now == before:
        return Evidence(Trace.NOT_DONE, "AWS does not show it done")
    return Evidence(Trace.UNCLEAR, "what it was about is neither as before nor as intended")


def _told(change: Change, inventory: Inventory) -> dict[str, Any]:
    """What the lost reply would have said of the association that was made."""
    for kind, key in change.subjects(inventory):
        item = inventory.table(kind).get(key)
        if isinstance(item, Address) and item.association_id:
            return {"AssociationId": item.association_id}
        if isinstance(item, ProfileAssociation):
            return {"IamInstanceProfileAssociation": {"AssociationId": item.association_id}}
    return {}


def _now(name: str, inventory: Inventory, fields: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same fields of a subject as it is now; one that is gone for good counts as terminated."""
    subject = subject_of(name)
    item = inventory.table(subject.kind).get(subject.key)
    if item is None:
        ended = fields is not None and fields.get("state") == "terminated"
        return fields if ended and inventory.missing(*subject) is Missing.GONE else None
    return {field: plain(getattr(item, field, None)) for field in fields or ()}


def _not_read(problem: Problem) -> Evidence:
    return Evidence(Trace.NOT_READ, f"AWS could not be asked: {problem.message}")
