"""What a row index holds: all rows in order, and those of them that match."""

from collections.abc import Generator, Mapping
from typing import Any

import msgspec

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.views.column import Column
from ec2tui.core.views.ordered_list import OrderedList
from ec2tui.core.views.query import Query


class Row(msgspec.Struct, gc=False, eq=False):
    """An item as it was last seen, and what words look into once they have."""

    item: Any
    hay: str | None = None


Entry = tuple[bool, Any, Key, Row]
"""(fact missing, sort value, key, row): sorts by the column, then by key; never as far as the row."""


class Content:
    """All entries in the order of one column, those that match, and the keys the query cannot decide.

    For a query that everything matches the two lists are one. `displaced` collects the entries taken out
    of `everything` while a content that shares it is made.
    """

    __slots__ = ("displaced", "entries", "everything", "query", "shown", "sort", "unknown")

    def __init__(self, sort: Column[Any], query: Query) -> None:
        self.sort = sort
        self.query = query
        self.entries: dict[Key, Entry] = {}
        self.everything: OrderedList[Entry] = OrderedList()
        self.shown: OrderedList[Entry] = self.everything if query.everything else OrderedList()
        self.unknown: set[Key] = set()
        self.displaced: list[Entry] | None = None

    def drop(self, key: Key) -> None:
        """Forgets an item."""
        self.unknown.discard(key)
        entry = self.entries.pop(key, None)
        if entry is None:
            return
        self._displace(entry)
        if self.shown is not self.everything:
            self.shown.discard(entry)

    def _displace(self, entry: Entry) -> None:
        self.everything.discard(entry)
        if self.displaced is not None:
            self.displaced.append(entry)

    def put(self, key: Key, item: Any, inventory: Inventory, now: float) -> None:
        """Takes over an item, new or changed."""
        old = self.entries.get(key)
        missing, value = self.sort.sort_key(item, inventory, now)
        if old is None:
            entry: Entry = (missing, value, key, Row(item))
        elif old[0] == missing and old[1] == value:
            entry = old
        else:
            entry = (missing, value, key, old[3])
        row = entry[3]
        if row.item is not item:
            row.item, row.hay = item, None
        shown_before = old is not None and old in self.shown
        if entry is not old:
            if old is not None:
                self._displace(old)
            self.everything.add(entry)
            self.entries[key] = entry
        if self.shown is not self.everything:
            self._show(entry, old if shown_before else None, self.answer(row, inventory, now))

    def _show(self, entry: Entry, before: Entry | None, answer: bool | None) -> None:
        """Shows or hides an entry; `before` is the one of the same key that shows until now."""
        if before is not None and (answer is not True or before is not entry):
            self.shown.discard(before)
            before = None
        if answer and before is None:
            self.shown.add(entry)
        if answer is None:
            self.unknown.add(entry[2])
        else:
            self.unknown.discard(entry[2])

    def answer(self, row: Row, inventory: Inventory, now: float) -> bool | None:
        """What the query says about a row."""
        if self.query.searches and row.hay is None:
            row.hay = self.query.words.haystack(row.item)
        return self.query.test(row.item, inventory, now, row.hay or "")

    def from_scratch(
        self, old: "Content", items: Mapping[Key, Any], inventory: Inventory, now: float, chunk: int
    ) -> Generator[int]:
        """Fills this with all these items; of `old` it keeps what words look into."""
        for done, (key, item) in enumerate(items.items(), 1):
            missing, value = self.sort.sort_key(item, inventory, now)
            known = old.entries.get(key)
            row = known[3] if known is not None and known[3].item is item else Row(item)
            entry = self.entries[key] = (missing, value, key, row)
            self.everything.add(entry)
            if self.shown is not self.everything:
                self._show(entry, None, self.answer(row, inventory, now))
            if done % chunk == 0:
                yield done

    def from_order(
        self, old: "Content", inventory: Inventory, now: float, chunk: int, narrower: bool
    ) -> Generator[int]:
        """Fills this with the entries of `old` in their order, filtered anew: when `narrower` those it shows.

        The entries stay shared: what changes in `old` meanwhile must be put here again at the end.
        """
        self.entries, self.everything = old.entries, old.everything
        if self.query.everything:
            self.shown = self.everything
            return
        entries = list(old.shown if narrower else self.everything)
        displaced = old.displaced = []
        for start in range(0, len(entries), chunk):
            if start:
                yield start
            self._filter(entries[start : start + chunk], inventory, now)
        for key in old.unknown & self.entries.keys() if narrower else ():
            entry = self.entries[key]
            self._show(entry, None, self.answer(entry[3], inventory, now))
        for entry in displaced:
            self.shown.discard(entry)
        self.unknown &= self.entries.keys()

    def _filter(self, entries: list[Entry], inventory: Inventory, now: float) -> None:
        """Appends to what shows those of these entries that match."""
        test, searches, haystack = self.query.test, self.query.searches, self.query.words.haystack
        shown: list[Entry] = []
        for entry in entries:
            row = entry[3]
            if searches and row.hay is None:
                row.hay = haystack(row.item)
            answer = test(row.item, inventory, now, row.hay or "")
            if answer:
                shown.append(entry)
            elif answer is None:
                self.unknown.add(entry[2])
        self.shown.extend(shown)
