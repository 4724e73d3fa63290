"""What undo would do about each step of a plan, told before it happens."""

from typing import NamedTuple

from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key


class UndoNote(NamedTuple):
    """Whether a step can be taken back, why not, and what will be lost all the same (sentences)."""

    key: Key
    reversible: bool
    why_not: str
    lost: tuple[str, ...]


def undo_notes(plan: Plan, before: Inventory) -> tuple[UndoNote, ...]:
    """One note per step, each seen from the inventory that the step finds."""
    notes = []
    for change in plan.changes:
        why_not = change.irreversible(before)
        notes.append(UndoNote(change.key, not why_not, why_not, change.not_restored(before)))
        before = change.effect(before)
    return tuple(notes)
