"""The record, folded: each intent with its last outcome, what was taken back, and plans that never ended."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ec2tui.core.changes.codec import change_from_builtins, decode_plan
from ec2tui.core.changes.plan import PLAN_TAG, Plan
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import ENDED, NOT_DONE, PLANNED, Fault, Record, RecordKind, went_on
from ec2tui.core.model.schedule import PREFIX
from ec2tui.services.ports_audit import AuditLog

AUTHORIZE, REVOKE = "rule.authorize", "rule.revoke"
"""What brings a rule back, and what it was taken away by; these tags never change their meaning."""


class Deed(msgspec.Struct, frozen=True):
    """An intent and how it ended, as far as the record tells."""

    intent: Record
    outcome: Record | None = None

    @property
    def open(self) -> bool:
        """Whether it is unknown, and AWS may still be asked, whether it was done."""
        return self.outcome is None or self.outcome.outcome == Outcome.UNKNOWN

    @property
    def done(self) -> bool:
        """Whether it is known to have been done."""
        return self.outcome is not None and self.outcome.outcome == Outcome.OK

    @property
    def word(self) -> str:
        """How it ended, for a list."""
        return self.outcome.outcome if self.outcome else Outcome.UNKNOWN.value

    @property
    def inverse(self) -> dict[str, object] | None:
        """The change that takes it back, as JSON: known before, or learned from the reply."""
        return (self.outcome.inverse if self.outcome else None) or self.intent.inverse

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        key = (self.intent.change or {}).get("key") or ("",)
        return str(key[-1])

    @property
    def action(self) -> str:
        """The id of the kind of change."""
        return str((self.intent.change or {}).get("action", ""))


class Planned(msgspec.Struct, frozen=True):
    """A plan of several steps as it was noted when its first was about to be sent.

    `end` is the id of the first note that closed it; empty: none did.
    """

    note: Record
    plan: Plan | None
    end: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing of it is left to go on with."""
        return bool(self.end)


class History(msgspec.Struct, frozen=True):
    """Everything that the record tells, oldest first; `plans` by id.

    `new_ids` has the id of today of each rule that was revoked and brought back: AWS gives it another one.
    `takers` are the changes that took something back, by the id of the record or plan that they took back.
    `before` has the id of the interrupted plan that a plan went on with.
    """

    deeds: tuple[Deed, ...] = ()
    plans: dict[str, Planned] = {}
    faults: tuple[Fault, ...] = ()
    new_ids: dict[str, str] = {}
    takers: dict[str, list[Any]] = {}
    before: dict[str, str] = {}

    def line(self, plan_id: str) -> tuple[str, ...]:
        """A plan with those that it went on with and that went on with it, the first one first."""
        after = {earlier: later for later, earlier in self.before.items()}
        first = plan_id
        while first in self.before:
            first = self.before[first]
        found = [first]
        while found[-1] in after:
            found.append(after[found[-1]])
        return tuple(found)

    def of_line(self, plan_id: str) -> tuple[Deed, ...]:
        """The deeds of a plan and of those that went on with it, in the order in which they were sent."""
        plans = self.line(plan_id)
        return tuple(deed for deed in self.deeds if deed.intent.plan in plans)

    def of_plan(self, plan_id: str) -> tuple[Deed, ...]:
        """The deeds of a plan in the order in which they were sent."""
        return tuple(deed for deed in self.deeds if deed.intent.plan == plan_id)

    def undone(self, deed: Deed) -> bool:
        """Whether a later deed took this one back."""
        ids = (deed.intent.id, *self.line(deed.intent.plan))
        takers = [taker for id_ in ids for taker in self.takers.get(id_, ())]
        return bool(takers) and _gist(deed.inverse, self.new_ids) in takers


async def read_history(log: AuditLog) -> History:
    """Reads the whole record; AuditError when it cannot be read."""
    return fold([item async for item in log.records()])


