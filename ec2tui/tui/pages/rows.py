"""The rows of a table: an index over the items of one kind, drawn by the chosen columns."""

import shlex
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.choices import order_of
from ec2tui.core.views.column import Column
from ec2tui.core.views.query import Mistake, Query, parse
from ec2tui.core.views.query_nodes import Everything
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.rows import Items, RowIndex, of_kind
from ec2tui.core.views.tone import Cell, Line
from ec2tui.services.session import Session
from ec2tui.tui.widgets.row_source import ColumnSpec

if TYPE_CHECKING:
    from ec2tui.tui.widgets.detail_pane import DetailPane

Lookup = tuple[Kind, tuple[Key, ...]]
"""Facts to be read by id."""


class Rows:
    """A RowSource. `sync` brings it up to the store's version and says which rows look different."""

    def __init__(
        self,
        session: Session,
        resource: Resource[Any],
        columns: Sequence[str] = (),
        sort: str = "",
        items: Items | None = None,
    ) -> None:
        """`items` replaces all items of the resource's kind: the same mapping until one of them changes."""
        self.session = session
        self.resource = resource
        self._version = -1
        self._items = items or of_kind(resource.kind)
        self.query_text = ""
        self.query = Query(Everything(), resource.words)
        self.mistake: Mistake | None = None
        by, reverse = order_of(sort or resource.sort)
        sorted_by = resource.column(by) or resource.column(order_of(resource.sort)[0])
        assert sorted_by is not None
        self.sort_id = sorted_by.id
        self.reverse = reverse
        self.columns: tuple[Column[Any], ...] = ()
        self.use_columns(columns or resource.shown)
        self._index = RowIndex(sorted_by, reverse, self.query, self._items, resource.keyed)

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
        inventory, now = self.inventory, self.session.clock.now()
        item = self._items(inventory).get(self.key_at(index))
        if item is None:
            return [Cell("")] * len(self.columns)
        return [one.cell(item, inventory, now) for one in self.columns]

    # What is shown

    def use_columns(self, ids: Iterable[str]) -> None:
        """Shows these columns; ids that do not exist are left out, and an empty choice is the default one."""
        column = self.resource.column
        found = tuple(one for one in map(column, dict.fromkeys(ids)) if one is not None)
        self.columns = found or tuple(one for one in map(column, self.resource.shown) if one is not None)

    def specs(self) -> tuple[ColumnSpec, ...]:
        """The columns as the table wants them."""
        return tuple(
            ColumnSpec(c.id, c.title, c.min_width, c.max_width, cast(Any, c.align.value))
            for c in self.columns
        )

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that columns, order and filter read."""
        return self.resource.reads.union(
            self.query.kinds, *(c.kinds for c in self.columns), self._index.sort.kinds
        )

    @property
    def everywhere_kinds(self) -> frozenset[Kind]:
        """The kinds that order and filter read of every item, not only of the rows in view."""
        return self.query.kinds | self._index.sort.kinds

    def filter(self, text: str) -> bool:
        """Filters by a query; a mistake is kept to be shown, and the last good result stays.

        Whether the rows must be rebuilt.
        """
        self.query_text = text
        parsed = parse(text, self.resource.words)
        self.mistake = parsed if isinstance(parsed, Mistake) else None
        if isinstance(parsed, Query) and parsed != self.query:
            self.query = parsed
            return True
        return False

    def sort(self, column_id: str, reverse: bool) -> bool:
        """Orders by a column; whether the rows must be rebuilt."""
        if self.resource.column(column_id) is None:
            return False
        other = column_id != self.sort_id
        self.sort_id, self.reverse = column_id, reverse
        if not other:
            self._index.reverse = reverse
        return other

    def rebuild(self) -> Iterator[int]:
        """Filters and orders everything anew, in pieces; until the end the rows are what they were."""
        return self._index.rebuild(
            self.inventory,
            self.session.clock.now(),
            sort=self.resource.column(self.sort_id),
            reverse=self.reverse,
            query=self.query,
        )

    # Following the store

    def sync(self) -> set[Key] | None:
        """Takes in what changed since the last time; the keys of rows that may look different, None: all."""
        store = self.session.store
        changed = store.changed_since(self._version, *self.resource.keyed)
        others = store.changed_since(self._version, *(self.kinds - self.resource.keyed))
        self._version = store.version
        self._index.update(changed, self.inventory, self.session.clock.now())
        return None if others is None or others else changed

    @property
    def stale(self) -> bool:
        """Whether something changed that only a rebuild takes in."""
        return self._index.stale

    # What others ask

    @property
    def total(self) -> int:
        """How many items are known."""
        return self._index.total

    @property
    def unknown(self) -> int:
        """For how many the filter cannot be answered."""
        return self._index.unknown

    def ordered(self) -> Iterator[Key]:
        """The keys of all rows, in order."""
        return (self.key_at(i) for i in range(len(self)))

    def item(self, key: Hashable | None) -> Any:
        """The item with a key, None when it is gone."""
        return self._items(self.inventory).get(cast(Key, key)) if key else None

    def everything(self) -> Iterator[Any]:
        """Every known item, also those that the filter hides."""
        return iter(self._items(self.inventory).values())

    def tag_names(self, count: int) -> list[str]:
        """`tag:KEY` for every tag but Name that some of the first so many items have, sorted."""
        tags = self.resource.words.tags
        if tags is None:
            return []
        items = islice(self.everything(), count)
        return sorted({f"tag:{name}" for item in items for name, _ in tags(item) if name != "Name"})

    @property
    def inventory(self) -> Inventory:
        """What cells, order and filter are answered from."""
        return self.session.store.inventory

    @property
    def everything_read(self) -> bool:
        """Whether the items of every region have been read as a whole at least once."""
        session = self.session
        readings = (self.inventory.reading(s, self.resource.kind) for s in session.sources())
        return bool(session.regions) and all(reading.known for reading in readings)

    # What each sort of rows may say for itself

    @property
    def title(self) -> str:
        """What is shown when that is a part, such as the rules of one group; empty for a whole table."""
        return ""

    @property
    def gap(self) -> str:
        """What is wrong with the rows beside what the header tells of AWS; empty when nothing is."""
        return ""

    @property
    def lacks(self) -> tuple[Line, ...]:
        """What was not looked at although nothing went wrong, a line each."""
        return ()

    @property
    def strip(self) -> Line | None:
        """A line over the table that tells of everything; None for none."""
        return None

    def nothing(self) -> Cell | None:
        """What is said when there is no row, None for the usual."""
        return None

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """The facts read by id that columns need of the rows in view."""
        return ()

    def facts_of(self, item: Any) -> Iterable[Lookup]:
        """The facts read by id that the detail pane shows of one item."""
        return ()

    def pane(self, cursor: Callable[[], Hashable | None]) -> "DetailPane | None":
        """A pane of its own about the row under the cursor; None for the tabs of the resource."""
        return None

    def document(self, item: Any) -> Mapping[str, Any] | None:
        """The item as a document that is known already; None: AWS is asked (`Resource.describe`)."""
        return None

    def commands(self, keys: Sequence[Key]) -> list[str]:
        """The `aws` commands that show these rows, one a region."""
        describe = self.resource.describe
        if describe is None:
            return []
        made = []
        for region in sorted({key.region for key in keys}):
            ids = (k.id for k in keys if k.region == region)
            argv = ["aws", describe.service, *describe.command.split(), *ids]
            argv[3:3] = ["--region", region]
            if self.session.scope.profile:
                argv[5:5] = ["--profile", self.session.scope.profile]
            made.append(shlex.join(argv))
        return made

    def leads_to(self, item: Any) -> tuple[str, Key] | None:
        """The table and the row that opening an item goes to, instead of into its details."""
        return None

    def stop(self) -> bool:
        """Ends what it reads item by item; whether there was anything to end."""
        return False

    def again(self) -> None:
        """Reads again what does not come through the store."""
        return

    async def follow(self, changed: Callable[[], None]) -> None:
        """Reads on, while the rows show, what does not come through the store; ends when it is cancelled."""
