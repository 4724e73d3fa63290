"""Openings added up: the line of ports cut into spans, each with everybody who reaches it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ec2tui.core.grammar.protocols import ALL, ICMP, PORTED
from ec2tui.core.grammar.traffic import format_traffic
from ec2tui.core.model.exposure import Exposure
from ec2tui.core.rules.network.intervals import Interval, Intervals, public, share, union
from ec2tui.core.rules.network.openings import OTHER, WHOLE, Opening


class Segment(NamedTuple):
    """A span of traffic (ends included) within which the same openings apply."""

    low: int
    high: int
    openings: tuple[Opening, ...]

    @property
    def sources(self) -> Intervals:
        """Everybody who reaches it by address."""
        return union(opening.sources for opening in self.openings)


def segments(
    openings: Iterable[Opening], family: int, protocol: str, span: Interval = WHOLE
) -> Iterator[Segment]:
    """The spans of one protocol and family in order; what nobody opens is left out."""
    first, last = span
    starts: defaultdict[int, list[int]] = defaultdict(list)
    ends: defaultdict[int, list[int]] = defaultdict(list)
    relevant = [
        o
        for o in openings
        if o.family == family and o.concerns(protocol) and o.low <= last and o.high >= first
    ]
    for at, opening in enumerate(relevant):
        starts[max(opening.low, first)].append(at)
        ends[min(opening.high, last) + 1].append(at)
    active: dict[int, None] = {}
    for low, end in pairwise(sorted({*starts, *ends})):
        for at in ends.get(low, ()):
            del active[at]
        active.update(dict.fromkeys(starts.get(low, ())))
        if active:
            yield Segment(low, end - 1, tuple(relevant[at] for at in active))


def protocols_of(openings: Iterable[Opening]) -> tuple[str, ...]:
    """The protocols that openings tell apart: all that are named, and those that a rule for all opens too."""
    named = dict.fromkeys(opening.protocol for opening in openings)
    if ALL not in named:
        return tuple(named)
    usual = dict.fromkeys((*sorted(PORTED), *sorted(ICMP)))
    return (*(name for name in {**usual, **named} if name != ALL), OTHER)


def traffic_text(protocol: str, low: int, high: int) -> str:
    """A span as a rule line says it; several ICMP types count as all of them."""
    if protocol in (ALL, OTHER):
        return "all"
    if protocol in PORTED:
        return format_traffic(protocol, low, high)
    if protocol in ICMP:
        kind, code = divmod(low, 256)
        if low == high:
            return format_traffic(protocol, kind, code)
        one = code == 0 and high == low + 255
        return format_traffic(protocol, kind if one else -1, -1)
    return format_traffic(protocol, None, None)


class Open(NamedTuple):
    """A segment that a part of the public internet reaches: `sources` are who, `share` how much of it.

    `protocol` is `-1` for what a rule for all protocols opens.
    """

    family: int
    protocol: str
    segment: Segment
    sources: Intervals
    share: float


def open_to_internet(openings: Iterable[Opening]) -> Iterator[Open]:
    """What the public internet reaches. What a rule for all protocols opens is told once, as `-1`, and again
    for a protocol only where more is open.
    """
    known = tuple(openings)
    for family in sorted({opening.family for opening in known}):
        names = protocols_of(o for o in known if o.family == family)
        everywhere: Intervals = ()
        for protocol in sorted(names, key=lambda name: name != OTHER):
            for segment in segments(known, family, protocol):
                sources = public(segment.sources, family)
                if protocol == OTHER:
                    everywhere = sources
                elif sources == everywhere:
                    continue
                if sources:
                    word = ALL if protocol == OTHER else protocol
                    yield Open(family, word, segment, sources, share(sources, family))


def exposures(openings: Iterable[Opening], egress: bool = False, least: float = 0.0) -> tuple[Exposure, ...]:
    """What of the public internet reaches what, by at least `least` of it; the widest first."""
    found = (one for one in open_to_internet(openings) if one.share >= least)
    told = (exposure(one, egress) for one in found)
    return tuple(sorted(told, key=lambda e: (-e.share, e.family, e.protocol, e.first)))


def exposure(one: Open, egress: bool = False) -> Exposure:
    """An open segment as a value that is shown, with the rules that make it so."""
    low, high, openings = one.segment
    rules = tuple(sorted({o.rule for o in openings if public(o.sources, one.family)}))
    text = traffic_text(one.protocol, low, high)
    return Exposure(one.family, one.protocol, low, high, text, one.share, rules, egress)
