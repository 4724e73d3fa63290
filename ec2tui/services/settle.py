"""What an earlier run left open: intents without an outcome, settled by asking AWS, and plans cut short."""

import asyncio
from typing import Any

import msgspec

from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.codec import change_from_builtins
from ec2tui.core.changes.plan import Plan, Step, refs
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import ENDED, NOT_DONE, UNCLEAR
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.evidence import Evidence, Trace, learn, look
from ec2tui.services.history import Deed, History, Planned, read_history
from ec2tui.services.recording import needed_later, outcome, plan_note
from ec2tui.services.review import Review, review
from ec2tui.services.sending import needs_of
from ec2tui.services.undo import NoUndo, Undoing, turn_round

TOGETHER = 8

_FINAL = {Trace.DONE: Outcome.OK.value, Trace.NOT_DONE: NOT_DONE, Trace.UNCLEAR: UNCLEAR}
"""The word that ends an open deed, by what AWS shows; other traces leave it open."""


class Settled(msgspec.Struct, frozen=True):
    """What asking AWS brought for an open deed; `final`: it is open no more."""

    deed: Deed
    evidence: Evidence

    @property
    def final(self) -> bool:
        """Whether the record now tells how it ended."""
        return self.evidence.trace in _FINAL


class Interrupted(msgspec.Struct, frozen=True):
    """A plan whose program ended in its middle: which steps are done, unknown, and left, by index."""

    plan: Plan
    deeds: tuple[Deed, ...]
    done: tuple[int, ...]
    unknown: tuple[int, ...]
    left: tuple[int, ...]

    @property
    def what(self) -> str:
        """What the plan does, in order, and to what (ids as they are in the record)."""
        words = " → ".join(dict.fromkeys(change.word for change in self.plan.changes))
        ids = list(dict.fromkeys(key.id for key in self.plan.subjects))
        return f"{words} {', '.join(ids[:3])}{f' and {len(ids) - 3} more' if len(ids) > 3 else ''}"


class Unsettled(msgspec.Struct, frozen=True):
    """What the record leaves open: `under_way` in a run that goes on, `foreign` in another account."""

    open: tuple[Deed, ...] = ()
    under_way: tuple[Deed, ...] = ()
    foreign: tuple[Deed, ...] = ()
    interrupted: tuple[Interrupted, ...] = ()


async def unsettled(context: ChangeContext) -> Unsettled:
    """Everything that is open at this start; AuditError when the record cannot be read."""
    return await _sorted_out(context, await read_history(context.log))


async def settle(context: ChangeContext) -> tuple[Settled, ...]:
    """Asks AWS about every open deed of this account and records what it shows; tells what stays open too."""
    history = await read_history(context.log)
    waiting = (await _sorted_out(context, history)).open
    turn = asyncio.Semaphore(TOGETHER)

    async def one(deed: Deed) -> Settled:
        async with turn:
            return await _settle(context, history, deed)

    return tuple(await asyncio.gather(*map(one, waiting)))


async def go_on(context: ChangeContext, cut: Interrupted, reason: str = "") -> Review | NoUndo:
    """The review of the steps that are left of an interrupted plan; not while one of them is unknown.

    When nothing is left to do the plan is noted as ended.
    """
    if cut.unknown:
        return NoUndo(f"Step {cut.unknown[0] + 1} is unknown: it is settled first.")
    values = {(deed.intent.step, path): value for deed in cut.deeds for path, value in _learned(deed).items()}
    place = {step: index for index, step in enumerate(cut.left)}
    steps = []
    for step in cut.left:
        change = _retargeted(cut.plan.steps[step].change, values, place)
        if change is None:
            return NoUndo(
                f"Step {step + 1} needs what an earlier reply brought, and that is not in the record."
            )
        steps.append(Step(change, tuple(place[need] for need in needs_of(cut.plan, step) if need in place)))
    rest = await review(context, steps, reason or cut.plan.reason, cut.plan.undoes, closes=cut.plan.id)
    if rest.empty and rest.unread is None:
        await _close(context, cut, "what was left is so already")
        return NoUndo("Everything that was left is so already: the plan is at its end.", nothing=True)
    return rest


