"""Rows drawn over Textual's line API and held in place by key: only those on screen are asked for."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ec2tui.core.views.tone import Cell, Tone
from ec2tui.tui.widgets.line_text import drawable
from ec2tui.tui.widgets.row_layout import ColumnLayout, Placement
from ec2tui.tui.widgets.row_messages import RowHighlighted, WindowChanged
from ec2tui.tui.widgets.row_palette import (
    CURSOR,
    FOCUSED,
    LOOKS,
    MARKED,
    ROW_CLASSES,
    ROW_CSS,
    Look,
    RowPalette,
)
from ec2tui.tui.widgets.row_source import ColumnSpec, NoRows, RowSource
from ec2tui.tui.widgets.row_strips import Viewport
from ec2tui.tui.widgets.tones import TONE_CLASSES, TONE_CSS

HEADER = 1
CACHED_ROWS = 512


class RowView(ScrollView, inherit_bindings=False):
    """What a row table shows, and where: the cursor and the scroll position are held by key.

    It posts RowHighlighted and WindowChanged. While `streaming` is set and the user has not moved yet, the
    cursor stays on the first row instead of on its key.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*TONE_CLASSES, *ROW_CLASSES}
    DEFAULT_CSS = (
        "RowView { height: 1fr; overflow-x: auto; overflow-y: auto;"
        " scrollbar-size-horizontal: 0; scrollbar-size-vertical: 1;" + TONE_CSS + ROW_CSS + "}"
    )

    _palette: RowPalette | None = None

    def __init__(
        self,
        source: RowSource | None = None,
        columns: Sequence[ColumnSpec] = (),
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.streaming = False
        self._touched = False
        self._source: RowSource = source or NoRows()
        self._columns = ColumnLayout(columns)
        self._sort: tuple[str | None, bool] = (None, False)
        self._message: tuple[str, Tone] | None = None
        self._index = 0
        self._key: Hashable | None = None
        self._lost: Hashable | None = None
        self._top_key: Hashable | None = None
        self._marks: set[Hashable] = set()
        self._shown: tuple[tuple[Hashable, Look], ...] = ()
        self._cells: dict[Hashable, tuple[Cell, ...]] = {}
        self._strips: dict[tuple[Hashable, Look], Strip] = {}
        self._viewport: Viewport | None = None
        self._announced: tuple[Hashable, ...] = ()
        self._announcing = False

    # What is shown

    def set_source(self, source: RowSource) -> None:
        """Shows other rows; the cursor stays on its key when that is among them."""
        self._source = source
        self.rows_changed()

    def set_columns(self, columns: Sequence[ColumnSpec]) -> None:
        """Shows other columns; those that stay keep the width they have grown to."""
        self._columns.use(columns)
        self._forget(None)
        self._lay_out()
        self._repaint()

    def set_sort(self, column_id: str | None, *, descending: bool = False) -> None:
        """Says by which column the source is sorted, for the arrow in the header."""
        if self._sort != (column_id, descending):
            self._sort = (column_id, descending)
            self.refresh(Region(0, 0, self.size.width, HEADER))

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """The columns that are shown."""
        return self._columns.columns

    @property
    def message(self) -> tuple[str, Tone] | None:
        """What the body says while there are no rows: a text and its tone."""
        return self._message

    @message.setter
    def message(self, message: tuple[str, Tone] | None) -> None:
        if message != self._message:
            self._message = message
            if not len(self._source):
                self.refresh()

    def rows_changed(self, keys: AbstractSet[Hashable] | None = None) -> None:
        """The source's rows changed: those of `keys` (None: any) in their cells, all perhaps in their order.

        Costs what is on screen, not what the source holds; only lines that look different are painted again.
        """
        self._forget(keys)
        self._hold()
        self._repaint(keys)

    def visible_keys(self) -> tuple[Hashable, ...]:
        """The keys of the rows in view, from the top."""
        first, last = self.window
        return tuple(self._source.key_at(index) for index in range(first, last))

    @property
    def window(self) -> tuple[int, int]:
        """The rows in view: from the first index up to, not including, the second."""
        first = self.scroll_offset.y
        count = len(self._source)
        return min(first, count), min(first + self._page, count)

    # Cursor and marks

    @property
    def cursor_key(self) -> Hashable | None:
        """The key of the row under the cursor; None when there is no row."""
        return self._key

    @property
    def cursor_index(self) -> int:
        """The index of the row under the cursor; 0 when there is no row."""
        return self._index

    def move_to(self, key: Hashable) -> bool:
        """Puts the cursor on a key and brings it into view; False when it is not among the rows."""
        index = self._source.position(key)
        if index is not None:
            self._go(index)
        return index is not None

    @property
    def marks(self) -> AbstractSet[Hashable]:
        """The keys that are marked, also those that are not among the rows now."""
        return self._marks

    # Held in place

    def _go(self, index: int) -> None:
        """Puts the cursor on the row at an index, as near as there is one, and brings it into view."""
        count = len(self._source)
        if not count:
            return
        self._touched = True
        index = max(0, min(index, count - 1))
        self._set_cursor(index, self._source.key_at(index))
        self._show_cursor()
        self._repaint()

    def _set_cursor(self, index: int, key: Hashable | None) -> None:
        self._index = index
        if key != self._key:
            self._key = key
            self.post_message(RowHighlighted(self, key))

    def _show_cursor(self) -> None:
        top = self.scroll_offset.y
        if self._page:
            self._scroll_rows(max(min(top, self._index), self._index - self._page + 1))

    def _hold(self) -> None:
        """Finds cursor and view again after the rows changed, by key; a key that is gone leaves its index."""
        line = self._index - self.scroll_offset.y
        in_view = self._key is not None and 0 <= line < max(1, self._page)
        anchor = None if self._top_key is None else self._source.position(self._top_key)
        count = len(self._source)
        if not count:
            self._lost = self._lost if self._key is None else self._key
            self._set_cursor(0, None)
        else:
            index = self._find_cursor(count)
            self._set_cursor(index, self._source.key_at(index))
            self._lost = None
        self._lay_out()
        top = self._index - line if in_view else anchor
        if top is not None:
            self._scroll_rows(top)
        if in_view:
            self._show_cursor()

    def _find_cursor(self, count: int) -> int:
        if self.streaming and not self._touched:
            return 0
        key = self._lost if self._key is None else self._key
        index = None if key is None else self._source.position(key)
        return min(self._index, count - 1) if index is None else index

    def _scroll_rows(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _scroll_columns(self, x: int) -> None:
        self.scroll_to(x=x, animate=False, force=True)

    # Drawn

    @property
    def _page(self) -> int:
        """How many rows fit below the header."""
        return max(0, self.size.height - HEADER)

    @property
    def _placement(self) -> Placement:
        return self._view().placement

    def _view(self) -> Viewport:
        """What lines are drawn with; made anew, without any cached strip, when one of its parts changed."""
        width, scroll_x = self.size.width, self.scroll_offset.x
        if self._palette is None:
            self._palette = RowPalette(self)
            self._viewport = None
        view = self._viewport
        if view is None or view.width != width or view.scroll_x != scroll_x:
            placement = self._columns.place(width)
            view = Viewport(self.columns, placement, width, scroll_x, self._palette)
            self._viewport = view
            self._strips.clear()
        return view

    def _forget(self, keys: AbstractSet[Hashable] | None) -> None:
        """Drops what is cached of some rows (None: of all)."""
        if keys is None:
            self._cells.clear()
            self._strips.clear()
            return
        for key in self._cells.keys() & keys:
            del self._cells[key]
            for look in LOOKS:
                self._strips.pop((key, look), None)

    def _row(self, index: int, key: Hashable) -> tuple[Cell, ...]:
        """The drawable cells of a row, asked for once until the row changes."""
        row = self._cells.get(key)
        if row is None:
            if len(self._cells) >= CACHED_ROWS:
                self._forget(None)
            row = tuple(Cell(drawable(text), tone) for text, tone in self._source.cells(index))
            self._cells[key] = row
        return row

    def _look(self, key: Hashable) -> Look:
        look = MARKED if key in self._marks else 0
        if key == self._key:
            look |= CURSOR | FOCUSED if self.has_focus else CURSOR
        return look

    def _lay_out(self) -> None:
        """Tells the scrollbar how much there is; lays the screen out only when a bar comes or goes."""
        if not self.is_mounted or not self.size:
            return
        size = Size(self._placement.total, len(self._source) + HEADER)
        if size != self.virtual_size:
            self.set_reactive(RowView.virtual_size, size)
            self._scroll_update(size)

    def _repaint(self, changed: AbstractSet[Hashable] | None = frozenset()) -> None:
        """Paints the lines again that look different or whose key changed (None: all)."""
        if not self.is_mounted or not self.size:
            return
        first, last = self.window
        keys = [self._source.key_at(index) for index in range(first, last)]
        self._top_key = keys[0] if keys else None
        grown = [self._columns.grow([c.text for c in self._row(first + i, k)]) for i, k in enumerate(keys)]
        shown = tuple((key, self._look(key)) for key in keys)
        before, self._shown = self._shown, shown
        if any(grown):
            self._viewport = None
            self._lay_out()
        if any(grown) or changed is None or bool(before) != bool(shown):
            self.refresh()
        else:
            lines = enumerate(zip_longest(before, shown), HEADER)
            dirty = [y for y, (old, new) in lines if old != new or (new is not None and new[0] in changed)]
            if dirty:
                self.refresh(*(Region(0, y, self.size.width, 1) for y in dirty))
        self._announce_soon()

    def _announce_soon(self) -> None:
        if not self._announcing:
            self._announcing = True
            self.call_after_refresh(self._announce)

    def _announce(self) -> None:
        """Says once a frame which rows are in view, when they are others than before."""
        self._announcing = False
        keys = self.visible_keys()
        if keys != self._announced:
            self._announced = keys
            self.post_message(WindowChanged(self, *self.window))

    def render_line(self, y: int) -> Strip:
        """One line of the viewport; line 0 is the header."""
        view = self._view()
        if y < HEADER:
            return view.header(*self._sort)
        count = len(self._source)
        if not count:
            if self._message is None:
                return view.blank()
            return view.message(*self._message, y - HEADER, self._page)
        index = self.scroll_offset.y + y - HEADER
        if index >= count:
            return view.blank()
        key = self._source.key_at(index)
        at = (key, self._look(key))
        strip = self._strips.get(at)
        if strip is None:
            if len(self._strips) >= CACHED_ROWS:
                self._strips.clear()
            strip = self._strips[at] = view.row(self._row(index, key), at[1])
        return strip

    # What Textual tells

    def notify_style_update(self) -> None:
        """The theme or a pseudo class changed: the styles are worked out again at the next paint."""
        super().notify_style_update()
        self._palette = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Paints the lines again that show another row now."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self._repaint()

    def on_mount(self) -> None:
        """Shows what the source has."""
        self.rows_changed()

    def on_resize(self, event: events.Resize) -> None:
        """Lays the columns out for the new width and keeps the cursor in view when it was."""
        in_view = any(look & CURSOR for _, look in self._shown)
        self._hold()
        if in_view:
            self._show_cursor()
        self._repaint(None)

    def on_focus(self) -> None:
        """The cursor line takes the accent colour."""
        self._repaint()

    def on_blur(self) -> None:
        """The cursor line becomes dimmer."""
        self._repaint()
