"""A plan as the review shows it: lines for the screen and the terminal, and the document for programs."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ec2tui.core.changes.aws_command import aws_line
from ec2tui.core.changes.plan import Difference, Plan, differences
from ec2tui.core.changes.rehearsal import Rehearsal, Verdict
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level, worst
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.policy import decided_by
from ec2tui.core.rules.undoing import Barred
from ec2tui.core.views.launch.cost import launch_cost_document, launch_costs
from ec2tui.core.views.plan_cost import cost_document, cost_lines, costs
from ec2tui.core.views.plan_undo import undo_notes
from ec2tui.core.views.plan_words import rows
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

LEVEL_TONES = {
    Level.OK: Tone.GOOD,
    Level.INFO: Tone.INFO,
    Level.WARN: Tone.WARN,
    Level.CONFIRM: Tone.WARN,
    Level.BLOCK: Tone.BAD,
}
"""The tone of each level; the level's word stands beside it."""

VERDICT_TONES = {Verdict.ALLOWED: Tone.GOOD, Verdict.DENIED: Tone.BAD, Verdict.FAILED: Tone.BAD}
"""The tone of a rehearsal's answer; what was not asked is dim."""

INDENT = Cell("  ")


class Shown(msgspec.Struct, frozen=True):
    """What the review shows: the plan between two inventories, the judgements and the rehearsals.

    `level` is the level of the whole where it is not just the worst judgement; `profile` goes into commands.
    `barred` is what guardrails would not let undo take back.
    """

    plan: Plan
    before: Inventory
    after: Inventory
    judgements: tuple[Judgement, ...] = ()
    rehearsals: tuple[Rehearsal, ...] = ()
    level: Level | None = None
    profile: str = ""
    barred: tuple[Barred, ...] = ()

    @property
    def verdict(self) -> Level:
        """The level of the whole."""
        return worst(self.judgements) if self.level is None else self.level


WHOLE = 100_000
"""Characters of a command that are shown: all of it, since it is there to be copied."""


def plan_lines(shown: Shown) -> tuple[Line, ...]:
    """The review from top to bottom: changes, findings, cost, permissions, commands, undo.

    What stops the plan, or must be confirmed, comes first.
    """
    if not shown.plan.steps:
        return ((Cell("Nothing to do: everything is so already.", Tone.GOOD),),)
    changes = ("Changes", tuple(_change_lines(shown)))
    findings = (f"Findings: {shown.verdict.value.upper()}", tuple(_finding_lines(shown)))
    first = (findings, changes) if shown.verdict.rank >= Level.CONFIRM.rank else (changes, findings)
    sections = (
        *first,
        ("Cost", tuple(cost_lines(shown.plan, shown.before))),
        ("Permissions", tuple(_permission_lines(shown))),
        ("Commands", tuple((INDENT, Cell(clean(line, WHOLE))) for line in commands(shown))),
        ("Undo", tuple(_undo_lines(shown))),
    )
    lines: list[Line] = []
    for title, body in sections:
        if body:
            lines += [*(((),) if lines else ()), (Cell(title, Tone.HEADING),), *body]
    return tuple(lines)


def plan_document(shown: Shown) -> dict[str, Any]:
    """The plan for programs: `changes findings permissions commands level`, AWS's strings exactly as sent."""
    return {
        "changes": list(_change_documents(shown)),
        "findings": [_finding_document(judgement) for judgement in shown.judgements],
        "permissions": [
            {"step": index, "action": action, "result": verdict.value, "detail": detail or None}
            for index, action, verdict, detail in _permissions(shown)
        ],
        "commands": list(commands(shown)),
        "level": shown.verdict.value,
    }


def commands(shown: Shown) -> tuple[str, ...]:
    """The `aws` command of each step, quoted for a shell."""
    return tuple(aws_line(change.call(), shown.profile) for change in shown.plan.changes)


def name_of(inventory: Inventory, key: Key) -> str | None:
    """What people call a resource (untrusted), None without a name."""
    for kind in (Kind.INSTANCES, Kind.VOLUMES, Kind.SNAPSHOTS, Kind.ADDRESSES, Kind.SECURITY_GROUPS):
        item = inventory.table(kind).get(key)
        if item is not None:
            return getattr(item, "name", "") or dict(item.tags).get("Name") or None
    return None


def _change_lines(shown: Shown) -> Iterator[Line]:
    """Per subject: what is done to it in order, and what is different afterwards."""
    found = differences(shown.plan, shown.before, shown.after)
    by_key: dict[Key, list[Difference]] = {}
    for difference in found:
        by_key.setdefault(difference.key, []).append(difference)
    verbs: dict[Key, list[str]] = {}
    for change in shown.plan.changes:
        verbs.setdefault(change.key, []).append(change.word)
    for key in dict.fromkeys((*verbs, *by_key)):
        yield _subject_line(shown.before, key, verbs.get(key, []))
        for difference in by_key.get(key, ()):
            for row in rows(difference):
                yield (
                    INDENT,
                    Cell(clean(f"{row.label}: "), Tone.DIM),
                    Cell(clean(row.before)),
                    Cell(" → ", Tone.DIM),
                    Cell(clean(row.after), Tone.ACCENT),
                )


def _subject_line(inventory: Inventory, key: Key, verbs: list[str]) -> Line:
    name = name_of(inventory, key)
    doing = ", then ".join(dict.fromkeys(verbs)) or "follows"
    called = Cell(clean(f"{name} "), Tone.ACCENT) if name else Cell("")
    return (Cell(f"{doing} "), called, Cell(clean(key.id), Tone.KEY), Cell(f" {key.region}", Tone.DIM))