async def take_back(context: ChangeContext, cut: Interrupted, reason: str = "") -> Undoing | NoUndo:
    """The review of taking back what was done of an interrupted plan."""
    history = await read_history(context.log)
    done = [deed for deed in history.of_line(cut.plan.id) if deed.done]
    found = await turn_round(context, history, done, cut.plan.id, reason, closes=cut.plan.id)
    if isinstance(found, NoUndo) and found.nothing:
        await _close(context, cut, "everything is as it was before")
    return found


async def leave(context: ChangeContext, cut: Interrupted) -> None:
    """Notes that an interrupted plan is left as it is, so that it is offered no more."""
    await _close(context, cut, "left as it is")


async def _close(context: ChangeContext, cut: Interrupted, why: str) -> None:
    await context.log.append(plan_note(context, Plan(cut.plan.id, ()), ENDED, why))


async def _settle(context: ChangeContext, history: History, deed: Deed) -> Settled:
    try:
        change = change_from_builtins(deed.intent.change)
    except msgspec.ValidationError as error:
        return Settled(deed, Evidence(Trace.NOT_READ, f"this version does not know the change: {error}"))
    evidence = await look(context, deed.intent, change)
    word = _FINAL.get(evidence.trace)
    if word is not None:
        done = evidence.trace is Trace.DONE
        inverse = learn(change, evidence.body) if done and deed.intent.inverse is None else None
        planned = history.plans.get(deed.intent.plan)
        plan = planned.plan if planned else None
        learned = needed_later(plan, deed.intent.step, evidence.body) if plan else None
        said = f"settled later: {evidence.message}"
        await context.log.append(outcome(context, deed.intent, word, None, said, learned, inverse))
    return Settled(deed, evidence)


async def _sorted_out(context: ChangeContext, history: History) -> Unsettled:
    alive: dict[str, bool] = {}
    for writer in {item.intent.writer for item in history.deeds if item.open} | {
        planned.note.writer for planned in history.plans.values() if not planned.ended
    }:
        alive[writer] = bool(writer) and await context.log.alive(writer)
    waiting = [deed for deed in history.deeds if deed.open]
    under_way = tuple(deed for deed in waiting if deed.outcome is None and alive[deed.intent.writer])
    rest = [deed for deed in waiting if deed not in under_way]
    cut = [
        _interrupted(history, planned)
        for planned in history.plans.values()
        if not planned.ended and not alive[planned.note.writer] and not context.foreign(planned.note.account)
    ]
    return Unsettled(
        open=tuple(deed for deed in rest if not context.foreign(deed.intent.account)),
        under_way=under_way,
        foreign=tuple(deed for deed in rest if context.foreign(deed.intent.account)),
        interrupted=tuple(item for item in cut if item is not None and (item.left or item.unknown)),
    )


def _interrupted(history: History, planned: Planned) -> Interrupted | None:
    if planned.plan is None:
        return None
    deeds = history.of_plan(planned.plan.id)
    done = {deed.intent.step for deed in deeds if deed.done}
    unknown = {deed.intent.step for deed in deeds if deed.open}
    left = set(range(len(planned.plan.steps))) - done - unknown
    return Interrupted(planned.plan, deeds, *(tuple(sorted(some)) for some in (done, unknown, left)))


def _learned(deed: Deed) -> dict[str, Any]:
    return (deed.outcome.learned if deed.outcome else None) or {}


def _retargeted(change: Change, values: dict[tuple[int, str], Any], place: dict[int, int]) -> Change | None:
    """The change with references to steps that are done filled, and others moved; None when one is lost."""
    lost = [ref for ref in refs(change) if ref.step not in place and (ref.step, ref.path) not in values]
    if lost:
        return None

    def new(item: Any) -> Any:
        if isinstance(item, tuple) and any(isinstance(part, Ref) for part in item):
            return tuple(new(part) for part in item)
        if not isinstance(item, Ref):
            return item
        return Ref(place[item.step], item.path) if item.step in place else values[item.step, item.path]

    fields = {name: new(getattr(change, name)) for name in change.__struct_fields__}
    return msgspec.structs.replace(change, **fields)
