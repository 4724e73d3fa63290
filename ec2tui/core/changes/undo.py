"""Turns steps that were done into the steps that take them back, in the opposite order."""

from collections.abc import Sequence

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.model.inventory import Inventory


def inverses(plan: Plan, before: Inventory) -> tuple[Change | None, ...]:
    """What takes each step back, seen from the inventory before that step; None where nothing does (yet)."""
    found = []
    for step in plan.steps:
        found.append(step.change.inverse(before))
        before = step.change.effect(before)
    return tuple(found)


def take_back(steps: Sequence[Step], backs: Sequence[Change | None]) -> tuple[Step, ...]:
    """The inverse steps, last first; one waits for the inverses of everything that had waited for it.

    `backs` holds per step its inverse, or None when it was not done or cannot be undone.
    """
    place: dict[int, int] = {}
    undone: list[Step] = []
    for index in reversed(range(len(steps))):
        back = backs[index]
        if back is None:
            continue
        waited = [later for later in range(index + 1, len(steps)) if index in steps[later].needs]
        needs = tuple(sorted(place[later] for later in waited if later in place))
        place[index] = len(undone)
        undone.append(Step(back, needs))
    return tuple(undone)
