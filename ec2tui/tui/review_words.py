"""What the review screen says: the plan, how far it is, and what came of it."""

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.views.plan import name_of, plan_lines
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.applied import Applied, OnFailure, Progress, Refused, StepResult, StepState
from ec2tui.services.review import Review
from ec2tui.services.subjects import exists

STATE_TONES = {
    StepState.DONE: Tone.GOOD,
    StepState.FAILED: Tone.BAD,
    StepState.UNKNOWN: Tone.WARN,
    StepState.NOT_SENT: Tone.DIM,
}


def review_lines(review: Review, profile: str, note: str = "") -> tuple[Line, ...]:
    """The review from top to bottom; first what is new to the user, and which reads failed."""
    lines: list[Line] = []
    if note:
        lines += [(Cell(clean(note, 600), Tone.WARN),), ()]
    for problem in review.problems:
        words = f"{problem.operation} failed ({problem.outcome}): what it would tell is not known."
        lines.append((Cell(clean(words), Tone.WARN),))
    return (*lines, *plan_lines(review.shown(profile)))


def several(review: Review) -> bool:
    """Whether a failure may leave others to be done or not."""
    return sum(map(exists, review.plan.subjects)) > 1


def keys_line(review: Review, on_failure: OnFailure = OnFailure.GO_ON) -> Line:
    """What can be done with a review now; while the subject's name is typed, keys need `ctrl`."""
    typing = review.level is Level.CONFIRM and not review.empty
    ctrl = "ctrl+" if typing else ""
    leave = Cell(f"esc leaves · {ctrl}y copies the aws commands")
    if review.empty:
        return (Cell("esc leaves"),)
    if review.unread is not None:
        return (Cell("NOT READ: nothing can be applied · ", Tone.BAD), Cell("ctrl+r reads again · "), leave)
    if review.level is Level.BLOCK:
        return (Cell("BLOCKED: the findings say why · ", Tone.BAD), Cell("ctrl+r reads again · "), leave)
    if review.level is Level.CONFIRM:
        return (
            Cell("type ", Tone.WARN),
            Cell(clean(review.confirm), Tone.ACCENT),
            Cell(" and enter to apply · ", Tone.WARN),
            *_failure_choice(review, on_failure, ctrl),
            leave,
        )
    return (Cell("enter applies · ", Tone.GOOD), *_failure_choice(review, on_failure, ctrl), leave)


def _failure_choice(review: Review, on_failure: OnFailure, ctrl: str) -> Line:
    """What a failure means for the others, and the key that changes it."""
    if not several(review):
        return ()
    if on_failure is OnFailure.STOP:
        return (Cell("stops at the first failure", Tone.ACCENT), Cell(f" ({ctrl}f: go on) · "))
    return (Cell("goes on past a failure", Tone.ACCENT), Cell(f" ({ctrl}f: stop at the first) · "))


def progress_line(progress: Progress) -> Line:
    """How far applying is."""
    waits = f", waiting for {progress.waiting}" if progress.waiting else ""
    return (
        Cell(clean(f"applying: {progress.done} of {progress.total} done{waits}"), Tone.INFO),
        Cell(" · esc stops before the next one", Tone.DIM),
    )


def applied_lines(applied: Applied, before: Inventory) -> tuple[Line, ...]:
    """A result per step, what was left or taken back, and what AWS shows otherwise than it was meant."""
    counts = ", ".join(f"{count} {state}" for state, count in applied.counts.items() if count)
    tone = Tone.GOOD if applied.complete else Tone.BAD
    lines: list[Line] = [(Cell(f"Result: {counts}", tone),)]
    if applied.cancelled:
        lines.append((Cell("Stopped; what was done before stays done.", Tone.WARN),))
    if applied.halted:
        lines.append((Cell(clean(applied.halted), Tone.WARN),))
    lines += [_result_line(result, before) for result in applied.results]
    if applied.taken_back:
        lines.append((Cell("Taken back at once, since what guards it was not done:", Tone.WARN),))
        lines += [_result_line(result, before) for result in applied.taken_back]
    lines += [(Cell(clean(said, 400), Tone.WARN),) for said in applied.surprises]
    for problem in applied.unread:
        words = f"{problem.operation} failed afterwards: what is shown may be older than the change."
        lines.append((Cell(clean(words), Tone.WARN),))
    return (*lines, ())


def _result_line(result: StepResult, before: Inventory) -> Line:
    said = result.message or (result.problem.message if result.problem else "")
    name = name_of(before, result.key)
    unrecorded = "" if result.recorded else "  (its outcome could not be recorded)"
    return (
        Cell(f"  {result.state:<9}", STATE_TONES[result.state]),
        Cell(f"{result.change.word} "),
        Cell(clean(f"{name} ") if name else "", Tone.ACCENT),
        Cell(clean(result.key.id), Tone.KEY),
        Cell(clean(f"  {said}") if said else ""),
        Cell(unrecorded, Tone.BAD),
    )


def refused_words(refused: Refused) -> str:
    """Why nothing was sent, in a sentence."""
    words = refused.reason
    if refused.problem is not None and refused.problem.hint:
        words += f" ({refused.problem.hint})"
    return clean(words, 400)
