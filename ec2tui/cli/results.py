"""What came of a plan, for people and for programs: a result per subject, the steps, the exit status."""

from collections.abc import Iterator, Sequence
from typing import Any

from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.output import Output
from ec2tui.cli.problems import problem_line
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.applied import Applied, StepResult, StepState

_TONES = {
    StepState.DONE: Tone.GOOD,
    StepState.FAILED: Tone.BAD,
    StepState.UNKNOWN: Tone.BAD,
    StepState.NOT_SENT: Tone.WARN,
}
SHORT = 8
"""How many characters of a plan's id are shown; undo takes the beginning of an id."""


def write(output: Output, came: Applied, before: Inventory) -> None:
    """Writes the worst result of each subject as a table."""
    output.line("")
    verbs: dict[Key, dict[str, None]] = {}
    for result in came.results:
        verbs.setdefault(result.key, {})[result.change.word] = None
    rows = []
    for key, result in came.by_subject.items():
        rows.append(
            [
                Cell(result.state.value, _TONES[result.state]),
                Cell(clean(key.id), Tone.KEY),
                Cell(clean(_name(result, before)), Tone.ACCENT),
                Cell(", ".join(verbs[key])),
                Cell(clean(_why(result)), Tone.DIM),
            ]
        )
    output.table(["Result", "Subject", "Name", "Change", "Detail"], [Align.LEFT] * 5, rows)


def _name(result: StepResult, before: Inventory) -> str:
    """The Name tag of what was changed, empty when it has none or is none that is known."""
    kinds = (Kind.INSTANCES, *(kind for kind, _ in result.change.subjects(before)), result.change.kind)
    found = (before.table(kind).get(result.key) for kind in kinds)
    names = (dict(getattr(item, "tags", ())).get("Name", "") for item in found if item is not None)
    return next((name for name in names if name), "")


def words(result: StepResult) -> str:
    """One step in one line."""
    why = _why(result)
    return f"{result.state}: {result.change.word} {result.key.id}" + (f": {why}" if why else "")


def _why(result: StepResult) -> str:
    if result.state is StepState.FAILED and result.problem is not None:
        return problem_line(result.problem)
    made = ", ".join(key.id for key in result.made)
    return "; ".join(part for part in (made and f"made {made}", result.message) if part)


NOTHING_SENT: dict[str, Any] = {"results": [], "taken_back": [], "surprises": []}
"""What came of a plan that was not sent, for programs."""

NOTHING_DONE: dict[str, Any] = {
    "changes": [],
    "findings": [],
    "permissions": [],
    "commands": [],
    "level": "ok",
    **NOTHING_SENT,
}
"""The document of a plan that does nothing."""


def document(came: Applied) -> dict[str, Any]:
    """What came of a plan: its steps, what was taken back since its guard was not done, and what AWS shows
    otherwise than it was meant (sentences): whether a call is all or nothing is not said by every operation.
    """
    return {
        "results": _documents(came, came.results),
        "taken_back": _documents(came, came.taken_back),
        "surprises": list(came.surprises),
    }


def _documents(came: Applied, results: Sequence[StepResult]) -> list[dict[str, Any]]:
    """One document per step, in the plan's order; `null` where nothing is known."""
    return [
        {
            "step": result.step,
            "action": result.change.action,
            "region": result.key.region,
            "id": result.key.id,
            "made": [key.id for key in result.made],
            "state": result.state.value,
            "outcome": result.outcome.value if result.outcome else None,
            "message": result.message or None,
            "record": result.record or None,
            "plan": came.plan.id,
            "request_id": result.request_id or None,
            "reversible": result.inverse is not None,
            "recorded": result.recorded,
        }
        for result in results
    ]


def remarks(came: Applied) -> Iterator[str]:
    """What is to be known beyond the results: what stopped it, what was not read, how to take it back."""
    if came.halted:
        yield came.halted
    for back in came.taken_back:
        yield f"since its schedule was not made: {words(back)}"
    yield from came.surprises
    for problem in came.unread:
        yield f"not read afterwards: {problem_line(problem)}"
    if any(result.state is StepState.UNKNOWN for result in came.results):
        yield "what is unknown is settled by asking AWS: ec2tui log --settle"
    if any(result.inverse is not None for result in came.results):
        yield f"to take it back: ec2tui undo {came.plan.id[:SHORT]}"


def exit_code(came: Applied) -> ExitCode:
    """DONE when all was; an unknown end or a lost record is a failure, else what the problems say."""
    if came.complete and all(result.recorded for result in came.results):
        return ExitCode.DONE
    if any(result.state is StepState.UNKNOWN or not result.recorded for result in came.results):
        return ExitCode.FAILED
    failed = [result for result in came.results if result.state is StepState.FAILED]
    codes = [exit_code_of(r.problem) if r.problem else ExitCode.FAILED for r in failed]
    # A subject that went away meanwhile is no target that does not exist.
    known = [code for code in codes if code not in (ExitCode.DONE, ExitCode.FINDINGS)]
    return min(known, default=ExitCode.FAILED)
