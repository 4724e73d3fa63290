"""`ec2tui log`: what was changed from here; proves that the record is whole, and settles what is unknown."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from ec2tui.cli import log_plans
from ec2tui.cli.carrying_out import changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.results import SHORT
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.access_record import ACTION as SESSION
from ec2tui.services.history import Deed, History, read_history
from ec2tui.services.ports_audit import AuditLog, Seal, SealState
from ec2tui.services.settle import Settled, Unsettled, settle, unsettled

UNDER_WAY = "under way"
"""The word for an open change of a program that still runs."""

UNPROVED = "What is not sealed could have been written anew with hashes of its own, or cut, without a trace."
"""What a record that is whole does not prove as long as no key has sealed its end."""

_TITLES = ("Time", "Record", "Plan", "Change", "Subject", "Outcome", "Who", "Detail")
_TONES = {Outcome.OK.value: Tone.GOOD, Outcome.UNKNOWN.value: Tone.WARN, UNDER_WAY: Tone.INFO}


class Row(msgspec.Struct, frozen=True):
    """A change of the record with the word for its end, and whether it was taken back."""

    deed: Deed
    outcome: str
    undone: bool


def run(context: Context) -> ExitCode:
    """Shows the last changes, verifies the record, or settles what it leaves open."""
    if log_plans.wanted(context):
        return log_plans.run(context)
    if context.options.n < 1:
        raise usage(f"log: -n {context.options.n} is not a number from 1")
    with recording():
        if context.options.verify:
            return asyncio.run(_verify(context, context.changing().log))
        if context.options.settle:
            return asyncio.run(_settle(context))
        return asyncio.run(_show(context, context.changing().log))


async def _show(context: Context, log: AuditLog) -> ExitCode:
    history = await read_history(log)
    rows = [await _row(log, history, deed) for deed in history.deeds[-context.options.n :]]
    if context.options.output == "json":
        context.output.document([_document(row) for row in rows])
    elif rows:
        context.output.table(_TITLES, [Align.LEFT] * len(_TITLES), [_cells(row) for row in rows])
    if history.faults:
        say(f"{len(history.faults)} lines are no records; `ec2tui log --verify` says which")
    unknown = sum(deed.open for deed in history.deeds)
    if unknown:
        say(f"of {unknown} changes it is not known whether they were done: `ec2tui log --settle` asks AWS")
    return ExitCode.DONE


async def _row(log: AuditLog, history: History, deed: Deed) -> Row:
    going_on = deed.outcome is None and bool(deed.intent.writer) and await log.alive(deed.intent.writer)
    return Row(deed, UNDER_WAY if going_on else deed.word, history.undone(deed))


def _cells(row: Row) -> Sequence[Cell]:
    told, ended = row.deed.intent, row.deed.outcome
    message = ended.message if ended and row.outcome != Outcome.OK else ""
    return (
        Cell(clean(told.time), Tone.DIM),
        Cell(clean(told.id[:SHORT]), Tone.KEY),
        Cell(clean(told.plan[:SHORT])),
        Cell(clean(row.deed.action)),
        Cell(clean(row.deed.subject), Tone.ACCENT),
        Cell(clean(row.outcome) + (", undone" if row.undone else ""), _TONES.get(row.outcome, Tone.BAD)),
        Cell(clean(told.principal.rpartition("/")[2] or told.principal)),
        Cell(clean("; ".join(filter(None, (_session(told.change), told.reason, message)))), Tone.DIM),
    )


def _session(change: Any) -> str:
    """By which way a session was opened, and as whom; empty for all else."""
    if not isinstance(change, dict) or change.get("action") != SESSION:
        return ""
    user = change.get("user")
    return f"{change.get('what', '')} by way of {change.get('via', '')}" + (f" as {user}" if user else "")


def _document(row: Row) -> dict[str, Any]:
    """A change for programs: the record's own words, `null` where it says nothing."""
    told, ended = row.deed.intent, row.deed.outcome
    return {
        "record": told.id,
        "plan": told.plan,
        "step": told.step,
        "steps": told.steps,
        "time": told.time,
        "account": told.account or None,
        "principal": told.principal or None,
        "profile": told.profile or None,
        "region": told.region or None,
        "action": row.deed.action,
        "id": row.deed.subject,
        "change": told.change,
        "before": told.before,
        "after": told.after,
        "inverse": row.deed.inverse,
        "outcome": row.outcome,
        "ended": ended.time if ended else None,
        "message": (ended.message if ended else "") or None,
        "request_id": (ended.request_id if ended else "") or None,
        "reason": told.reason or None,
        "undoes": told.undoes or None,
        "undone": row.undone,
    }


