"""Rows drawn over Textual's line API: only those on screen are asked for, only lines that differ painted."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import ClassVar

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ec2tui.core.views.tone import Tone
from ec2tui.tui.widgets.row_cache import RowCache
from ec2tui.tui.widgets.row_layout import ColumnLayout, Placement
from ec2tui.tui.widgets.row_messages import WindowChanged
from ec2tui.tui.widgets.row_palette import ROW_CLASSES, ROW_CSS, Look, RowPalette
from ec2tui.tui.widgets.row_source import ColumnSpec, NoRows, RowSource
from ec2tui.tui.widgets.row_strips import Viewport
from ec2tui.tui.widgets.tones import TONE_CLASSES, TONE_CSS

HEADER = 1


class RowCanvas(ScrollView, inherit_bindings=False):
    """Draws the rows of a source under a fixed header, and says which are in view (WindowChanged)."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*TONE_CLASSES, *ROW_CLASSES}
    DEFAULT_CSS = (
        "RowCanvas { height: 1fr; overflow-x: auto; overflow-y: auto;"
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
        self._source: RowSource = NoRows() if source is None else source
        self._columns = ColumnLayout(columns)
        self._sort: tuple[str | None, bool] = (None, False)
        self._message: tuple[str, Tone] | None = None
        self._top_key: Hashable | None = None
        self._shown: tuple[tuple[Hashable, Look], ...] = ()
        self._cache = RowCache()
        self._viewport: Viewport | None = None
        self._announced: tuple[Hashable, ...] = ()
        self._announcing = False

    def _look(self, key: Hashable) -> Look:
        """The state in which a row is drawn."""
        return 0

    def set_columns(self, columns: Sequence[ColumnSpec]) -> None:
        """Shows other columns; those that stay keep the width they have grown to."""
        self._columns.use(columns)
        self._cache.forget(None)
        self._viewport = None
        self._lay_out()
        self._repaint(None)

    def set_sort(self, column_id: str | None, *, descending: bool = False) -> None:
        """Says by which column the source is sorted, for the arrow in the header; brings it into view."""
        if self._sort != (column_id, descending):
            self._sort = (column_id, descending)
            self.refresh(Region(0, 0, self._room.width, HEADER))
            at = next((at for at, column in enumerate(self.columns) if column.id == column_id), None)
            if at is not None and self.is_mounted and self._room:
                self._scroll_columns(self._placement.stop_for(at, self.scroll_offset.x, self._room.width))

    def fit_columns(self) -> None:
        """Gives the columns the widths that the rows in view need, whatever passed by before."""
        self._columns.anew()
        self._viewport = None
        self._repaint(None)
        self._lay_out()

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

    def _scroll_rows(self, top: int) -> None:
        if self.is_mounted:
            self.scroll_to(y=max(0, top), animate=False, force=True)

    def _scroll_columns(self, x: int) -> None:
        self.scroll_to(x=x, animate=False, force=True)

    @property
    def _room(self) -> Size:
        """The viewport without its scrollbar."""
        return self.scrollable_content_region.size

    @property
    def _page(self) -> int:
        """How many rows fit below the header."""
        return max(0, self._room.height - HEADER)

    @property
    def _placement(self) -> Placement:
        return self._view().placement

    def _view(self) -> Viewport:
        """What lines are drawn with; made anew when one of its parts changed."""
        width, scroll_x = self._room.width, self.scroll_offset.x
        if self._palette is None:
            self._palette = RowPalette(self)
            self._viewport = None
        view = self._viewport
        if view is None or view.width != width or view.scroll_x != scroll_x:
            placement = self._columns.place(width)
            view = Viewport(self.columns, placement, width, scroll_x, self._palette)
            self._viewport = view
        return view

    def _lay_out(self) -> None:
        """Tells the scrollbar how much there is; lays the screen out only when a bar comes or goes."""
        if not self.is_mounted or not self._room:
            return
        width = self._room.width
        self._set_extent(Size(self._placement.total, len(self._source) + HEADER))
        if width != self._room.width:
            self._set_extent(Size(self._placement.total, len(self._source) + HEADER))
            self.refresh()

    def _set_extent(self, size: Size) -> None:
        if size != self.virtual_size:
            self.set_reactive(RowCanvas.virtual_size, size)
            self._scroll_update(size)
            self.scroll_target_y = self.scroll_y

    def _repaint(self, changed: AbstractSet[Hashable] | None = frozenset()) -> None:
        """Paints the lines again that look different or whose key changed (None: all)."""
        if not self.is_mounted or not self._room:
            return
        first, last = self.window
        keys = [self._source.key_at(index) for index in range(first, last)]
        self._top_key = keys[0] if keys else None
        grown = self._measure(first, keys)
        shown = tuple((key, self._look(key)) for key in keys)
        before, self._shown = self._shown, shown
        if grown:
            self._viewport = None
            self._lay_out()
        if grown or changed is None or bool(before) != bool(shown):
            self.refresh()
        else:
            lines = enumerate(zip_longest(before, shown), HEADER)
            dirty = [y for y, (old, new) in lines if old != new or (new is not None and new[0] in changed)]
            if dirty:
                self.refresh(*(Region(0, y, self._room.width, 1) for y in dirty))
        self._announce_soon()

    def _measure(self, first: int, keys: Sequence[Hashable]) -> bool:
        """Lets the columns grow with the rows in view; whether one did."""
        grown = False
        for index, key in enumerate(keys, first):
            row = self._cache.cells(self._source, index, key)
            grown |= self._columns.grow([cell.text for cell in row])
        return grown

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
        return self._cache.strip(self._source, index, key, self._look(key), view)

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