def _finding_lines(shown: Shown) -> Iterator[Line]:
    for judgement in shown.judgements:
        level = Cell(f"{judgement.level.value.upper():<8}", LEVEL_TONES[judgement.level])
        where = Cell(clean(f"{judgement.subject.id}: "), Tone.KEY) if judgement.subject else Cell("")
        unknown = Cell(" (not known)", Tone.DIM) if judgement.unknown else Cell("")
        yield (INDENT, level, where, Cell(clean(judgement.reason)), unknown)
        if judgement.setting and judgement.level.rank >= Level.CONFIRM.rank:
            yield (INDENT, Cell(f"{'':<8}{clean(decided_by(judgement.setting))}", Tone.DIM))
        if judgement.alternative:
            yield (INDENT, Cell(f"{'':<8}instead: ", Tone.DIM), Cell(clean(judgement.alternative), Tone.DIM))


def _permissions(shown: Shown) -> Iterator[tuple[int, str, Verdict, str]]:
    """(step, IAM action, answer, detail) for every permission that a step needs.

    DryRun answers for the call as a whole: what it allows, it allows with all that AWS checks for it.
    """
    answers = {rehearsal.step: rehearsal for rehearsal in shown.rehearsals}
    for index, change in enumerate(shown.plan.changes):
        answer = answers.get(index)
        needed = change.permissions()
        missing = answer.action if answer and answer.verdict is Verdict.DENIED else ""
        for action in dict.fromkeys((*needed, *((missing,) if missing else ()))):
            if answer is None:
                yield index, action, Verdict.NOT_HERE, ""
            elif missing and action != missing:
                yield index, action, Verdict.NOT_HERE, f"{missing} was denied first"
            else:
                yield index, action, answer.verdict, answer.detail


def _permission_lines(shown: Shown) -> Iterator[Line]:
    """Each (permission, answer) once with the number of steps, the worst first."""
    counted: dict[tuple[str, Verdict, str], int] = {}
    for _, action, verdict, detail in _permissions(shown):
        counted[action, verdict, detail] = counted.get((action, verdict, detail), 0) + 1
    order = [Verdict.DENIED, Verdict.FAILED]
    for (action, verdict, detail), count in sorted(counted.items(), key=lambda item: item[0][1] not in order):
        times = f" ({count} calls)" if count > 1 else ""
        tone = VERDICT_TONES.get(verdict, Tone.DIM)
        said = Cell(clean(f": {detail}") if detail else "", Tone.DIM)
        yield (INDENT, Cell(clean(action)), Cell(times, Tone.DIM), Cell(f" {verdict.value}", tone), said)


def _undo_lines(shown: Shown) -> Iterator[Line]:
    notes = undo_notes(shown.plan, shown.before, shown.barred)
    if all(note.reversible and not note.lost for note in notes):
        yield (INDENT, Cell("Undo takes all of it back.", Tone.GOOD))
        return
    for note in notes:
        where = Cell(clean(f"{note.key.id}: "), Tone.KEY)
        if not note.reversible:
            yield (INDENT, where, Cell(clean(note.why_not), Tone.WARN))
        for sentence in note.lost:
            yield (INDENT, where, Cell(clean(sentence), Tone.WARN))


def _change_documents(shown: Shown) -> Iterator[dict[str, Any]]:
    """One document per step, with what it changes in the state that the steps before it leave."""
    state = shown.before
    notes = undo_notes(shown.plan, shown.before, shown.barred)
    priced = {cost.step: cost_document(cost) for cost in costs(shown.plan, shown.before)}
    priced |= {cost.step: launch_cost_document(cost) for cost in launch_costs(shown.plan, shown.before)}
    for index, (step, note) in enumerate(zip(shown.plan.steps, notes, strict=True)):
        key, then = step.change.key, step.change.effect(state)
        found = differences(Plan("", (step,)), state, then)
        yield {
            "step": index,
            "action": step.change.action,
            "needs": list(step.needs),
            "account": key.account,
            "region": key.region,
            "id": key.id,
            "name": name_of(shown.before, key),
            "differences": [_difference_document(difference) for difference in found],
            "reversible": note.reversible,
            "irreversible": note.why_not or None,
            "not_restored": list(note.lost),
            "cost": priced.get(index),
        }
        state = then


def _difference_document(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind.value,
        "region": difference.key.region,
        "id": difference.key.id,
        "exists_before": difference.before is not None,
        "exists_after": difference.after is not None,
        "fields": [
            {
                "field": change.field,
                "before": _plain(change.before),
                "after": _plain(change.after),
            }
            for change in difference.fields
        ],
    }


def _plain(value: Any) -> Any:
    """A value of the model as JSON has it: structures as objects, tuples as lists."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _finding_document(judgement: Judgement) -> dict[str, Any]:
    return {
        "check": judgement.rule,
        "level": judgement.level.value,
        "status": "unknown" if judgement.unknown else "fail",
        "severity": judgement.level.value,
        "title": judgement.rule.replace("_", " "),
        "resource": judgement.subject.id if judgement.subject else None,
        "region": judgement.subject.region if judgement.subject else None,
        "reason": judgement.reason,
        "setting": judgement.setting or None,
        "alternative": judgement.alternative or None,
    }
