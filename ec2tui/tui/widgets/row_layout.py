"""Where the columns of a row table lie: widths that grow with what was shown."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from ec2tui.tui.widgets.line_text import cells, drawable
from ec2tui.tui.widgets.row_source import ColumnSpec

GUTTER = 2
GAP = 2
ARROW = 2


class Placement(msgspec.Struct, frozen=True):
    """The columns at one viewport width, in cells.

    `starts` are the left edges as if nothing were scrolled; `frozen` is the width of the part that stays
    (gutter, first column and its gap); `total` is the width of everything.
    """

    widths: tuple[int, ...]
    starts: tuple[int, ...]
    frozen: int
    total: int

    def column_at(self, x: int, scroll_x: int) -> int | None:
        """The column under a cell of the viewport; None in the gutter and behind the last column."""
        if x >= self.frozen:
            x += scroll_x
        for index in range(len(self.starts) - 1, -1, -1):
            if x >= self.starts[index]:
                return index if x < self.starts[index] + self.widths[index] + GAP else None
        return None

    def side(self, column: int, scroll_x: int, viewport: int, needs: int) -> int:
        """Where a column lies whose first `needs` cells are not all seen: -1 left, 1 right; 0 when seen."""
        if not column:
            return 0
        start = self.starts[column] - scroll_x
        if start < self.frozen:
            return -1
        return 1 if start + min(needs, self.widths[column]) > viewport else 0

    def stop_for(self, column: int, scroll_x: int, viewport: int) -> int:
        """The scroll offset nearest to the present one at which a column is seen whole, if it can be."""
        if not self.side(column, scroll_x, viewport, self.widths[column]):
            return scroll_x
        whole = self.starts[column] + self.widths[column] - viewport
        stops = [start - self.frozen for start in self.starts[1 : column + 1]]
        if self.starts[column] - scroll_x < self.frozen:
            return stops[-1]
        return next((stop for stop in stops if stop >= whole), stops[-1])

    def next_stop(self, scroll_x: int) -> int:
        """The scroll offset that puts the next column behind the frozen one."""
        stops = (start - self.frozen for start in self.starts[1:])
        return next((stop for stop in stops if stop > scroll_x), scroll_x)

    def previous_stop(self, scroll_x: int) -> int:
        """The scroll offset that brings the column before back."""
        stops = [start - self.frozen for start in self.starts[1:] if start - self.frozen < scroll_x]
        return stops[-1] if stops else 0


class ColumnLayout:
    """The columns and the widths they have grown to."""

    def __init__(self, columns: Sequence[ColumnSpec] = ()) -> None:
        self.columns: tuple[ColumnSpec, ...] = ()
        self._grown: dict[str, int] = {}
        self.use(columns)

    def use(self, columns: Sequence[ColumnSpec]) -> None:
        """Takes other columns; those that stay keep their width."""
        self.columns = tuple(columns)
        for column in self.columns:
            title = cells(drawable(column.title)) + ARROW
            self._grown[column.id] = max(column.min_width, title, self._grown.get(column.id, 0))

    def anew(self) -> None:
        """Forgets what the columns grew with."""
        self._grown.clear()
        self.use(self.columns)

    def grow(self, texts: Sequence[str]) -> bool:
        """Makes room for the drawable texts of a row; whether that changed a width."""
        grown = False
        for column, text in zip(self.columns, texts, strict=False):
            width = min(cells(text), column.max_width)
            if width > self._grown[column.id]:
                self._grown[column.id] = width
                grown = True
        return grown

    def width(self, column_id: str) -> int:
        """The width a column has grown to; KeyError when it was never shown."""
        return self._grown[column_id]

    def place(self, viewport: int) -> Placement:
        """The columns side by side in a viewport: the first takes at most half, flexible ones the rest."""
        widths = [self._grown[column.id] for column in self.columns]
        if not widths:
            return Placement((), (), GUTTER, GUTTER)
        widths[0] = min(widths[0], max(self.columns[0].min_width, viewport // 2 - GUTTER - GAP))
        spare = viewport - GUTTER - sum(widths) - GAP * (len(widths) - 1)
        flexible = [index for index, column in enumerate(self.columns) if column.flexible]
        for rank, index in enumerate(flexible):
            share = max(0, spare) // (len(flexible) - rank)
            widths[index] += share
            spare -= share
        edges = list(accumulate((width + GAP for width in widths), initial=GUTTER))
        return Placement(tuple(widths), tuple(edges[:-1]), edges[1], edges[-1] - GAP)
