"""Spans of traffic before and after: who of the public internet reached them, and who then would."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ec2tui.core.grammar.protocols import ALL
from ec2tui.core.rules.network.intervals import (
    WIDTH,
    Interval,
    Intervals,
    merge,
    prefix_length,
    public,
    share,
    size,
    subtract,
    union,
)
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.openings import WHOLE, Opening
from ec2tui.core.rules.network.segments import Segment, protocols_of, segments, traffic_text


class Cell(NamedTuple):
    """A span of one protocol and family with what opened it, and then would.

    `sources` are who of the public internet reached it, and who then would.
    """

    egress: bool
    family: int
    protocol: str
    low: int
    high: int
    was: tuple[Opening, ...]
    now: tuple[Opening, ...]
    sources: tuple[Intervals, Intervals]

    @property
    def shares(self) -> tuple[float, float]:
        """The shares of the public internet before and after."""
        was, now = self.sources
        return share(was, self.family), share(now, self.family)

    @property
    def traffic(self) -> str:
        """The span as a rule line says it."""
        return traffic_text(self.protocol, self.low, self.high)

    def grows(self, limits: NetworkLimits) -> bool:
        """Whether more of the internet gets in than one source that needs no confirmation."""
        was, now = self.sources
        narrow: int = 2 ** (WIDTH[self.family] - limits.widest(self.family))
        return size(subtract(now, was)) > narrow

    def opens(self, limits: NetworkLimits) -> bool:
        """Whether it becomes open to the internet, or opens to still more of it."""
        was, now = self.shares
        return now >= limits.share and (was < limits.share or self.grows(limits))

    def closes(self, limits: NetworkLimits) -> bool:
        """Whether it stops being open to the internet."""
        was, now = self.shares
        return was >= limits.share > now

    def narrows(self) -> bool:
        """Whether some of the internet that reached it does no more."""
        was, now = self.sources
        return bool(subtract(was, now))

    def widens(self) -> bool:
        """Whether its widest public source gets wider."""
        was, now = (prefix_length(side, self.family) for side in self.sources)
        return now is not None and (was is None or now < was)


Spans = dict[tuple[int, str], Intervals]
"""Spans of traffic by family and protocol."""


def spans_of(openings: Iterable[Opening]) -> Spans:
    """The traffic that openings are about."""
    parts: defaultdict[tuple[int, str], list[Interval]] = defaultdict(list)
    for opening in openings:
        parts[opening.family, opening.protocol].append((opening.low, opening.high))
    return {place: merge(found) for place, found in parts.items()}


def within(opening: Opening, spans: Spans) -> bool:
    """Whether an opening is about traffic of the spans."""
    for (family, protocol), parts in spans.items():
        same = ALL in (opening.protocol, protocol) or opening.protocol == protocol
        if (
            family == opening.family
            and same
            and any(opening.low <= high and opening.high >= low for low, high in parts)
        ):
            return True
    return False


def cells_of(
    egress: bool, was: tuple[Opening, ...], now: tuple[Opening, ...], spans: Spans
) -> Iterator[Cell]:
    """The cells of two sets of openings within spans; where nothing changes there is none."""
    done: set[tuple[int, str]] = set()
    for family, protocol in sorted(spans, key=lambda place: place[1] != ALL):
        names: tuple[str, ...] = (protocol,)
        if protocol == ALL:
            names = protocols_of(o for o in (*was, *now) if o.family == family)
        for name in names:
            if (family, name) in done:
                continue
            done.add((family, name))
            for span in (WHOLE,) if protocol == ALL else spans[family, protocol]:
                yield from _overlaid(egress, family, name, was, now, span)


def _overlaid(
    egress: bool,
    family: int,
    protocol: str,
    was: tuple[Opening, ...],
    now: tuple[Opening, ...],
    span: Interval,
) -> Iterator[Cell]:
    """Cells of one span, cut wherever something changes on either side; what is the same is left out."""
    sides = [list(segments(side, family, protocol, span)) for side in (was, now)]
    edges = sorted({edge for side in sides for s in side for edge in (s.low, s.high + 1)})
    at = [0, 0]
    for low, end in pairwise(edges):
        found: list[tuple[Opening, ...]] = []
        for n, side in enumerate(sides):
            at[n], active = _active(side, at[n], low)
            found.append(active)
        if frozenset(found[0]) != frozenset(found[1]):
            sources = _public(found[0], family), _public(found[1], family)
            yield Cell(egress, family, protocol, low, end - 1, found[0], found[1], sources)


def _public(active: tuple[Opening, ...], family: int) -> Intervals:
    return public(union(opening.sources for opening in active), family)


def _active(side: list[Segment], at: int, low: int) -> tuple[int, tuple[Opening, ...]]:
    while at < len(side) and side[at].high < low:
        at += 1
    if at < len(side) and side[at].low <= low:
        return at, side[at].openings
    return at, ()
