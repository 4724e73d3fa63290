"""An edit measured: for every place where rules add up, who reached a span of traffic, and who then would."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ec2tui.core.grammar.protocols import ALL
from ec2tui.core.model.key import Key
from ec2tui.core.rules.network.edit import Edit, State
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
from ec2tui.core.rules.network.openings import WHOLE, Opening, opened
from ec2tui.core.rules.network.segments import Segment, protocols_of, segments, traffic_text


class Place(NamedTuple):
    """Where rules add up: one group by itself, or the groups of interfaces, as they were and then are."""

    subject: Key
    was: tuple[Key, ...]
    now: tuple[Key, ...]
    interfaces: int = 0

    @property
    def alone(self) -> bool:
        """Whether it is one group by itself."""
        return self.now == (self.subject,)


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

    def widens(self) -> bool:
        """Whether its widest public source gets wider."""
        was, now = (prefix_length(side, self.family) for side in self.sources)
        return now is not None and (was is None or now < was)


class Measured(NamedTuple):
    """A place with the cells that an edit changes there."""

    place: Place
    cells: tuple[Cell, ...]


Spans = dict[tuple[int, str], Intervals]
"""Spans of traffic by family and protocol."""

_remembered: deque[tuple[Edit, bool, tuple[Measured, ...]]] = deque(maxlen=8)


def measure(edit: Edit, egress: bool = False) -> tuple[Measured, ...]:
    """What an edit changes: each group by itself first, then wherever several groups make a difference."""
    for known, way, found in tuple(_remembered):
        if known is edit and way is egress:
            return found
    found = tuple(_measured(edit, egress))
    _remembered.append((edit, egress, found))
    return found


def _measured(edit: Edit, egress: bool) -> Iterator[Measured]:
    known = _Known(edit, egress)
    seen: set[tuple[frozenset[Opening], frozenset[Opening]]] = set()
    for place, spans in _places(edit, egress):
        if not spans:
            continue
        was = known.relevant(edit.start, place.was, spans)
        now = known.relevant(edit.after, place.now, spans)
        pair = (frozenset(was), frozenset(now))
        if pair in seen or pair[0] == pair[1]:
            continue
        seen.add(pair)
        cells = tuple(_cells(egress, was, now, spans))
        if cells:
            yield Measured(place, cells)


class _Known:
    """What groups open, worked out once for each group, state and set of spans."""

    def __init__(self, edit: Edit, egress: bool) -> None:
        self._egress = egress
        self._start = edit.start
        self._spans: list[Spans] = []
        self._found: dict[tuple[bool, Key, int], tuple[Opening, ...]] = {}

    def relevant(self, state: State, groups: Iterable[Key], spans: Spans) -> tuple[Opening, ...]:
        """What groups open within the spans."""
        if not any(known is spans for known in self._spans):
            self._spans.append(spans)  # kept, so that its identity stays its own
        return tuple(o for group in groups for o in self._of(state, group, spans))

    def _of(self, state: State, group: Key, spans: Spans) -> tuple[Opening, ...]:
        at = (state is self._start, group, id(spans))
        if at not in self._found:
            every = state.opened((group,), self._egress)
            self._found[at] = tuple(o for o in every if _within(o, spans))
        return self._found[at]


def _within(opening: Opening, spans: Spans) -> bool:
    for (family, protocol), parts in spans.items():
        same = ALL in (opening.protocol, protocol) or opening.protocol == protocol
        if (
            family == opening.family
            and same
            and any(opening.low <= high and opening.high >= low for low, high in parts)
        ):
            return True
    return False


def spans_of(openings: Iterable[Opening]) -> Spans:
    """The traffic that openings are about."""
    parts: defaultdict[tuple[int, str], list[Interval]] = defaultdict(list)
    for opening in openings:
        parts[opening.family, opening.protocol].append((opening.low, opening.high))
    return {place: merge(found) for place, found in parts.items()}


def _places(edit: Edit, egress: bool) -> Iterator[tuple[Place, Spans]]:
    """Each place with the spans that may differ there."""
    changed = (
        *opened(edit.added, edit.after.inventory, egress),
        *opened(edit.removed, edit.before.inventory, egress),
    )
    spans = spans_of(changed)
    for group in edit.groups:
        yield Place(group, (group,), (group,)), spans
    moved = frozenset(edit.moved)
    together: dict[tuple[tuple[Key, ...], tuple[Key, ...], bool], list[Key]] = {}
    for key in edit.members():
        was, now = edit.start.groups(key), edit.after.groups(key)
        if key in moved or len(now) > 1 or was != now:
            together.setdefault((was, now, key in moved), []).append(key)
    for (was, now, regrouped), keys in together.items():
        own = _spans_of_move(edit, was, now, egress) if regrouped else {}
        yield Place(keys[0], was, now, len(keys)), {**spans, **own} if own else spans


def _spans_of_move(edit: Edit, was: tuple[Key, ...], now: tuple[Key, ...], egress: bool) -> Spans:
    left, joined = set(was) - set(now), set(now) - set(was)
    return spans_of((*edit.start.opened(left, egress), *edit.after.opened(joined, egress)))


def _cells(egress: bool, was: tuple[Opening, ...], now: tuple[Opening, ...], spans: Spans) -> Iterator[Cell]:
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
