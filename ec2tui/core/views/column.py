"""A column of a table: what it is called, where its facts come from, how it draws and sorts."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone

T = TypeVar("T")

SortKey = tuple[bool, Any]
"""(whether the fact is missing, the value): values of one column always compare, missing ones are last."""

UNKNOWN: SortKey = (True, 0)
"""The sort key of a fact that is missing."""

ABSENT = Cell("-", Tone.DIM)
"""What is known not to be there."""

_WORDS = {
    Missing.NOT_READ: Cell("·", Tone.DIM),
    Missing.LOADING: Cell("…", Tone.DIM),
    Missing.DENIED: Cell("denied", Tone.DIM),
    Missing.FAILED: Cell("no answer", Tone.DIM),
    Missing.GONE: ABSENT,
}


class Column(msgspec.Struct, Generic[T], frozen=True):
    """One column over items of one type.

    `source` is the API operation and field it shows, `kinds` are what must be read for it, widths are in
    cells, `cell` and `sort_key` take the item, the inventory and the time in epoch seconds.
    """

    id: str
    title: str
    source: str
    cell: Callable[[T, Inventory, float], Cell]
    sort_key: Callable[[T, Inventory, float], SortKey]
    min_width: int = 4
    max_width: int = 24
    align: Align = Align.LEFT
    kinds: frozenset[Kind] = frozenset({Kind.INSTANCES})


def missing_cell(fact: Missing) -> Cell:
    """The word for a fact that is missing; never empty, so it never looks like a value."""
    return _WORDS[fact]


def ordered(
    items: Iterable[T], column: Column[T], inventory: Inventory, now: float, *, reverse: bool = False
) -> list[T]:
    """Items sorted by a column, those whose fact is missing last in either direction."""
    known: list[tuple[Any, T]] = []
    unknown: list[T] = []
    for item in items:
        missing, value = column.sort_key(item, inventory, now)
        if missing:
            unknown.append(item)
        else:
            known.append((value, item))
    known.sort(key=lambda pair: pair[0], reverse=reverse)
    return [item for _, item in known] + unknown
