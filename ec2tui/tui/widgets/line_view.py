"""A viewer of toned lines over Textual's line API: any number of lines, only those on screen are drawn."""

import sys
from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ec2tui.core.views.tone import Line, Tone
from ec2tui.tui.widgets.at_once import FocusAtOnce
from ec2tui.tui.widgets.line_text import cells
from ec2tui.tui.widgets.line_wrap import WrappedLines, wrap_line
from ec2tui.tui.widgets.tones import TONE_CLASSES, TONE_CSS, component_style, tone_styles

STEP = 8
CACHED_LINES = 512
MORE_LEFT = "‹"
MORE_RIGHT = "›"
FOUND = Style(reverse=True)
"""How the line that was looked for stands out."""


class LineView(FocusAtOnce, ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that can be scrolled through; with `wrap`, long ones go on below instead of to the right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONE_CLASSES)
    DEFAULT_CSS = (
        "LineView { height: 1fr; overflow-x: auto; overflow-y: auto;"
        " scrollbar-size-horizontal: 0; scrollbar-size-vertical: 1;" + TONE_CSS + "}"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "lines(1)", "Down", show=False, id="cursor.down"),
        Binding("k,up", "lines(-1)", "Up", show=False, id="cursor.up"),
        Binding("g,home", "first", "First", show=False, id="cursor.first"),
        Binding("G,end", "last", "Last", show=False, id="cursor.last"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="cursor.page_down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="cursor.page_up"),
        Binding("left", "cells(-1)", "Left", show=False, id="scroll.left"),
        Binding("right", "cells(1)", "Right", show=False, id="scroll.right"),
    ]

    _tones: Mapping[Tone, Style] | None = None

    def __init__(
        self,
        lines: Sequence[Line] = (),
        *,
        wrap: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._lines: Sequence[Line] = lines
        self._wrap = wrap
        self._wrapped = WrappedLines((), 0)
        self._widest = 0
        self._drawn: dict[int, list[Line]] = {}
        self._painted: dict[int, Line | None] = {}
        self._painted_at: tuple[Offset, Size] | None = None
        self._found: int | None = None

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown."""
        return self._lines

    @property
    def wrap(self) -> bool:
        """Whether long lines go on below."""
        return self._wrap

    @wrap.setter
    def wrap(self, wrap: bool) -> None:
        if wrap != self._wrap:
            top = self._line_at_top()
            self._wrap = wrap
            self._lay_out()
            self._scroll(self._wrapped.first_row(top) if wrap else top)

    def set_lines(self, lines: Sequence[Line], *, keep: bool = True) -> None:
        """Shows other lines, at the same scroll position as far as they reach (`keep`) or from the top."""
        self._lines = lines
        self._found = None
        self._widest = 0
        self._wrapped = WrappedLines((), 0)
        self._lay_out(others=True)
        if not keep:
            self.scroll_to(x=0, y=0, animate=False, force=True)

    def scroll_to_line(self, line: int) -> None:
        """Brings a line to the top, as far as that is possible."""
        self._scroll(self._wrapped.first_row(line) if self._wrap else line)

    def find(self, text: str, step: int = 1) -> int | None:
        """Goes to a line that has a text: the next one (`step` 1), the one before (-1), or this one (0).

        Which of the lines that have it that is, counted from 1; None when no line has it, and nothing moves.
        """
        known = self._having(text)
        if not known:
            self._mark(None)
            return None
        at = self._line_at_top() if self._found is None else self._found
        if step < 0:
            found = max((n for n in known if n < at), default=known[-1])
        else:
            first = at + 1 if step and self._found is not None else at
            found = min((n for n in known if n >= first), default=known[0])
        self._mark(found)
        top = self._wrapped.first_row(found) if self._wrap else found
        if not self.scroll_offset.y <= top < self.scroll_offset.y + self._room.height:
            self._scroll(max(0, top - self._room.height // 3))
        return known.index(found) + 1

    def count(self, text: str) -> int:
        """How many lines have a text in them."""
        return len(self._having(text))

    def _having(self, text: str) -> list[int]:
        wanted = text.casefold()
        lines = ("".join(cell.text for cell in line).casefold() for line in self._lines if wanted)
        return [n for n, line in enumerate(lines) if wanted in line]

    def _mark(self, line: int | None) -> None:
        if line != self._found:
            self._found = line
            self.refresh()

    def action_lines(self, lines: int) -> None:
        """Scrolls by so many lines."""
        self._scroll(self.scroll_offset.y + lines)

    def action_page(self, pages: int) -> None:
        """Scrolls by so many screens, less a line to read on from."""
        self._scroll(self.scroll_offset.y + pages * max(1, self._room.height - 1))

    def action_first(self) -> None:
        """Scrolls to the first line."""
        self._scroll(0)

    def action_last(self) -> None:
        """Scrolls to the last line."""
        self._scroll(self.virtual_size.height)

    def action_cells(self, steps: int) -> None:
        """Scrolls sideways."""
        self.scroll_to(x=max(0, self.scroll_offset.x + steps * STEP), animate=False, force=True)

    @property
    def _room(self) -> Size:
        """The viewport without its scrollbar."""
        return self.scrollable_content_region.size

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, force=True)

    def _line_at_top(self) -> int:
        y = self.scroll_offset.y
        return self._wrapped.at(y)[0] if self._wrap and y < len(self._wrapped) else y

    def _lay_out(self, others: bool = False) -> None:
        """Works out how much there is to scroll through at the present width, and paints it.

        With `others` only what reads differently is painted.
        """
        self._drawn.clear()
        if not self.is_mounted or not self._room:
            return
        if self._wrap:
            if len(self._lines) > self._room.height:
                # The scrollbar will be needed: it comes first, so that the lines are wrapped once.
                self._set_extent(self._room.width, max(len(self._lines), len(self._wrapped)))
            self._wrap_all()
            self._set_extent(self._room.width, len(self._wrapped))
            self._wrap_all()
            self._set_extent(self._room.width, len(self._wrapped))
        else:
            self._measure()
            self._set_extent(self._widest, len(self._lines))
        if others and self._painted_at == (self.scroll_offset, self._room):
            painted, width = self._painted.get, self._room.width
            rows = (y for y in range(self._room.height) if painted(y, ()) != self._line_at(y))
            dirty = [Region(0, y, width, 1) for y in rows]
            if dirty:
                self.refresh(*dirty)
        else:
            self.refresh()

    def _index_at(self, y: int) -> int:
        """Which line stands in a line of the viewport."""
        row = self.scroll_offset.y + y
        return self._wrapped.at(row)[0] if self._wrap else row

    def _line_at(self, y: int) -> Line | None:
        """What stands in a line of the viewport; None below the last one."""
        row = self.scroll_offset.y + y
        if row >= (len(self._wrapped) if self._wrap else len(self._lines)):
            return None
        index, part = self._wrapped.at(row) if self._wrap else (row, 0)
        return self._parts(index)[part]

    def _wrap_all(self) -> None:
        if self._wrapped.width != self._room.width:
            self._drawn.clear()
            self._wrapped = WrappedLines(self._lines, self._room.width)

    def _set_extent(self, width: int, height: int) -> None:
        size = Size(width, height)
        if size != self.virtual_size:
            self.set_reactive(LineView.virtual_size, size)
            self._scroll_update(size)

    def _measure(self) -> None:
        """Lets the width grow with the lines in view, so that opening 100,000 lines costs one screen."""
        top = self.scroll_offset.y
        for index in range(top, min(top + self._room.height, len(self._lines))):
            self._widest = max(self._widest, sum(cells(span.text) for span in self._parts(index)[0]))

    def render_line(self, y: int) -> Strip:
        """One line of the viewport."""
        if self._tones is None:
            self._tones = tone_styles(self)
        plain = component_style(self)
        room, offset = self._room, self.scroll_offset
        width, x = room.width, offset.x
        if self._painted_at != (offset, room):
            self._painted_at = (offset, room)
            self._painted.clear()
        line = self._painted[y] = self._line_at(y)
        if line is None:
            return Strip.blank(width, plain)
        strip = Strip([Segment(text, self._tones[tone]) for text, tone in line if text])
        if self._found is not None and self._index_at(y) == self._found:
            strip = strip.apply_style(FOUND)
        shown = strip.crop(x, x + width).adjust_cell_length(width, plain)
        return shown if self._wrap else self._with_signs(shown, strip.cell_length, x)

    def _with_signs(self, shown: Strip, whole: int, x: int) -> Strip:
        """A part of a line, with signs where it is cut on either side."""
        assert self._tones is not None
        width, style = shown.cell_length, self._tones[Tone.ACCENT]
        parts = [shown]
        if whole > x + width > 0:
            parts = [shown.crop(0, width - 1), Strip([Segment(MORE_RIGHT, style)])]
        if x and whole:
            parts = [Strip([Segment(MORE_LEFT, style)]), Strip.join(parts).crop(1, width)]
        return Strip.join(parts)

    def _parts(self, index: int) -> list[Line]:
        """The drawable parts of a line, wrapped when the view wraps."""
        parts = self._drawn.get(index)
        if parts is None:
            if len(self._drawn) >= CACHED_LINES:
                self._drawn.clear()
            parts = self._drawn[index] = wrap_line(
                self._lines[index], self._wrapped.width if self._wrap else sys.maxsize
            )
        return parts

    def notify_style_update(self) -> None:
        """The theme changed: the styles are worked out again at the next paint."""
        super().notify_style_update()
        self._tones = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measures the lines that came into view."""
        super().watch_scroll_y(old_value, new_value)
        if not self._wrap and self.is_mounted:
            self._measure()
            self._set_extent(self._widest, len(self._lines))

    def on_mount(self) -> None:
        """Shows what it was made with."""
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wraps again at the new width, with the same line on top."""
        top = self._line_at_top()
        self._lay_out()
        if self._wrap:
            self._scroll(self._wrapped.first_row(top))
