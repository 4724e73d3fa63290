"""Waits until a subject has arrived in the state that the next step of a plan needs."""

import asyncio
from itertools import chain, repeat

import msgspec

from ec2tui.core.changes.change import Change, Subject
from ec2tui.core.changes.plan import Plan, Step, differences
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.pausing import pause
from ec2tui.services.subjects import read_subjects

LONGEST = 900.0
"""Seconds after which an instance that is still stopping, or the like, is waited for no more."""

_PASSING = frozenset({Outcome.THROTTLED, Outcome.UNREACHABLE, Outcome.UNKNOWN})
_DEAD = frozenset({"shutting-down", "terminated", "error", "failed"})


class Late(msgspec.Struct, frozen=True):
    """Why a subject is not in the state that a step needs; `problem` is the read that failed."""

    reason: str
    problem: Problem | None = None


def destinations(change: Change, before: Inventory) -> dict[Subject, str]:
    """The state that each subject of a change gets to, for those whose state it alters."""
    found = {}
    for item in differences(Plan("", (Step(change),)), before, change.effect(before)):
        for field in item.fields:
            if field.field == "state":
                found[Subject(item.kind, item.key)] = str(field.after)
    return found


async def arrive(context: ChangeContext, wanted: dict[Subject, str], stop: asyncio.Event) -> Late | None:
    """Waits until every subject is in its wanted state; why it is not (None: it is)."""
    until = context.clock.now() + LONGEST
    for seconds in chain((1.0, 2.0, 3.0), repeat(5.0)):
        problems = await read_subjects(context, wanted)
        lasting = next((problem for problem in problems if problem.outcome not in _PASSING), None)
        if lasting is not None:
            return Late(f"its state could not be read: {lasting.message}", lasting)
        now = {subject: _state(context.store.inventory, subject) for subject in wanted}
        late = {subject: state for subject, state in now.items() if state != wanted[subject]}
        if not late and not problems:
            return None
        subject, state = next(iter(late.items()), (next(iter(wanted)), ""))
        if state is None or (state in _DEAD and wanted[subject] != "terminated"):
            return Late(f"{subject.key.id} is {state or 'gone'}, not {wanted[subject]}")
        if context.clock.now() >= until:
            return Late(f"{subject.key.id} is still {state or 'not read'}, not {wanted[subject]}")
        if await pause(context.clock, seconds, stop):
            return Late("stopped by the user")
    raise AssertionError("the pauses never end")


def _state(inventory: Inventory, subject: Subject) -> str | None:
    item = inventory.table(subject.kind).get(subject.key)
    return None if item is None else str(getattr(item, "state", ""))