def fold(items: Iterable[Record | Fault]) -> History:
    """The history that records tell, in their order."""
    deeds: dict[str, Deed] = {}
    plans: dict[str, Planned] = {}
    before: dict[str, str] = {}
    faults = []
    for item in items:
        if isinstance(item, Fault):
            faults.append(item)
        elif item.kind is RecordKind.INTENT:
            deeds[item.id] = Deed(item)
        elif item.kind is RecordKind.OUTCOME and item.intent in deeds:
            deeds[item.intent] = Deed(deeds[item.intent].intent, _later(deeds[item.intent].outcome, item))
        elif item.kind is RecordKind.NOTE and item.outcome == PLANNED:
            plans[item.plan] = Planned(item, _plan(item))
        elif _ends(item, plans):
            plans[item.plan] = msgspec.structs.replace(plans[item.plan], end=item.id)
            later = went_on(item.message)
            before |= {later: item.plan} if later else {}
    done = tuple(deeds.values())
    ids = rules_of_today(done)
    takers: dict[str, list[Any]] = {}
    for deed in done:
        if deed.done and deed.intent.undoes:
            takers.setdefault(deed.intent.undoes, []).append(_gist(deed.intent.change, ids))
    undoing = {deed.intent.plan for deed in done if deed.intent.undoes}
    before = {later: earlier for later, earlier in before.items() if later not in undoing}
    return History(done, plans, tuple(faults), ids, takers, before)


def _ends(note: Record, plans: Mapping[str, Planned]) -> bool:
    """Whether a record is the first that ends a plan."""
    known = plans.get(note.plan)
    ending = note.kind is RecordKind.NOTE and note.outcome == ENDED
    return ending and known is not None and not known.end


def rules_of_today(deeds: Iterable[Deed]) -> dict[str, str]:
    """For each rule that was revoked and brought back by an undo, the id that it has now."""
    known = [deed for deed in deeds if deed.done and deed.action in (AUTHORIZE, REVOKE)]
    revoked: dict[str, list[Deed]] = {}
    for deed in known:
        if deed.action == REVOKE:
            for id_ in (deed.intent.id, deed.intent.plan):
                revoked.setdefault(id_, []).append(deed)
    found: dict[str, str] = {}
    for deed in known:
        inverse: Any = deed.inverse
        if deed.action != AUTHORIZE or not deed.intent.undoes or not inverse:
            continue
        change = _gist(deed.intent.change, {})
        for old in revoked.get(deed.intent.undoes, ()):
            if old.subject not in found and _gist(old.inverse, {}) == change:
                found[old.subject] = str(inverse["key"][-1])
                break
    return {old: _last(old, found) for old in found}


def _last(old: str, found: Mapping[str, str]) -> str:
    """The id at the end of a chain: what came back may have been revoked and brought back again."""
    seen = {old}
    while (new := found[old]) in found and new not in seen:
        seen.add(new)
        old = new
    return found[old]


def renamed(document: Any, ids: Mapping[str, str]) -> Any:
    """A change as JSON with other ids of rules, and of their schedules, in the place of the old ones."""
    if isinstance(document, Mapping):
        return {name: renamed(value, ids) for name, value in document.items()}
    if isinstance(document, list | tuple):
        return [renamed(value, ids) for value in document]
    if not isinstance(document, str):
        return document
    bare = document.removeprefix(PREFIX)
    return document.removesuffix(bare) + ids[bare] if bare in ids else document


def _gist(change: Mapping[str, Any] | None, ids: Mapping[str, str]) -> Any:
    """What a change does, whatever the plan that it is in and the ids that its rules had."""
    if change is None:
        return None
    tags = [tag for tag in change.get("tags") or () if tag[0] != PLAN_TAG]
    return renamed({**change, "tags": tags}, ids)


def no_way_back(deed: Deed, *, foreign: bool, undone: bool) -> str:
    """Why a deed cannot be taken back, as a sentence; empty when it can.

    `foreign`: it was done in another account than the one at hand; `undone`: it has been taken back.
    """
    told = deed.intent
    if foreign:
        return f"It was done in account {told.account}, and these credentials are of another."
    if deed.open:
        return "It is not known whether it was done."
    if not deed.done:
        return f"It was not done ({deed.word})."
    if deed.inverse is None:
        return told.irreversible or "Nothing takes it back."
    if undone:
        return "It has been taken back already."
    try:
        change_from_builtins(deed.inverse)
    except msgspec.ValidationError as error:
        return f"This version does not know the change that takes it back: {error}."
    return ""


def _later(known: Record | None, new: Record) -> Record:
    """The outcome that counts: the last, but a sure one is not made unsure by a guess that came after it."""
    sure = {Outcome.OK.value, NOT_DONE}
    return known if known is not None and known.outcome in sure and new.outcome not in sure else new


def _plan(note: Record) -> Plan | None:
    """The plan of a note, None when another version wrote changes that this one does not know."""
    try:
        return decode_plan(msgspec.json.encode(note.document))
    except msgspec.ValidationError:
        return None
