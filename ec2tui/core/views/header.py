"""The header strip: who looks at what, how old it is, and what is loading or failing."""

from collections.abc import Iterable

import msgspec

from ec2tui.core.model.identity import Identity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading, Status
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

STALE_AFTER = 300.0
"""Seconds after which rows that were not read again are called stale; twice the gentlest pace."""

_TONES = {
    Status.LIVE: Tone.GOOD,
    Status.LOADING: Tone.INFO,
    Status.NOT_READ: Tone.DIM,
    Status.CACHED: Tone.WARN,
    Status.STALE: Tone.WARN,
    Status.PARTIAL: Tone.WARN,
    Status.THROTTLED: Tone.WARN,
}


class HeaderFacts(msgspec.Struct, frozen=True):
    """All that the header tells, gathered in one moment (`now`, epoch seconds).

    `readings` are the regions looked at with the reading of each kind that was asked for; `kind` is the one
    that the page shows; `shown`, `total` and `marked` count its rows, which are called `plural`.
    """

    now: float
    profile: str
    identity: Identity | None = None
    problem: Problem | None = None
    connecting: bool = False
    read_only: bool = False
    production: bool = False
    demo: bool = False
    pace: str = ""
    readings: tuple[tuple[str, Kind, Reading], ...] = ()
    shown: int = 0
    total: int = 0
    marked: int = 0
    kind: Kind = Kind.INSTANCES
    plural: str = "instances"


def identity_line(facts: HeaderFacts) -> Line:
    """Profile, account, principal, how long the credentials last, and the modes that change what keys do."""
    spans = [Cell(" ec2tui ", Tone.HEADING)]
    if facts.production:
        spans.append(Cell(" PRODUCTION ", Tone.BAD))
    if facts.read_only:
        spans.append(Cell(" READ-ONLY ", Tone.INFO))
    if facts.demo:
        spans.append(Cell(" DEMO ", Tone.INFO))
    spans.append(Cell(f" {clean(facts.profile, 40)}", Tone.ACCENT))
    if facts.identity is not None:
        spans.append(Cell(f"  {facts.identity.account}"))
        spans.append(Cell(f"  {clean(facts.identity.principal, 60)}", Tone.DIM))
        spans.extend(_lifetime(facts.identity, facts.now))
    elif facts.problem is not None:
        spans.append(Cell(f"  not signed in: {facts.problem.outcome}", Tone.BAD))
    else:
        word = "connecting…" if facts.connecting else "asking AWS who we are…"
        spans.append(Cell(f"  {word}", Tone.INFO))
    return tuple(spans)


def _lifetime(identity: Identity, now: float) -> Iterable[Cell]:
    if identity.expires_at is None:
        long_lived = identity.access_key_id.startswith("AKIA")
        return (Cell("  long-lived key", Tone.WARN),) if long_lived else ()
    left = identity.expires_at - now
    if left <= 0:
        return (Cell("  credentials expired", Tone.BAD),)
    return (Cell(f"  {duration(left)} left", Tone.WARN if left < 600 else Tone.DIM),)


def regions_line(facts: HeaderFacts) -> Line:
    """Each region with the state of what the page shows, exactly as far as it answered, and the pace."""
    spans = [Cell(" ")]
    for region, kind, reading in facts.readings:
        if kind is not facts.kind:
            continue
        status = reading.status(facts.now, STALE_AFTER)
        spans.append(Cell(f"{clean(region, 24)} ", Tone.PLAIN))
        spans.append(Cell(_reading_words(reading, status, facts.now), _TONES.get(status, Tone.BAD)))
        spans.append(Cell("   "))
    if len(spans) == 1:
        spans.append(Cell("no region yet", Tone.DIM))
    elif facts.pace:
        spans.append(Cell(facts.pace, Tone.DIM))
    if facts.total:
        rows = f"{facts.shown:,} of {facts.total:,}" if facts.shown != facts.total else f"{facts.total:,}"
        spans.append(Cell(f"   {rows} {facts.plural}", Tone.PLAIN))
    if facts.marked:
        spans.append(Cell(f"   {facts.marked:,} marked", Tone.ACCENT))
    return tuple(spans)


def _reading_words(reading: Reading, status: Status, now: float) -> str:
    known_at = reading.complete_at if reading.complete_at is not None else reading.cached_at
    age = f" {duration(now - known_at)}" if known_at is not None else ""
    if status is Status.LOADING:
        return f"loading {reading.items:,}" if reading.items else "loading"
    if status is Status.LIVE:
        return ("reloading" if reading.loading else "live") + age
    if status is Status.STALE:
        return f"stale{age}"
    if status is Status.CACHED:
        return ("reloading, " if reading.loading else "") + f"saved {duration(now - _when(reading))} ago"
    if status is Status.PARTIAL:
        return f"partial, {reading.items:,} read"
    return f"{status}, rows are{age} old" if age else str(status)


def _when(reading: Reading) -> float:
    return reading.cached_at or 0.0


def problem_line(facts: HeaderFacts) -> Line | None:
    """The most important problem in words, with what to do; None when all is well."""
    found = [(region, reading.problem) for region, _, reading in facts.readings if reading.problem]
    if facts.problem is not None:
        found.insert(0, ("", facts.problem))
    if not found:
        return None
    region, problem = found[0]
    where = f" in {clean(region, 24)}" if region else ""
    more = len({(place, one.operation) for place, one in found}) - 1
    spans = [
        Cell(f" {problem.outcome}: ", Tone.BAD),
        Cell(f"{problem.operation}{where}. "),
        Cell(clean(problem.hint or problem.message, 240), Tone.WARN),
    ]
    if problem.outcome in (Outcome.EXPIRED, Outcome.NO_CREDENTIALS):
        spans.append(Cell("  ctrl+l signs in again.", Tone.INFO))
    if more:
        spans.append(Cell(f"  (and {more} more, ? tells)", Tone.DIM))
    return tuple(spans)


def problem_lines(facts: HeaderFacts) -> tuple[Line, ...]:
    """Every problem with AWS's own words, for the help."""
    found = [("", facts.problem)] if facts.problem else []
    found += [(region, reading.problem) for region, _, reading in facts.readings if reading.problem]
    lines: list[Line] = []
    for region, problem in found:
        lines.append((Cell(f"{problem.outcome}  {problem.operation}  {clean(region, 24)}", Tone.BAD),))
        lines.append((Cell(f"  {clean(problem.message, 400)}"),))
        if problem.hint:
            lines.append((Cell(f"  {clean(problem.hint, 400)}", Tone.INFO),))
    return tuple(lines)


def duration(seconds: float) -> str:
    """A length of time in two figures at most: `12 s`, `5 min`, `3 h`, `2 d`."""
    seconds = max(0.0, seconds)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
