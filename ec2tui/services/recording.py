"""Makes the records of a plan: its intents with what they change, their outcomes, and its notes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import msgspec

from ec2tui.core.changes.change import Change, Subject
from ec2tui.core.changes.codec import encode_plan
from ec2tui.core.changes.plan import Plan, Step, differences, refs
from ec2tui.core.model.api_call import Reply
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.record import Record, RecordKind, iso
from ec2tui.services.change_context import ChangeContext

Fields = dict[str, Any]


def intent(context: ChangeContext, plan: Plan, index: int, change: Change, before: Inventory) -> Record:
    """What is about to be sent, with what takes it back; `before` is the inventory that the step finds."""
    inverse = change.inverse(before)
    was, then = changed_fields(change, before)
    base = _base(context, plan, RecordKind.INTENT)
    return msgspec.structs.replace(
        base,
        step=index,
        account=change.key.account or base.account,
        region=change.key.region,
        change=plain(change),
        before=was,
        after=then,
        inverse=plain(inverse) if inverse else None,
        irreversible="" if inverse else change.irreversible(before),
        undoes=plan.undoes,
        reason=plan.reason,
    )


def outcome(
    context: ChangeContext,
    told: Record,
    word: str,
    reply: Reply | None = None,
    message: str = "",
    learned: Fields | None = None,
    inverse: Change | None = None,
) -> Record:
    """How an intent ended; `learned` and `inverse` are what only the reply could tell."""
    said = message or (reply.problem.message if reply and reply.problem else "")
    return Record(
        id=uuid4().hex,
        kind=RecordKind.OUTCOME,
        time=iso(context.clock.now()),
        plan=told.plan,
        step=told.step,
        steps=told.steps,
        account=told.account,
        principal=_principal(context),
        profile=context.gateway.profile,
        region=told.region,
        inverse=plain(inverse) if inverse else None,
        intent=told.id,
        request_id=reply.request_id if reply else "",
        outcome=word,
        message=said,
        learned=learned or None,
        writer=context.log.writer,
    )


def plan_note(context: ChangeContext, plan: Plan, word: str, message: str = "") -> Record:
    """The note that opens a plan (PLANNED, with the plan itself) or closes it (ENDED)."""
    document = msgspec.json.decode(encode_plan(plan)) if plan.steps else None
    base = _base(context, plan, RecordKind.NOTE)
    return msgspec.structs.replace(base, outcome=word, message=message, document=document)


def needed_later(plan: Plan, index: int, body: Mapping[str, Any]) -> Fields:
    """The values of a reply that later steps refer to, by dotted path; those that it lacks are left out."""
    wanted = {ref.path for change in plan.changes for ref in refs(change) if ref.step == index}
    found = {}
    for path in sorted(wanted):
        value = at_path(body, path)
        if value is not None:
            found[path] = value
    return found


def at_path(body: Any, path: str) -> Any:
    """The value at a dotted path of a document, None when it is not there."""
    for part in path.split("."):
        if isinstance(body, Mapping):
            body = body.get(part)
        elif isinstance(body, Sequence) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return None
    return body


def changed_fields(change: Change, before: Inventory) -> tuple[Fields, Fields]:
    """The fields that a change alters, before and after, by `kind/account/region/id`.

    Of what is made or deleted the one side is None and the other the whole item.
    """
    if refs(change):
        return {}, {}
    was: Fields = {}
    then: Fields = {}
    for found in differences(Plan("", (Step(change),)), before, change.effect(before)):
        name = subject_name(Subject(found.kind, found.key))
        if found.before is None or found.after is None:
            was[name], then[name] = plain(found.before), plain(found.after)
        else:
            was[name] = {field.field: plain(field.before) for field in found.fields}
            then[name] = {field.field: plain(field.after) for field in found.fields}
    return was, then


def plain(value: Any) -> Any:
    """A value of the model as its JSON reads: what is compared with a record that was read back."""
    return msgspec.json.decode(msgspec.json.encode(value))


def subject_name(subject: Subject) -> str:
    """A subject as a key of JSON: `instances/123456789012/eu-west-1/i-0abc`."""
    return "/".join((subject.kind.value, *subject.key))


def subject_of(name: str) -> Subject:
    """The subject that `subject_name` wrote; ValueError for another text."""
    kind, account, region, id_ = name.split("/", 3)
    return Subject(Kind(kind), Key(account, region, id_))


def _base(context: ChangeContext, plan: Plan, kind: RecordKind) -> Record:
    return Record(
        id=uuid4().hex,
        kind=kind,
        time=iso(context.clock.now()),
        plan=plan.id,
        steps=len(plan.steps),
        account=context.identity.account if context.identity else "",
        principal=_principal(context),
        profile=context.gateway.profile,
        writer=context.log.writer,
    )


def _principal(context: ChangeContext) -> str:
    return context.identity.arn if context.identity else ""
