"""What is wrong, by cause: one line each for the header, and all that AWS said for a closer look."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from ec2tui.core.model.problem import SIGNED_OUT, Outcome, Problem
from ec2tui.core.views.text import cell_width, clean, fit
from ec2tui.core.views.tone import Cell, Line, Tone

MOST_LINES = 3
"""How many causes the header tells at most, when there is room."""

LISTED = 3
"""How many regions or calls are named; more are counted."""

_NO_CALL = ("configuration", "demo", "endpoint", "connection")
"""Operations that are no calls of AWS, so that naming them tells nothing."""

_NO_RENEWAL = ("start again", "clock", "of the environment")
"""Words of hints that tell what signing in again would not mend."""

_CALLS = re.compile(r"\b(?:[a-z]{2,}-)+[a-z]+-\d+\b|https?://\S+")


class Cause(msgspec.Struct, frozen=True):
    """Problems with one reason: the first of them, where they were met (region, problem), and how many."""

    first: Problem
    met: tuple[tuple[str, Problem], ...]

    @property
    def outcome(self) -> Outcome:
        """How they ended."""
        return self.first.outcome

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that have it, each once."""
        return tuple(dict.fromkeys(region for region, _ in self.met if region))

    @property
    def operations(self) -> tuple[str, ...]:
        """The calls that have it, each once."""
        return tuple(dict.fromkeys(p.operation for _, p in self.met if p.operation not in _NO_CALL))


def causes(met: Iterable[tuple[str, Problem]]) -> tuple[Cause, ...]:
    """Problems, each with its region (empty: none), put together by cause; the gravest cause first."""
    groups: dict[tuple[str, ...], list[tuple[str, Problem]]] = {}
    for region, problem in met:
        groups.setdefault(_reason(region, problem), []).append((region, problem))
    found = [Cause(group[0][1], tuple(group)) for group in groups.values()]
    return tuple(sorted(found, key=lambda cause: _GRAVITY.get(cause.outcome, len(_GRAVITY))))


_GRAVITY = {
    outcome: place
    for place, outcome in enumerate(
        (Outcome.WRONG_KEYS, Outcome.NO_CREDENTIALS, Outcome.EXPIRED, Outcome.INVALID, Outcome.UNREACHABLE)
    )
}


def _reason(region: str, problem: Problem) -> tuple[str, ...]:
    """What two problems with one cause have in common: never the region, and the call only if it matters."""
    if problem.outcome in SIGNED_OUT or problem.outcome is Outcome.THROTTLED:
        return (problem.outcome,)
    if problem.operation in _NO_CALL:
        return (problem.outcome, problem.message)
    if problem.outcome is Outcome.UNREACHABLE:
        return (problem.outcome, problem.code, _CALLS.sub("", problem.hint))
    if problem.outcome is Outcome.DENIED:
        return (
            problem.outcome,
            problem.code,
            problem.hint.replace(problem.operation, "").replace(region or " ", ""),
        )
    return (problem.outcome, problem.code, problem.operation)


def header_lines(found: Sequence[Cause], width: int, most: int, more: str) -> tuple[Line, ...]:
    """A line per cause, at most `most` of `width` cells (0: as long as they are).

    `more` says how to read them whole, and stands at the end of the last, with the number of causes that are
    not shown.
    """
    shown = found[:most]
    left = len(found) - len(shown)
    lines = []
    for at, cause in enumerate(shown):
        last = at == len(shown) - 1
        tail = f"  {f'+{left} · ' if left else ''}{more}" if last else ""
        lines.append(_header_line(cause, width - cell_width(tail) if width else 0, tail))
    return tuple(lines)


def _header_line(cause: Cause, width: int, tail: str) -> Line:
    head = f" {cause.outcome}: "
    body = _told(cause)
    if width:
        body = fit(body, max(0, min(cell_width(body), width - cell_width(head))))
    return (Cell(head, Tone.BAD), Cell(body, Tone.WARN), Cell(tail, Tone.DIM))


def _told(cause: Cause) -> str:
    """A cause in one sentence: what to do about it comes last, but for lost credentials alone."""
    first = cause.first
    hint = clean(first.hint, 240)
    if first.operation in _NO_CALL:
        return ". ".join(part for part in (clean(first.message, 240).rstrip("."), hint) if part)
    if cause.outcome in SIGNED_OUT:
        told = hint or clean(first.message, 240)
        if any(word in told for word in _NO_RENEWAL):
            return told
        wrong = cause.outcome is Outcome.WRONG_KEYS
        return f"{told}; then ctrl+l" if wrong else f"ctrl+l signs in again: {told}"
    regions, calls = _listed(cause.regions, "regions"), _listed(cause.operations, "calls")
    told, one = hint or clean(first.message, 240), clean(next(iter(cause.regions), ""), 60)
    if first.operation in told:
        told = told.replace(first.operation, calls)
    elif cause.outcome is not Outcome.UNREACHABLE:
        where = f" in {regions}" if regions else ""
        return f"{calls}{where}. {told}"
    if not one:
        return told
    return told.replace(one, regions) if one in told else f"{regions}: {told}"


def _listed(names: Sequence[str], plural: str) -> str:
    if len(names) > LISTED:
        return f"{len(names)} {plural}"
    return ", ".join(clean(name, 60) for name in names)


def problem_lines(found: Iterable[Cause]) -> tuple[Line, ...]:
    """Every problem whole: where it was met, AWS's own words, its request, and what to do."""
    lines: list[Line] = []
    for cause in found:
        regions = ", ".join(clean(region, 40) for region in cause.regions)
        lines.append((Cell(str(cause.outcome), Tone.BAD), Cell(f"  {regions}" if regions else "")))
        lines += _said(cause)
        for hint in dict.fromkeys(problem.hint for _, problem in cause.met if problem.hint):
            lines.append((Cell(f"  {clean(hint, 1000)}", Tone.INFO),))
        lines.append(())
    return tuple(lines[:-1])


def _said(cause: Cause) -> Iterable[Line]:
    """Per different answer: the calls and regions that got it, and its words."""
    answers: dict[tuple[str, str], list[tuple[str, Problem]]] = {}
    for region, problem in cause.met:
        answers.setdefault((problem.code, problem.message), []).append((region, problem))
    for (code, message), met in answers.items():
        if met[0][1].operation not in _NO_CALL:
            calls = dict.fromkeys(f"{problem.operation} {region}".rstrip() for region, problem in met)
            yield (Cell(f"  {clean(', '.join(calls), 1000)}", Tone.KEY),)
        told = f"{code}: {message}" if code and code not in message else message
        yield (Cell(f"    {clean(told, 2000)}"),)
        asked = next((problem.request_id for _, problem in met if problem.request_id), "")
        if asked:
            yield (Cell(f"    request {clean(asked, 100)}", Tone.DIM),)