def sealed_words(seal: Seal) -> str:
    """How far a key has sealed the record, in words."""
    why = f" ({clean(seal.reason)})" if seal.reason else ""
    if not seal.count:
        return f"{seal.state}: there is no record yet{why}"
    if seal.sealed == seal.count:
        return f"{seal.state}: every one of {seal.count} records{why}"
    if seal.sealed:
        return f"{seal.state}: the first {seal.sealed} of {seal.count} records, the others not{why}"
    return f"{seal.state}: none of {seal.count} records{why}"


async def _verify(context: Context, log: AuditLog) -> ExitCode:
    faults, seal = await log.verify(), await log.seal()
    if context.options.output == "json":
        context.output.document({"whole": not faults, "faults": faults, "seal": seal})
    else:
        for fault in faults:
            where = f"line {fault.line}" if fault.line else "the record"
            context.output.spans(
                (Cell(f"{where}: ", Tone.KEY), Cell(f"{fault.kind}: ", Tone.BAD), Cell(clean(fault.message)))
            )
        if not faults:
            context.output.spans((Cell("whole", Tone.GOOD), Cell(f": every one of {seal.count} records")))
        context.output.line(sealed_words(seal))
        if seal.state is not SealState.SEALED and seal.count:
            context.output.line(UNPROVED)
    return ExitCode.FINDINGS if faults else ExitCode.DONE


async def _settle(context: Context) -> ExitCode:
    """Asks AWS about what is open; FINDINGS when something stays open."""
    async with connected(context) as session:
        changing = await changing_context(context, session)
        done = await settle(changing)
        rest = await unsettled(changing)
    if context.options.output == "json":
        context.output.document({"settled": [_settled(one) for one in done], **_left(rest)})
    else:
        for one in done:
            context.output.plain_lines([f"{one.deed.action} {one.deed.subject}: {_words(one)}"])
        if not done:
            context.output.line("nothing was open")
    for cut in rest.interrupted:
        id_ = cut.plan.id[:SHORT]
        say(
            f"plan {id_} was interrupted ({log_plans.words(cut)}); "
            f"ec2tui log --go-on {id_}, --take-back {id_}, or --leave {id_}"
        )
    for deed in rest.foreign:
        say(f"{deed.action} {deed.subject} was done in account {deed.intent.account}: settle it from there")
    return ExitCode.FINDINGS if rest.open or rest.foreign else ExitCode.DONE


def _words(one: Settled) -> str:
    return f"{one.evidence.trace}: {one.evidence.message}".rstrip(": ")


def _settled(one: Settled) -> dict[str, Any]:
    return {
        "record": one.deed.intent.id,
        "action": one.deed.action,
        "id": one.deed.subject,
        "result": str(one.evidence.trace),
        "message": one.evidence.message or None,
        "settled": one.final,
    }


def _left(rest: Unsettled) -> dict[str, Any]:
    """What stays open, by record, and plans that were cut short."""
    return {
        "open": [deed.intent.id for deed in rest.open],
        "under_way": [deed.intent.id for deed in rest.under_way],
        "foreign": [deed.intent.id for deed in rest.foreign],
        "interrupted": [
            {"plan": cut.plan.id, "done": cut.done, "unknown": cut.unknown, "left": cut.left}
            for cut in rest.interrupted
        ],
    }
