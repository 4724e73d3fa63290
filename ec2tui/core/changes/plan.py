"""A plan: ordered steps, drafted without those that would do nothing, and what differs after it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ec2tui.core.changes.change import Change, Ref, Subject
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

PLAN_TAG = "ec2tui:plan"
"""The tag that a creation carries, so that an unclear answer can be settled by looking for it."""


class Step(msgspec.Struct, frozen=True):
    """One change, and the indexes of the earlier steps that must have succeeded before it is sent."""

    change: Change
    needs: tuple[int, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """Ordered steps under one review; `undoes` is the id of the record that it takes back."""

    id: str
    steps: tuple[Step, ...]
    reason: str = ""
    undoes: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes in order."""
        return tuple(step.change for step in self.steps)

    @property
    def subjects(self) -> tuple[Key, ...]:
        """The keys of what is changed, each once, in order."""
        return tuple(dict.fromkeys(step.change.key for step in self.steps))

    @property
    def digest(self) -> str:
        """SHA-256 of the steps in hexadecimal: two plans with the same digest send the same calls."""
        return hashlib.sha256(msgspec.json.encode(self.steps)).hexdigest()

    def after(self, before: Inventory) -> Inventory:
        """The inventory after all steps."""
        for step in self.steps:
            before = step.change.effect(before)
        return before


class FieldChange(msgspec.Struct, frozen=True):
    """A field that differs, with AWS's values as the model has them."""

    field: str
    before: Any
    after: Any


class Difference(msgspec.Struct, frozen=True):
    """What is different about one item: `before` or `after` is None when it is made or deleted."""

    kind: Kind
    key: Key
    before: Any
    after: Any
    fields: tuple[FieldChange, ...] = ()


def draft(
    changes: Iterable[Change | Step],
    inventory: Inventory,
    plan_id: str = "",
    reason: str = "",
    undoes: str = "",
) -> Plan:
    """A plan without the steps that would do nothing, each judged after the steps before it.

    What needed a dropped step needs it no more: its effect is there already; what takes an id from its reply
    is dropped with it, since no reply comes. Creations get `PLAN_TAG`.
    """
    steps: list[Step] = []
    place: dict[int, int] = {}
    for index, given in enumerate(changes):
        step = given if isinstance(given, Step) else Step(given)
        if any(ref.step not in place for ref in refs(step.change)):
            continue
        needs = tuple(place[need] for need in step.needs if need in place)
        for change in _moved(step.change, place).parts():
            if change.noop(inventory):
                continue
            place[index] = len(steps)
            if change.creates and plan_id:
                change = _tagged(change, f"{plan_id}/{len(steps)}")
            steps.append(Step(change, needs))
            inventory = change.effect(inventory)
    return Plan(plan_id, tuple(steps), reason, undoes)


def refs(change: Change) -> tuple[Ref, ...]:
    """The references of a change to earlier replies."""
    values = (getattr(change, name) for name in change.__struct_fields__)
    flat = (item for value in values for item in (value if isinstance(value, tuple) else (value,)))
    return tuple(item for item in flat if isinstance(item, Ref))


def resolve(change: Change, replies: Mapping[int, Mapping[str, Any]]) -> Change:
    """The change with its references filled from the replies by step; KeyError names what is not there."""

    def value(ref: Ref) -> Any:
        found: Any = replies[ref.step]
        for part in ref.path.split("."):
            found = found[int(part)] if isinstance(found, Sequence) else found[part]
        return found

    return _mapped(change, value)


def differences(plan: Plan, before: Inventory, after: Inventory) -> tuple[Difference, ...]:
    """What differs between two inventories in everything that the plan touches."""
    touched: dict[Subject, None] = {}
    state = before
    for step in plan.steps:
        touched.update(dict.fromkeys(step.change.subjects(state)))
        state = step.change.effect(state)
    found = []
    for subject in touched:
        old, new = (side.table(subject.kind).get(subject.key) for side in (before, after))
        if old != new:
            found.append(Difference(subject.kind, subject.key, old, new, _fields(old, new)))
    return tuple(found)


def fingerprint(plan: Plan, inventory: Inventory) -> str:
    """SHA-256 of the steps and of what they would change now: differs when the world moved under a review.

    Of a security group all rules count, whichever of them the steps change: they add up.
    """
    seen = [plan.steps, differences(plan, inventory, plan.after(inventory)), _group_rules(plan, inventory)]
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()


def _group_rules(plan: Plan, inventory: Inventory) -> list[Any]:
    """All rules of the groups whose rules a plan changes: a subject of kind RULES may be a whole group."""
    subjects = {subject for change in plan.changes for subject in change.subjects(inventory)}
    groups = {key for kind, key in subjects if kind is Kind.RULES}
    if not groups:
        return []
    rules = inventory.table(Kind.RULES)
    return sorted((r for k, r in rules.items() if k._replace(id=r.group_id) in groups), key=lambda r: r.key)


def _fields(old: Any, new: Any) -> tuple[FieldChange, ...]:
    if old is None or new is None:
        return ()
    names = getattr(old, "FACTS", old.__struct_fields__)
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in names)
    return tuple(FieldChange(name, was, now) for name, was, now in pairs if was != now)


def shifted(step: Step, by: int) -> Step:
    """A step at its place after `by` others: what it needs and refers to moves with it."""
    change = _mapped(step.change, lambda ref: Ref(ref.step + by, ref.path))
    return Step(change, tuple(need + by for need in step.needs))


def _moved(change: Change, place: Mapping[int, int]) -> Change:
    return _mapped(change, lambda ref: Ref(place[ref.step], ref.path))


def _mapped(change: Change, new: Any) -> Change:
    """The change with every reference replaced by what `new` makes of it."""

    def value(old: Any) -> Any:
        if isinstance(old, tuple) and any(isinstance(item, Ref) for item in old):
            return tuple(new(item) if isinstance(item, Ref) else item for item in old)
        return new(old) if isinstance(old, Ref) else old

    fields = {name: getattr(change, name) for name in change.__struct_fields__}
    replaced = {name: value(old) for name, old in fields.items()}
    changed = {name: new for name, new in replaced.items() if new is not fields[name]}
    return msgspec.structs.replace(change, **changed) if changed else change


def _tagged(change: Change, mark: str) -> Change:
    tags = tuple(tag for tag in getattr(change, "tags", ()) if tag[0] != PLAN_TAG)
    return msgspec.structs.replace(change, tags=(*tags, (PLAN_TAG, mark)))
