"""Turns what was done round: a record or a plan becomes a new plan of inverses, reviewed like any other."""

from collections.abc import Mapping, Sequence

import msgspec

from ec2tui.core.changes.codec import change_from_builtins
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.history import REVOKE, Deed, History, no_way_back, read_history, renamed
from ec2tui.services.review import Review, review
from ec2tui.services.sending import needs_of
from ec2tui.services.undo_rules import held_again

SHORTEST = 4
"""How many characters of an id are enough, when only one record begins with them."""


class NoUndo(msgspec.Struct, frozen=True):
    """Why nothing is taken back, as a sentence; `found` is false when there is no such record.

    `nothing`: there is nothing left to take back, so that all is as it is wanted.
    """

    reason: str
    found: bool = True
    nothing: bool = False


class Undoing(msgspec.Struct, frozen=True):
    """The review of taking something back; `left` says what of it cannot be, as sentences."""

    review: Review
    left: tuple[str, ...] = ()


async def undo(context: ChangeContext, id_: str = "", reason: str = "") -> Undoing | NoUndo:
    """The review of taking back a record or a whole plan by its id, else the last reversible plan.

    The beginning of an id is enough when it is unique. AuditError when the record cannot be read.
    """
    history = await read_history(context.log)
    deeds = _named(history, id_) if id_ else _last(context, history)
    return deeds if isinstance(deeds, NoUndo) else await turn_round(context, history, deeds, id_, reason)


async def turn_round(
    context: ChangeContext, history: History, deeds: Sequence[Deed], id_: str, reason: str, closes: str = ""
) -> Undoing | NoUndo:
    """The review of taking these deeds of one plan back, the last first."""
    whys = {deed.intent.id: why_not(context, history, deed) for deed in deeds}
    left = tuple(
        f"{deed.action} {deed.subject}: {whys[deed.intent.id]}" for deed in deeds if whys[deed.intent.id]
    )
    good = [deed for deed in deeds if not whys[deed.intent.id]]
    if not good:
        return NoUndo(left[0] if left else "Nothing was done.")
    first = history.line(good[0].intent.plan)[0]
    planned = history.plans.get(first)
    plan = planned.plan if planned else None
    places = _places(deeds, first, plan)
    good.sort(key=lambda deed: -places[deed.intent.id])
    steps = _reversed(good, places, plan, history.new_ids)
    whole = len(deeds) > 1 or good[0].intent.plan == id_
    undoes = first if whole else good[0].intent.id
    found = await review(context, steps, reason, undoes, closes)
    if found.empty:
        return NoUndo("Everything is as it was before: there is nothing to take back.", nothing=True)
    return Undoing(found, left)


def why_not(context: ChangeContext, history: History, deed: Deed) -> str:
    """Why a deed cannot be taken back, as a sentence; empty when it can."""
    return no_way_back(deed, foreign=context.foreign(deed.intent.account), undone=history.undone(deed))


def _named(history: History, id_: str) -> tuple[Deed, ...] | NoUndo:
    """The deeds of a plan, or the one with this id; the beginning of an id is enough when it is unique."""
    exact = tuple(deed for deed in history.deeds if id_ in (deed.intent.id, deed.intent.plan))
    if exact:
        return history.of_line(id_) if exact[0].intent.plan == id_ else exact
    near = {
        name: deed
        for deed in history.deeds
        for name in (deed.intent.id, deed.intent.plan)
        if len(id_) >= SHORTEST and name.startswith(id_)
    }
    if len(near) > 1:
        return NoUndo(f"Several records begin with {id_}: {', '.join(near)}.", found=False)
    if not near:
        return NoUndo(f"There is no record {id_}.", found=False)
    name, deed = next(iter(near.items()))
    return history.of_line(name) if name == deed.intent.plan else (deed,)


def _last(context: ChangeContext, history: History) -> tuple[Deed, ...] | NoUndo:
    """The deeds of the last plan of which something can be taken back, leaving out what took back others."""
    first_reason = ""
    for deed in reversed(history.deeds):
        if deed.intent.undoes:
            continue
        why = why_not(context, history, deed)
        if not why:
            return history.of_line(deed.intent.plan)
        first_reason = first_reason or f"The last change, {deed.action} {deed.subject}: {why}"
    if first_reason:
        return NoUndo(first_reason)
    return NoUndo("Nothing was changed here yet.", nothing=True)


def _places(deeds: Sequence[Deed], first: str, plan: Plan | None) -> dict[str, int]:
    """The step of the first plan that each deed was, by its intent: later plans did what was left of that."""
    changes = plan.changes if plan else ()
    found = {deed.intent.id: deed.intent.step for deed in deeds if deed.intent.plan == first}
    taken = {deed.intent.step for deed in deeds if deed.intent.plan == first and deed.done}
    for deed in deeds:
        if deed.intent.id in found:
            continue
        same = (
            step
            for step, change in enumerate(changes)
            if step not in taken and (change.action, change.key.id) == (deed.action, deed.subject)
        )
        step = next(same, len(changes) + deed.intent.step)
        found[deed.intent.id] = step
        if deed.done:
            taken.add(step)
    return found


def _reversed(
    deeds: Sequence[Deed], places: Mapping[str, int], plan: Plan | None, ids: Mapping[str, str]
) -> list[Step]:
    """The inverses of deeds in the order given; what needed another step is taken back before that one.

    `ids` are the new ids of rules that were brought back since.
    """
    place = {places[deed.intent.id]: index for index, deed in enumerate(deeds)}
    steps = []
    for deed in deeds:
        step = places[deed.intent.id]
        known = len(plan.steps) if plan else 0
        later = [each for each in place if plan and each < known and step in needs_of(plan, each)]
        needs = tuple(sorted(place[each] for each in later if place[each] < place[step]))
        steps.append(Step(change_from_builtins(renamed(deed.inverse, ids)), needs))
    return held_again(steps, [deed.subject if deed.action == REVOKE else "" for deed in deeds])
