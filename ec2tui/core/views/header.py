"""The header strip: who looks at what, how old it is, and what is loading or failing."""

from collections.abc import Iterable

import msgspec

from ec2tui.core.model.identity import Identity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import SIGNED_OUT, Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.views.problems import Cause, causes, header_lines
from ec2tui.core.views.regions import GAP, regions_told
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

STALE_AFTER = 300.0
"""Seconds after which rows that were not read again are called stale; twice the gentlest pace."""

SLOW_STALE_AFTER = 600.0
"""The same for what is read only now and then: everything but instances."""

DEMO_ENDED = Problem(
    Outcome.UNREACHABLE, "demo", "The demo's endpoint has ended", hint="ctrl+r starts it again"
)


class HeaderFacts(msgspec.Struct, frozen=True):
    """All that the header tells, gathered in one moment (`now`, epoch seconds).

    `readings` are the regions looked at with the reading of each kind that was asked for; `kind` is the one
    that the page shows; `shown`, `total` and `marked` count its rows, which are called `plural`.
    `saved_of` are the accounts of rows of an earlier run, while it is not known who we are.
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
    saved_of: tuple[str, ...] = ()
    demo_ended: bool = False

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What is wrong, by cause; of a demo that has ended nothing else is news."""
        found = [(region, reading.problem) for region, _, reading in self.readings if reading.problem]
        if self.problem is not None and all(self.problem != problem for _, problem in found):
            found.insert(0, ("", self.problem))
        if self.demo_ended:
            lost = (Outcome.UNREACHABLE, Outcome.UNKNOWN)
            found = [("", DEMO_ENDED), *(each for each in found if each[1].outcome not in lost)]
        return causes(found)


def identity_line(facts: HeaderFacts) -> Line:
    """Profile, account, principal, how long the credentials last, and the modes that change what keys do."""
    spans = [Cell(" ec2tui ", Tone.HEADING)]
    if facts.production:
        spans.append(Cell(" PRODUCTION ", Tone.ALERT))
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
        out = facts.problem.outcome in SIGNED_OUT
        told = "not signed in" if out else "identity not known"
        spans.append(Cell(f"  {told}: {facts.problem.outcome}", Tone.BAD))
    else:
        word = "connecting…" if facts.connecting else "asking AWS who we are…"
        spans.append(Cell(f"  {word}", Tone.INFO))
    if facts.saved_of:
        spans.append(Cell(f"  saved rows of {clean(', '.join(facts.saved_of), 60)}", Tone.WARN))
    return tuple(spans)


def _lifetime(identity: Identity, now: float) -> Iterable[Cell]:
    if identity.expires_at is None:
        long_lived = identity.access_key_id.startswith("AKIA")
        return (Cell("  long-lived key", Tone.WARN),) if long_lived else ()
    left = identity.expires_at - now
    if left <= 0:
        return (Cell("  credentials expired", Tone.BAD),)
    return (Cell(f"  {duration(left)} left", Tone.WARN if left < 600 else Tone.DIM),)


def regions_line(facts: HeaderFacts, width: int = 0) -> Line:
    """Each region with the state of what the page shows, exactly as far as it answered, and the pace.

    In `width` cells (0: no end of room): the pace is left out first, then regions alike are told together.
    """
    readings = [(region, reading) for region, kind, reading in facts.readings if kind is facts.kind]
    counts: list[Cell] = []
    if facts.total:
        rows = f"{facts.shown:,} of {facts.total:,}" if facts.shown != facts.total else f"{facts.total:,}"
        counts.append(Cell(f"{rows} {facts.plural}", Tone.PLAIN))
    if facts.marked:
        marked = Cell(f"{facts.marked:,} marked", Tone.ACCENT)
        counts += [GAP, marked] if counts else [marked]
    pace = (Cell(facts.pace, Tone.DIM), GAP) if facts.pace and readings else ()
    tails = ((*pace, *counts), tuple(counts), tuple(counts[-1:]) if facts.marked else (), ())
    stale_after = STALE_AFTER if facts.kind is Kind.INSTANCES else SLOW_STALE_AFTER
    return regions_told(readings, tails, facts.now, stale_after, duration, width)


def problems_told(facts: HeaderFacts, width: int = 0, most: int = 1) -> tuple[Line, ...]:
    """What is wrong, a line per cause with what to do, the gravest first; none when all is well.

    At most `most` lines of `width` cells (0: as long as they are).
    """
    return header_lines(facts.causes, width, most, "! tells all")


def duration(seconds: float) -> str:
    """A length of time in two figures at most: `12 s`, `5 min`, `3 h`, `2 d`."""
    seconds = max(0.0, seconds)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
