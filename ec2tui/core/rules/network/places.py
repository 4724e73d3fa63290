"""An edit measured wherever rules add up: in each group by itself, and on interfaces in several groups."""

from collections import deque
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from ec2tui.core.model.key import Key
from ec2tui.core.rules.network.cells import Cell, Spans, cells_of, spans_of, within
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.index import Public
from ec2tui.core.rules.network.intervals import Intervals, intersect, subtract, union
from ec2tui.core.rules.network.openings import Opening, opened

SPLIT_LEAST = 0.01
"""What several rules must open beyond the widest of them, as a share of the internet, to count as a split."""

MOST_OTHERS = 15
"""No interface is in more groups beside one (AWS VPC quotas)."""


class Place(NamedTuple):
    """Where rules add up: one group by itself, or the groups of interfaces, as they were and then are.

    `subject` is the group, or the first of so many `interfaces`.
    """

    subject: Key
    was: tuple[Key, ...]
    now: tuple[Key, ...]
    interfaces: int = 0

    @property
    def alone(self) -> bool:
        """Whether it is one group by itself."""
        return self.now == (self.subject,)


class Measured(NamedTuple):
    """A place with the cells that an edit changes there."""

    place: Place
    cells: tuple[Cell, ...]


_remembered: deque[tuple[Edit, bool, float, tuple[Measured, ...]]] = deque(maxlen=8)


def measure(edit: Edit, least: float, egress: bool = False) -> tuple[Measured, ...]:
    """What an edit changes: each group by itself first, then wherever other groups make a difference.

    `least` is the share of the internet from which on something counts as open to it. Of the interfaces whose
    groups stay the same, only those are looked at where the other groups could lift what the edit opens over
    that share, split it, or join its sources to wider ones.
    """
    for known, way, limit, found in tuple(_remembered):
        if known is edit and way is egress and limit == least:
            return found
    found = tuple(_measured(edit, least, egress))
    _remembered.append((edit, egress, least, found))
    return found


def _measured(edit: Edit, least: float, egress: bool) -> Iterator[Measured]:
    changed = (
        *opened(edit.added, edit.after.inventory, egress),
        *opened(edit.removed, edit.before.inventory, egress),
    )
    spans = spans_of(changed)
    alone: list[Cell] = []
    for group in edit.groups if spans else ():
        measured = _at(edit, Place(group, (group,), (group,)), spans, egress)
        if measured is not None:
            alone += measured.cells
            yield measured
    for key in edit.moved:
        was, now = edit.start.groups(key), edit.after.groups(key)
        measured = _at(edit, Place(key, was, now, 1), _spans_of_move(edit, was, now, egress, spans), egress)
        if measured is not None:
            yield measured
    sum_up = _Sum.of(alone, least)
    if sum_up.matters:
        for place in _together(edit, sum_up, egress):
            measured = _at(edit, place, spans, egress)
            if measured is not None:
                yield measured


class _Sum(NamedTuple):
    """What the edit opens in its groups by themselves, by family.

    `lows` is the largest share below `least`, `growth` are the sources of such spans; `highs` are families in
    which more is open, but not everything.
    """

    least: float
    lows: dict[int, float]
    growth: dict[int, Intervals]
    highs: frozenset[int]

    @classmethod
    def of(cls, cells: Iterable[Cell], least: float) -> "_Sum":
        """The sum of cells that grow."""
        lows: dict[int, float] = {}
        growth: dict[int, Intervals] = {}
        highs = set()
        for cell in cells:
            more = subtract(cell.sources[1], cell.sources[0])
            if not more:
                continue
            size = cell.shares[1]
            if size < least:
                lows[cell.family] = max(size, lows.get(cell.family, 0.0))
                growth[cell.family] = union((growth.get(cell.family, ()), more))
            elif size < 1:
                highs.add(cell.family)
        return cls(least, lows, growth, frozenset(highs))

    @property
    def matters(self) -> bool:
        """Whether other groups could add to it."""
        return bool(self.lows or self.highs)

    def weight(self, other: Public) -> "_Weight":
        """What another group could add at the most."""
        joins = any(touch(self.growth[f], other.sources.get(f, ())) for f in self.lows)
        return _Weight(other.shares[4], other.shares[6], joins)

    def lifted(self, others: Iterable["_Weight"]) -> bool:
        """Whether other groups, at the most that they open, make more of it."""
        four = six = 0.0
        for other in others:
            if other.joins:
                return True
            four, six = four + other.four, six + other.six
        return self._lifted(4, four) or self._lifted(6, six)

    def _lifted(self, family: int, rest: float) -> bool:
        if not rest:
            return False
        low = family in self.lows and self.lows[family] + rest >= self.least
        return low or (family in self.highs and rest >= SPLIT_LEAST)


class _Weight(NamedTuple):
    """The shares that a group opens, whatever the port, and whether it joins what the edit opens."""

    four: float
    six: float
    joins: bool


def _most(weights: Iterable[_Weight]) -> _Weight:
    """What the groups of any interface could add at the most, whichever they are."""
    known = tuple(weights)
    four, six = (
        sum(nlargest(MOST_OTHERS, shares)) for shares in ((w.four for w in known), (w.six for w in known))
    )
    return _Weight(four, six, any(w.joins for w in known))


def touch(first: Intervals, second: Intervals) -> bool:
    """Whether sets overlap or are neighbours, so that together they make a wider run."""
    grown = tuple((max(0, low - 1), high + 1) for low, high in first)
    return bool(intersect(grown, second))


def _at(edit: Edit, place: Place, spans: Spans, egress: bool) -> Measured | None:
    was = _relevant(edit.start, place.was, spans, egress)
    now = _relevant(edit.after, place.now, spans, egress)
    cells = tuple(cells_of(egress, was, now, spans))
    return Measured(place, cells) if cells else None


def _relevant(state: State, groups: tuple[Key, ...], spans: Spans, egress: bool) -> tuple[Opening, ...]:
    return tuple(o for o in state.opened(groups, egress) if within(o, spans))


def _spans_of_move(
    edit: Edit, was: tuple[Key, ...], now: tuple[Key, ...], egress: bool, spans: Spans
) -> Spans:
    left, joined = set(was) - set(now), set(now) - set(was)
    own = spans_of((*edit.start.opened(left, egress), *edit.after.opened(joined, egress)))
    both = {place: union((spans.get(place, ()), own.get(place, ()))) for place in (*spans, *own)}
    return both


def _together(edit: Edit, sum_up: _Sum, egress: bool) -> Iterator[Place]:
    """The interfaces whose groups stay and whose other groups make a difference, those in the same as one."""
    touched = {group.id for group in edit.groups}
    moved = frozenset(edit.moved)
    seen: set[tuple[Key, ...]] = set()
    for group in edit.groups:
        sets = edit.after.sets(group)
        others = {name for names in sets for name in names} - touched
        weights = {name: sum_up.weight(edit.after.public(group._replace(id=name), egress)) for name in others}
        if not sum_up.lifted((_most(weights.values()),)):
            continue
        for names, keys in sets.items():
            if not sum_up.lifted([weights[name] for name in names if name not in touched]):
                continue
            stay = [key for key in keys if key not in moved]
            if stay and (now := edit.after.groups(stay[0])) not in seen:
                seen.add(now)
                yield Place(stay[0], edit.start.groups(stay[0]), now, len(stay))
