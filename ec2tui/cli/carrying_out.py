"""From a review to its results on the command line: print it, have it agreed to, send it, tell what came."""

import asyncio

from ec2tui.cli import results
from ec2tui.cli.consent import Consent, Objection, objection
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.problems import failure_of, problem_line
from ec2tui.core.changes.change import Subject
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.plan import plan_document, plan_lines
from ec2tui.services.applied import Applied, Changed, OnFailure, Progress, Refused, StepState
from ec2tui.services.apply import apply
from ec2tui.services.arrival import arrive, destinations
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import Review
from ec2tui.services.session import Session

ROUNDS = 3
"""How often a plan is reviewed anew because the world changed under it."""


async def changing_context(context: Context, session: Session) -> ChangeContext:
    """What changes stand on, once it is known who we are; a failure when nothing can be changed from here."""
    await session.identify()
    if session.identity is None and session.problem is not None:
        say(f"the record will not tell who did this: {problem_line(session.problem)}")
    made = await context.changing().context(session)
    if isinstance(made, Problem):
        raise failure_of(made)
    return made


async def carry_out(context: Context, changing: ChangeContext, review: Review) -> ExitCode:
    """Prints, has it agreed to and sends; the exit status of the worst that came of it."""
    for _ in range(ROUNDS):
        _print(context, changing, review)
        if review.empty:
            return _end(context, changing, review)
        stands = objection(review, _consent(context), changing.gateway.read_only)
        confirmed = context.options.confirm or ""
        if stands is not None and stands.asks and _may_ask(context):
            stands, confirmed = await _ask(context, review)
        if stands is not None:
            return _end(context, changing, review, stands)
        if context.options.dry_run:
            return _end(context, changing, review)
        on_failure = OnFailure.STOP if getattr(context.options, "stop_on_failure", False) else OnFailure.GO_ON
        came = await _send(changing, review, confirmed, on_failure)
        if isinstance(came, Refused):
            return _end(context, changing, review, _refused(came))
        if isinstance(came, Applied):
            return await _told(context, changing, review, came)
        say(came.reason)
        review = came.review
    return _end(
        context, changing, review, Objection(ExitCode.FAILED, "it keeps changing meanwhile; try again")
    )


def _consent(context: Context) -> Consent:
    return Consent(context.options.yes, context.options.confirm)


def _may_ask(context: Context) -> bool:
    """Only a person at a terminal is asked; with --dry-run or JSON the flags alone decide."""
    options = context.options
    return context.answer is not None and not options.dry_run and options.output == "table"


async def _ask(context: Context, review: Review) -> tuple[Objection | None, str]:
    """The answer of the person at the terminal: None and what was typed, or that it was declined."""
    assert context.answer is not None
    if review.level is Level.CONFIRM:
        typed = (await context.answer(f"Type {review.confirm} to go on: ") or "").strip()
        if typed == review.confirm:
            return None, typed
        return Objection(ExitCode.REFUSED, "declined: nothing was sent"), ""
    typed = (await context.answer("Go on? [y/N] ") or "").strip().lower()
    if typed in ("y", "yes"):
        return None, ""
    return Objection(ExitCode.REFUSED, "declined: nothing was sent"), ""


def _print(context: Context, changing: ChangeContext, review: Review) -> None:
    """The plan as the review shows it, and on standard error what could not be read for it."""
    for problem in review.problems:
        say(f"not read: {problem_line(problem)}")
    if context.options.output == "table":
        for line in plan_lines(review.shown(changing.gateway.profile)):
            context.output.spans(line)


def _end(
    context: Context, changing: ChangeContext, review: Review, stands: Objection | None = None
) -> ExitCode:
    """The end of a plan that was not sent."""
    if context.options.output == "json":
        context.output.document(
            {**plan_document(review.shown(changing.gateway.profile)), **results.NOTHING_SENT}
        )
    if stands is None:
        return ExitCode.DONE
    say(stands.message)
    return stands.code


async def _send(
    changing: ChangeContext, review: Review, confirmed: str, on_failure: OnFailure
) -> Applied | Changed | Refused:
    """Sends; who interrupts is told what had ended by then."""
    ended: list[Progress] = []

    def watch(progress: Progress) -> None:
        ended.append(progress)
        if progress.waiting:
            say(f"waiting until {progress.waiting}")

    try:
        return await apply(changing, review, confirmed, on_failure, watch)
    except asyncio.CancelledError:
        for progress in ended:
            if progress.result is not None:
                say(results.words(progress.result))
        raise


def _refused(came: Refused) -> Objection:
    if came.problem is not None:
        return Objection(exit_code_of(came.problem), f"{came.reason}; {problem_line(came.problem)}")
    code = ExitCode.FAILED if came.level is None else ExitCode.REFUSED
    because = "".join(f"; {judgement.reason}" for judgement in came.judgements[:1])
    return Objection(code, came.reason + because)


async def _told(context: Context, changing: ChangeContext, review: Review, came: Applied) -> ExitCode:
    """Prints the results, and with `--wait` follows them until they have settled."""
    if context.options.output == "table":
        results.write(context.output, came, review.before)
    late = await _settled(changing, review, came) if context.options.wait else ""
    if context.options.output == "json":
        context.output.document(
            {**plan_document(review.shown(changing.gateway.profile)), **results.document(came)}
        )
    for line in results.remarks(came):
        say(line)
    if late:
        say(f"not settled: {late}")
    return results.exit_code(came) or (ExitCode.FAILED if late else ExitCode.DONE)


async def _settled(changing: ChangeContext, review: Review, came: Applied) -> str:
    """Waits until what was done has arrived; why it has not, as a sentence (empty: it has)."""
    wanted: dict[Subject, str] = {}
    state = review.before
    for result in came.results:
        if result.state is StepState.DONE:
            wanted.update(destinations(result.change, state))
            if result.change.creates == "instance":
                wanted.update({Subject(Kind.INSTANCES, key): "running" for key in result.made})
            state = result.change.effect(state)
    if not wanted:
        return ""
    say("waiting until " + ", ".join(f"{subject.key.id} {word}" for subject, word in wanted.items()))
    late = await arrive(changing, wanted, asyncio.Event())
    return late.reason if late else ""
