"""What a row table remembers: cells until their row changes, strips until the view does."""

from collections.abc import Hashable
from collections.abc import Set as AbstractSet

from textual.strip import Strip

from ec2tui.core.views.tone import Cell
from ec2tui.tui.widgets.line_text import drawable
from ec2tui.tui.widgets.row_palette import LOOKS, Look
from ec2tui.tui.widgets.row_source import RowSource
from ec2tui.tui.widgets.row_strips import Viewport

CACHED_ROWS = 512


class RowCache:
    """Cells and strips of rows that were on screen lately, by key; bounded by CACHED_ROWS."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, tuple[Cell, ...]] = {}
        self._strips: dict[tuple[Hashable, Look], Strip] = {}
        self._view: Viewport | None = None

    def forget(self, keys: AbstractSet[Hashable] | None) -> None:
        """Drops some rows (None: all)."""
        if keys is None:
            self._cells.clear()
            self._strips.clear()
            return
        for key in self._cells.keys() & keys:
            del self._cells[key]
            for look in LOOKS:
                self._strips.pop((key, look), None)

    def cells(self, source: RowSource, index: int, key: Hashable) -> tuple[Cell, ...]:
        """The drawable cells of a row, asked for once until the row changes."""
        row = self._cells.get(key)
        if row is None:
            if len(self._cells) >= CACHED_ROWS:
                self.forget(None)
            row = tuple(Cell(drawable(text), tone) for text, tone in source.cells(index))
            self._cells[key] = row
        return row

    def strip(self, source: RowSource, index: int, key: Hashable, look: Look, view: Viewport) -> Strip:
        """A row as it looks in a viewport; another viewport begins anew."""
        if view is not self._view:
            self._view = view
            self._strips.clear()
        strip = self._strips.get((key, look))
        if strip is None:
            if len(self._strips) >= CACHED_ROWS:
                self._strips.clear()
            strip = self._strips[key, look] = view.row(self.cells(source, index, key), look)
        return strip
