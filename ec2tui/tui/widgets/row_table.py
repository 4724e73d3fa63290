"""The table of a page: rows of a source with a cursor, marks, keys and the mouse."""

from collections.abc import Hashable, Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from ec2tui.tui.widgets.at_once import FocusAtOnce
from ec2tui.tui.widgets.row_canvas import HEADER
from ec2tui.tui.widgets.row_layout import GUTTER
from ec2tui.tui.widgets.row_messages import HeaderSelected, MarksChanged, RowOpened
from ec2tui.tui.widgets.row_view import RowView


class RowTable(FocusAtOnce, RowView, can_focus=True, inherit_bindings=False):
    """Rows under a fixed header that can be moved through, marked and opened.

    It posts RowHighlighted, RowOpened, HeaderSelected, MarksChanged and WindowChanged.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", show=False, id="cursor.down"),
        Binding("k,up", "move(-1)", "Up", show=False, id="cursor.up"),
        Binding("g,home", "first", "First", show=False, id="cursor.first"),
        Binding("G,end", "last", "Last", show=False, id="cursor.last"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="cursor.page_down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="cursor.page_up"),
        Binding("left", "columns_left", "Left", show=False, id="scroll.left"),
        Binding("right", "columns_right", "Right", show=False, id="scroll.right"),
        Binding("enter", "open", "Open", show=False, id="row.open"),
    ]

    def toggle_mark(self, key: Hashable | None = None) -> None:
        """Marks or unmarks a row, by default the one under the cursor."""
        key = self._key if key is None else key
        if key is not None:
            self._set_marks(self._marks ^ {key})

    def mark_many(self, keys: Iterable[Hashable]) -> None:
        """Marks rows, besides those that are."""
        self._set_marks(self._marks.union(keys))

    def clear_marks(self) -> None:
        """Takes every mark away."""
        self._set_marks(set())

    def _set_marks(self, marks: set[Hashable]) -> None:
        if marks != self._marks:
            self._marks = marks
            self._repaint()
            self.post_message(MarksChanged(self))

    # Keys and mouse

    def action_move(self, rows: int) -> None:
        """Moves the cursor by so many rows."""
        self._go(self._index + rows)

    def action_page(self, pages: int) -> None:
        """Moves cursor and view by so many screens."""
        self._scroll_rows(self.scroll_offset.y + pages * self._page)
        self._go(self._index + pages * self._page)

    def action_first(self) -> None:
        """Moves the cursor to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Moves the cursor to the last row."""
        self._go(len(self._source) - 1)

    def action_columns_left(self) -> None:
        """Scrolls back by a column."""
        self._scroll_columns(self._placement.previous_stop(self.scroll_offset.x))

    def action_columns_right(self) -> None:
        """Scrolls on by a column."""
        self._scroll_columns(self._placement.next_stop(self.scroll_offset.x))

    async def action_open(self) -> None:
        """Opens the row under the cursor."""
        if self._key is not None:
            self.post_message(RowOpened(self, self._key))

    async def on_click(self, event: events.Click) -> None:
        """A click selects (in the gutter: marks), a second one opens; on the header it names the column."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < HEADER:
            column = self._placement.column_at(offset.x, self.scroll_offset.x)
            if column is not None:
                self.post_message(HeaderSelected(self, self.columns[column].id))
            return
        index = self.scroll_offset.y + offset.y - HEADER
        if index < len(self._source):
            self._go(index)
            if offset.x < GUTTER:
                self.toggle_mark()
            elif event.chain == 2:
                await self.action_open()
