"""What a row table shows: rows by index from a source, and the columns they fall into."""

from collections.abc import Hashable, Sequence
from typing import Protocol

import msgspec

from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell


class RowSource(Protocol):
    """The rows in their present order, asked for one by one and only when they are on screen."""

    def __len__(self) -> int:
        """How many rows there are."""

    def key_at(self, index: int, /) -> Hashable:
        """The key of the row at an index, 0 ≤ index < len."""

    def position(self, key: Hashable, /) -> int | None:
        """The index of a key; None when it is not among the rows."""

    def cells(self, index: int, /) -> Sequence[Cell]:
        """The cells of the row at an index, one per column, in the order of the columns."""


class ColumnSpec(msgspec.Struct, frozen=True):
    """A column of a row table; widths in terminal cells.

    The width starts at the title's (at least `min_width`), grows with what is shown and ends at `max_width`;
    a flexible column also takes what the others leave over.
    """

    id: str
    title: str
    min_width: int = 4
    max_width: int = 40
    align: Align = Align.LEFT
    flexible: bool = False


class NoRows:
    """A source without rows, for a table that has not been given one."""

    def __len__(self) -> int:
        """Nothing."""
        return 0

    def key_at(self, index: int, /) -> Hashable:
        """Raises IndexError."""
        raise IndexError(index)

    def position(self, key: Hashable, /) -> int | None:
        """No key is here."""
        return None

    def cells(self, index: int, /) -> Sequence[Cell]:
        """Raises IndexError."""
        raise IndexError(index)
