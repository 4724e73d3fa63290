"""The rows of the instances table: an index over the store's inventory, drawn by the chosen columns."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.choices import order_of
from ec2tui.core.views.instances import DEFAULT_COLUMNS, NAME, InstanceColumn, column
from ec2tui.core.views.query import ALL, Mistake, Query, parse
from ec2tui.core.views.rows import RowIndex
from ec2tui.core.views.tone import Cell
from ec2tui.services.session import Session
from ec2tui.tui.widgets.row_source import ColumnSpec

ROW_KINDS = (Kind.INSTANCES, Kind.STATUSES, Kind.PROTECTION)
"""Kinds whose keys are instance keys: a change of one touches one row."""


class InstanceRows:
    """A RowSource. `sync` brings it up to the store's version and says which rows look different."""

    def __init__(self, session: Session, columns: Sequence[str] = (), sort: str = "") -> None:
        self._session = session
        self._version = -1
        self.query_text = ""
        self.query: Query = ALL
        self.mistake: Mistake | None = None
        by, reverse = order_of(sort or NAME.id)
        sorted_by = column(by) or NAME
        self.sort_id = sorted_by.id
        self.reverse = reverse
        self.columns: tuple[InstanceColumn, ...] = ()
        self.use_columns(columns or DEFAULT_COLUMNS)
        self._index = RowIndex(sorted_by, reverse, ALL)

    # The rows, as the table asks for them

    def __len__(self) -> int:
        return len(self._index)

    def key_at(self, index: int, /) -> Key:
        """The key of the row at an index."""
        return self._index.key_at(index)

    def position(self, key: Hashable, /) -> int | None:
        """The index of a key; None when it is not among the rows."""
        return self._index.position(cast(Key, key))

    def cells(self, index: int, /) -> Sequence[Cell]:
        """The cells of the row at an index."""
        inventory, now = self._session.store.inventory, self._session.clock.now()
        item = inventory.table(Kind.INSTANCES).get(self.key_at(index))
        if item is None:
            return [Cell("")] * len(self.columns)
        return [one.cell(item, inventory, now) for one in self.columns]

    # What is shown

    def use_columns(self, ids: Iterable[str]) -> None:
        """Shows these columns; ids that do not exist are left out, and an empty choice is the default one."""
        found = tuple(one for one in map(column, dict.fromkeys(ids)) if one is not None)
        self.columns = found or tuple(one for one in map(column, DEFAULT_COLUMNS) if one is not None)

    def specs(self) -> tuple[ColumnSpec, ...]:
        """The columns as the table wants them."""
        return tuple(
            ColumnSpec(c.id, c.title, c.min_width, c.max_width, cast(Any, c.align.value))
            for c in self.columns
        )

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that columns, order and filter read."""
        return frozenset().union(self.query.kinds, *(c.kinds for c in self.columns), self._index.sort.kinds)

    @property
    def everywhere_kinds(self) -> frozenset[Kind]:
        """The kinds that order and filter read of every instance, not only of the rows in view."""
        return self.query.kinds | self._index.sort.kinds

    def filter(self, text: str) -> bool:
        """Filters by a query; a mistake is kept to be shown, and the last good result stays.

        Whether the rows must be rebuilt.
        """
        self.query_text = text
        parsed = parse(text)
        self.mistake = parsed if isinstance(parsed, Mistake) else None
        if isinstance(parsed, Query) and parsed != self.query:
            self.query = parsed
            return True
        return False

    def sort(self, column_id: str, reverse: bool) -> bool:
        """Orders by a column; whether the rows must be rebuilt."""
        if column(column_id) is None:
            return False
        other = column_id != self.sort_id
        self.sort_id, self.reverse = column_id, reverse
        if not other:
            self._index.reverse = reverse
        return other

    def rebuild(self) -> Iterator[int]:
        """Filters and orders everything anew, in pieces; until the end the rows are what they were."""
        return self._index.rebuild(
            self._session.store.inventory,
            self._session.clock.now(),
            sort=column(self.sort_id),
            reverse=self.reverse,
            query=self.query,
        )

    # Following the store

    def sync(self) -> set[Key] | None:
        """Takes in what changed since the last time; the keys of rows that may look different, None: all."""
        store = self._session.store
        changed = store.changed_since(self._version, *ROW_KINDS)
        types = store.changed_since(self._version, Kind.INSTANCE_TYPES)
        self._version = store.version
        self._index.update(changed, store.inventory, self._session.clock.now())
        repaint_all = Kind.INSTANCE_TYPES in self.kinds and (types is None or types)
        return None if repaint_all else changed

    @property
    def stale(self) -> bool:
        """Whether something changed that only a rebuild takes in."""
        return self._index.stale

    # What others ask

    @property
    def total(self) -> int:
        """How many instances are known."""
        return self._index.total

    @property
    def unknown(self) -> int:
        """For how many the filter cannot be answered."""
        return self._index.unknown

    def ordered(self) -> Iterator[Key]:
        """The keys of all rows, in order."""
        return (self.key_at(i) for i in range(len(self)))

    def item(self, key: Hashable | None) -> Instance | None:
        """The instance with a key, None when it is gone."""
        return self._session.store.inventory.table(Kind.INSTANCES).get(cast(Key, key)) if key else None

    def everything(self) -> Iterator[Instance]:
        """Every known instance, also those that the filter hides."""
        return iter(self._session.store.inventory.table(Kind.INSTANCES).values())

    def sample(self, count: int) -> Iterator[Instance]:
        """Some instances, to find out which tags there are."""
        return islice(self.everything(), count)
