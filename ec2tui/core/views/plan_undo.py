"""What undo would do about each step of a plan, told before it happens."""

from collections.abc import Sequence
from typing import NamedTuple

from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.rules.policy import FIXED
from ec2tui.core.rules.undoing import Barred


class UndoNote(NamedTuple):
    """Whether a step can be taken back, why not, and what will be lost all the same (sentences)."""

    key: Key
    reversible: bool
    why_not: str
    lost: tuple[str, ...]


def undo_notes(plan: Plan, before: Inventory, barred: Sequence[Barred] = ()) -> tuple[UndoNote, ...]:
    """One note per step, each seen from the inventory that the step finds; `barred` will be blocked."""
    blocked = {one.step: (_blocked(one),) for one in barred}
    notes = []
    for index, change in enumerate(plan.changes):
        why_not = change.irreversible(before)
        lost = (*change.not_restored(before), *blocked.get(index, ()))
        notes.append(UndoNote(change.key, not why_not, why_not, lost))
        before = change.effect(before)
    return tuple(notes)


def _blocked(one: Barred) -> str:
    by = f" by {one.setting}" if one.setting != FIXED else ""
    return f"Undo will be blocked{by}: {one.reason}"
