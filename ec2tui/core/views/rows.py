"""The rows of a table: which show and in which order, at the cost of what changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.column import Column
from ec2tui.core.views.query import ALL, Query
from ec2tui.core.views.row_content import Content

CHUNK = 1000
"""Rows between two yields of a rebuild: a few milliseconds of work."""

INSTANCE_KINDS = frozenset({Kind.INSTANCES, Kind.STATUSES, Kind.PROTECTION, Kind.METRICS})
"""Kinds whose keys are instance keys: a change of one touches one row."""

Items = Callable[[Inventory], Mapping[Key, Any]]
"""Where the items of the rows are; the same mapping as long as none of them changes."""


def of_kind(kind: Kind) -> Items:
    """All items of a kind."""
    return lambda inventory: inventory.table(kind)


class RowIndex:
    """The filtered keys of all items, sorted by one column, rows whose fact is missing always last.

    A change costs O(log n) however many there are; `rebuild` goes over everything in pieces.
    The order is complete: equal values are ordered by key. `reverse` may be set at any time.
    `keyed` are the kinds whose keys are those of the rows.
    """

    def __init__(
        self,
        sort: Column[Any],
        reverse: bool = False,
        query: Query = ALL,
        items: Items = of_kind(Kind.INSTANCES),  # noqa: B008 # a pure function of a constant
        keyed: frozenset[Kind] = INSTANCE_KINDS,
    ) -> None:
        self.reverse = reverse
        self._items = items
        self._keyed = keyed
        self._known_items: Mapping[Key, Any] | None = None
        self._content = Content(sort, query)
        self._tables: dict[Kind, Any] = {}
        self._proofs: frozenset[tuple[Source, Kind]] | None = None
        self._stale = False
        self._wanted: tuple[Column[Any], bool | None, Query] = (sort, None, query)
        self._turn = 0
        self._running = False
        self._late: set[Key] = set()
        self._latest: tuple[Inventory, float] | None = None

    @property
    def sort(self) -> Column[Any]:
        """The column that the rows are sorted by."""
        return self._content.sort

    @property
    def query(self) -> Query:
        """The query that the rows match."""
        return self._content.query

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that the order and the query read."""
        return self.sort.kinds | self.query.kinds

    @property
    def stale(self) -> bool:
        """Whether something has changed that only a rebuild takes over.

        That is a kind with other keys (types), or whether absence proves anything (a kind is now read).
        """
        return self._stale

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self._content.everything)

    @property
    def matching(self) -> int:
        """How many match the query: the rows of the table."""
        return len(self._content.shown)

    @property
    def unknown(self) -> int:
        """How many the query cannot decide because a fact is not known; they do not show."""
        return len(self._content.unknown)

    def __len__(self) -> int:
        return len(self._content.shown)

    def __iter__(self) -> Iterator[Key]:
        return iter(self.window(0, len(self)))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, Key) and self.position(key) is not None

    def _known(self) -> int:
        """How many of the rows that show have the fact they are sorted by."""
        return self._content.shown.rank((True,))

    def key_at(self, index: int) -> Key:
        """The key of the row at this position from 0; IndexError beyond the last."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        if self.reverse and index < (known := self._known()):
            index = known - 1 - index
        return self._content.shown[index][2]

    def position(self, key: Key) -> int | None:
        """Where the row of this key is; None when it does not show."""
        entry = self._content.entries.get(key)
        if entry is None:
            return None
        shown = self._content.shown
        index = shown.rank(entry)
        if index == len(shown) or shown[index] is not entry:
            return None
        if self.reverse and index < (known := self._known()):
            return known - 1 - index
        return index

    def window(self, start: int, stop: int) -> list[Key]:
        """The keys of the rows from `start` up to before `stop`, as many as there are."""
        start, stop = max(start, 0), min(stop, len(self))
        shown = self._content.shown
        if start >= stop:
            return []
        if not self.reverse:
            return [entry[2] for entry in shown.between(start, stop)]
        known = self._known()
        first = shown.between(known - stop, known - start)[::-1]
        rest = shown.between(max(start, known), stop)
        return [entry[2] for entry in (*first, *rest)]

    def update(self, changed: Iterable[Key] | None, inventory: Inventory, now: float) -> None:
        """Takes over these keys from the inventory, whether new, changed or gone; None: everything at once.

        Keys that are not an item's are ignored; see `stale`.
        """
        if changed is None:
            for _ in self.rebuild(inventory, now):
                pass
            return
        keys = set(changed)
        if self._running:
            self._late |= keys
            self._latest = (inventory, now)
        self._apply(keys, inventory, now)

    def _apply(self, keys: Iterable[Key], inventory: Inventory, now: float) -> None:
        content, table = self._content, self._items(inventory)
        for key in keys:
            item = table.get(key)
            if item is None:
                content.drop(key)
            else:
                content.put(key, item, inventory, now)
        self._known_items = table
        for kind in self.kinds:
            current = inventory.table(kind)
            if kind in self._keyed:
                self._tables[kind] = current
            elif not _same(self._tables.setdefault(kind, current), current):
                self._stale = True
        proofs = _proofs(self.query.kinds, inventory)
        if self._proofs is None:
            self._proofs = proofs
        self._stale = self._stale or proofs != self._proofs

    def rebuild(
        self,
        inventory: Inventory,
        now: float,
        *,
        sort: Column[Any] | None = None,
        reverse: bool | None = None,
        query: Query | None = None,
        chunk: int = CHUNK,
    ) -> Iterator[int]:
        """Sorts and filters everything anew, yielding after each `chunk` rows how many are done.

        Until the end the index shows what it showed, and `update` may be called in between. A later rebuild
        ends an earlier one and takes over what that one was to bring. What is not named stays; a new query
        alone does not sort again.
        """
        if self._running:
            sort, query = sort or self._wanted[0], query or self._wanted[2]
            reverse = self._wanted[1] if reverse is None else reverse
        self._wanted = (sort or self.sort, reverse, query or self.query)
        self._turn += 1
        turn, self._running = self._turn, True
        self._late, self._latest = set(), (inventory, now)
        old = self._content
        content = Content(self._wanted[0], self._wanted[2])
        items = self._items(inventory)
        if self._ordered(content.sort, inventory):
            narrower = self._current(inventory) and content.query.narrows(self.query)
            fill = content.from_order(old, inventory, now, chunk, narrower)
        else:
            fill = content.from_scratch(old, items, inventory, now, chunk)
        for done in fill:
            yield done
            if self._turn != turn:
                return
        self._content = content
        self.reverse = self.reverse if reverse is None else reverse
        self._tables = {kind: inventory.table(kind) for kind in self.kinds}
        self._known_items = items
        self._proofs = _proofs(self.query.kinds, inventory)
        self._running = self._stale = False
        self._apply(self._late, *self._latest)
        self._late, self._latest = set(), None

    def _current(self, inventory: Inventory) -> bool:
        """Whether what shows answers the query for this inventory."""
        tables = ((self._tables.get(kind), inventory.table(kind)) for kind in self.query.kinds)
        same = all(_same(known, table) for known, table in tables)
        return same and not self._stale and self._proofs in (None, _proofs(self.query.kinds, inventory))

    def _ordered(self, sort: Column[Any], inventory: Inventory) -> bool:
        """Whether the rows are already in this order for this inventory."""
        return (
            sort.id == self.sort.id
            and _same(self._known_items, self._items(inventory))
            and all(
                kind in self._tables and _same(self._tables[kind], inventory.table(kind))
                for kind in sort.kinds
            )
        )


def _same(known: Any, current: Any) -> bool:
    """Whether two tables are one; tables of kinds that were never read are."""
    return known is current or not (known or current)


def _proofs(kinds: Iterable[Kind], inventory: Inventory) -> frozenset[tuple[Source, Kind]]:
    """Of which kinds, in which sources, absence proves that there is none."""
    wanted = frozenset(kinds) - {Kind.INSTANCES}
    if not wanted:
        return frozenset()
    return frozenset(
        place
        for place, reading in inventory.readings.items()
        if place[1] in wanted and reading.problem is None and reading.complete_at is not None
    )
