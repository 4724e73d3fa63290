"""Rows held in place by key: cursor, marks and scroll position survive whatever happens to the rows."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

from textual import events

from ec2tui.tui.widgets.row_canvas import RowCanvas
from ec2tui.tui.widgets.row_messages import RowHighlighted
from ec2tui.tui.widgets.row_palette import CURSOR, FOCUSED, MARKED, Look
from ec2tui.tui.widgets.row_source import ColumnSpec, RowSource


class RowView(RowCanvas, inherit_bindings=False):
    """What a row table shows, and where; it posts RowHighlighted.

    While `streaming` is set and the user has not moved yet, the cursor stays on the first row instead of on
    its key; when it ends, so do the widths that rows gave which only passed by.
    """

    def __init__(
        self,
        source: RowSource | None = None,
        columns: Sequence[ColumnSpec] = (),
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(source, columns, name=name, id=id, classes=classes)
        self._streaming = False
        self._touched = False
        self._index = 0
        self._key: Hashable | None = None
        self._lost: Hashable | None = None
        self._marks: set[Hashable] = set()

    @property
    def streaming(self) -> bool:
        """Whether rows are still arriving for the first time."""
        return self._streaming

    @streaming.setter
    def streaming(self, streaming: bool) -> None:
        ended = self._streaming and not streaming
        self._streaming = streaming
        if ended and not self._touched:
            self.fit_columns()

    def set_source(self, source: RowSource) -> None:
        """Shows other rows; the cursor stays on its key when that is among them."""
        self._source = source
        self.rows_changed()

    def rows_changed(self, keys: AbstractSet[Hashable] | None = None) -> None:
        """The source's rows changed: those of `keys` (None: any) in their cells, all perhaps in their order.

        Costs what is on screen, not what the source holds; only lines that look different are painted again.
        """
        self._cache.forget(keys)
        self._hold()
        self._repaint(keys)

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

    def _look(self, key: Hashable) -> Look:
        look = MARKED if key in self._marks else 0
        if key == self._key:
            look |= CURSOR | FOCUSED if self.has_focus else CURSOR
        return look

    # What Textual tells

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

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor line takes the accent colour, or becomes dimmer."""
        super().watch_has_focus(has_focus)
        self._repaint()
