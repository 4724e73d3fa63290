"""The one way to write: refuses, looks again, records the intent, sends, records the outcome."""

import asyncio

from ec2tui.core.changes.plan import Plan, draft
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.problem import SIGNED_OUT, Outcome
from ec2tui.core.model.record import ENDED, GOES_ON, PLANNED
from ec2tui.services.aftermath import surprises
from ec2tui.services.applied import Applied, Changed, OnFailure, Refused, StepResult, StepState, Watch
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.confirmation import confirmation
from ec2tui.services.guarding import take_back
from ec2tui.services.history import read_history
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.recording import plan_note
from ec2tui.services.review import Review, Verdicts, review, verdicts
from ec2tui.services.sending import Sending
from ec2tui.services.subjects import read_after, read_for, serious

_LATER = SIGNED_OUT | {Outcome.UNKNOWN}

READ_ONLY = "read-only mode: nothing is sent"
TAKEN_UP = "another ec2tui has gone on with this plan already, or taken it back"


async def apply(
    context: ChangeContext,
    reviewed: Review,
    confirmed: str = "",
    on_failure: OnFailure = OnFailure.GO_ON,
    watch: Watch | None = None,
    stop: asyncio.Event | None = None,
) -> Applied | Changed | Refused:
    """Sends a reviewed plan; whatever the caller believes, a blocked one or one in read-only mode is refused.

    `confirmed` is what the user typed. Setting `stop` lets what was sent end and sends no more; a caller that
    is cancelled gets its CancelledError after that too, and `watch` was told of every step.
    """
    refusal = _refusal(context, reviewed, reviewed.verdicts, confirmed)
    if refusal is not None:
        return refusal
    looked = await _look_again(context, reviewed, confirmed)
    if looked is not None:
        return looked
    if reviewed.plan.id in context.used:
        return Refused("this plan was applied already: review it again", Level.BLOCK)
    context.used.add(reviewed.plan.id)
    try:
        if not await _open(context, reviewed):
            return Refused(TAKEN_UP, Level.BLOCK)
    except AuditError as error:
        return Refused(f"nothing was sent, since it cannot be recorded: {error}")
    sending = Sending(context, reviewed.plan, on_failure, watch, stop or asyncio.Event())
    return await _to_the_end(context, sending, reviewed.plan)


def _refusal(context: ChangeContext, reviewed: Review, found: Verdicts, confirmed: str) -> Refused | None:
    """Why this may not be sent: read-only, blocked, or a confirmation that was not typed."""
    if context.gateway.read_only:
        return Refused(READ_ONLY, Level.BLOCK)
    other = next((key for key in reviewed.plan.subjects if context.foreign(key.account)), None)
    if other is not None:
        return Refused(f"{other.id} belongs to account {other.account}, not to this one", Level.BLOCK)
    if reviewed.unread is not None:
        said = f"what this touches could not be read: {reviewed.unread.message}"
        return Refused(said, Level.BLOCK, problem=reviewed.unread)
    level = max(reviewed.level, found.level, key=lambda each: each.rank)
    deciding = tuple(j for j in found.judgements if j.level is level)
    if level is Level.BLOCK:
        return Refused("a guardrail blocks this plan", Level.BLOCK, deciding)
    phrase = confirmation(reviewed.plan, context.store.inventory)
    if level is Level.CONFIRM and confirmed != phrase:
        said = "this was not typed" if confirmed else "this must be confirmed"
        return Refused(f"{said}: {phrase}", Level.CONFIRM, deciding)
    return None


async def _look_again(context: ChangeContext, reviewed: Review, confirmed: str) -> Changed | Refused | None:
    """Reads the subjects anew and judges again; None when everything is as it was reviewed."""
    problems = await read_for(context, reviewed.plan.changes)
    before = {(problem.operation, problem.outcome) for problem in reviewed.problems}
    new = tuple(problem for problem in problems if (problem.operation, problem.outcome) not in before)
    problem = serious(problems) or next(iter(new), None)
    if problem is not None:
        return Refused(
            f"nothing was sent, since what is changed could not be read again: {problem.message}",
            problem=problem,
        )
    inventory = context.store.inventory
    again = draft(reviewed.plan.steps, inventory, reviewed.plan.id, reviewed.plan.reason)
    found = verdicts(context, reviewed.plan, inventory)
    if again.digest == reviewed.plan.digest and found.same(reviewed.verdicts):
        return _refusal(context, reviewed, found, confirmed)
    fresh = await review(
        context, reviewed.plan.steps, reviewed.plan.reason, reviewed.plan.undoes, reviewed.closes
    )
    return Changed(fresh, "something changed since the review" if fresh.plan.steps else "it is so already")


async def _open(context: ChangeContext, reviewed: Review) -> bool:
    """Notes a plan of several steps as a whole, so that its rest is known when it is interrupted.

    False when it closes an interrupted plan that somebody else closed first: the order of the record decides
    who goes on with it.
    """
    plan, notes = reviewed.plan, []
    if reviewed.closes:
        if await _end_of(context, reviewed.closes):
            return False
        said = GOES_ON.format(plan.id)
        notes.append(plan_note(context, Plan(reviewed.closes, ()), ENDED, said))
    if len(plan.steps) > 1:
        notes.append(plan_note(context, plan, PLANNED))
    await context.log.append(*notes)
    if not reviewed.closes or await _end_of(context, reviewed.closes) == notes[0].id:
        return True
    if len(plan.steps) > 1:
        await context.log.append(plan_note(context, Plan(plan.id, ()), ENDED, f"not sent: {TAKEN_UP}"))
    return False


async def _end_of(context: ChangeContext, plan_id: str) -> str:
    """The id of the note that closed a plan first; empty when none did."""
    return (await read_history(context.log)).plans[plan_id].end


async def _to_the_end(context: ChangeContext, sending: Sending, plan: Plan) -> Applied:
    """Runs the sending to its end even when the caller is cancelled: what was sent gets its outcome."""
    running = asyncio.ensure_future(_run(context, sending, plan))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        sending.stop.set()
        await asyncio.wait([running])
        running.exception()
        raise


async def _run(context: ChangeContext, sending: Sending, plan: Plan) -> Applied:
    before = context.store.inventory
    results = await sending.run()
    back = await take_back(context, plan, results)
    halted = sending.halted
    if len(plan.steps) > 1 and not (sending.unrecorded or _open_ended(results)):
        done = sum(result.state is StepState.DONE for result in results)
        try:
            await context.log.append(
                plan_note(context, Plan(plan.id, ()), ENDED, f"{done} of {len(results)} done")
            )
        except AuditError as error:
            halted = halted or f"the end of the plan could not be recorded: {error}"
    unread = await read_after(context, (result.change for result in (*results, *back)))
    odd = await surprises(context, before, (*results, *back))
    return Applied(plan, results, halted, sending.stop.is_set(), unread, back, odd)


def _open_ended(results: tuple[StepResult, ...]) -> bool:
    """Whether steps are left that a later start should offer: one is unknown, or credentials had expired."""
    left = any(result.state is StepState.NOT_SENT for result in results)
    return left and any(result.outcome in _LATER for result in results)
