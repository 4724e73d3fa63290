"""The lines of a row table as strips: header, row and message, cut to the viewport."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ec2tui.core.views.tone import Cell, Tone
from ec2tui.tui.widgets.line_text import cells, drawable, fit, wrap
from ec2tui.tui.widgets.row_layout import GAP, GUTTER, Placement
from ec2tui.tui.widgets.row_palette import MARKED, Look, RowPalette
from ec2tui.tui.widgets.row_source import ColumnSpec

MARK = "●"
ASCENDING = "▲"
DESCENDING = "▼"
MORE_LEFT = "‹"
MORE_RIGHT = "›"


class Viewport:
    """Where and how lines are drawn: the columns at a width, a horizontal offset and a palette."""

    def __init__(
        self,
        columns: Sequence[ColumnSpec],
        placement: Placement,
        width: int,
        scroll_x: int,
        palette: RowPalette,
    ) -> None:
        self.columns = columns
        self.placement = placement
        self.width = width
        self.scroll_x = scroll_x
        self.palette = palette

    def row(self, row: Sequence[Cell], look: Look) -> Strip:
        """A row of drawable cells in its state."""
        tones = self.palette.tones(look)
        plain = tones[Tone.PLAIN]
        gutter = Segment(fit(MARK if look & MARKED else "", GUTTER), self.palette.glyph(look))
        texts = [
            (fit(cell.text, width, column.align), tones[cell.tone])
            for cell, width, column in zip(row, self.placement.widths, self.columns, strict=False)
        ]
        return self._line(gutter, texts, plain)

    def header(self, sort: str | None, descending: bool) -> Strip:
        """The titles, the sorted one with its arrow."""
        style = self.palette.header
        texts = []
        for column, width in zip(self.columns, self.placement.widths, strict=True):
            title = drawable(column.title)
            if column.id != sort:
                texts.append((fit(title, width, column.align), style))
                continue
            arrow = DESCENDING if descending else ASCENDING
            room = min(cells(title), max(0, width - 2))
            shown = fit(f"{fit(title, room)} {arrow}", width, column.align)
            texts.append((shown, self.palette.sorted))
        said = self._sort_out_of_view(sort, DESCENDING if descending else ASCENDING)
        return self._hint(self._line(Segment(" " * GUTTER, style), texts, style), said)

    def _sort_out_of_view(self, sort: str | None, arrow: str) -> str:
        """The order in words when its column is out of view: `Age ▼`, to the left `‹ Age ▼`; else nothing."""
        at = next((at for at, column in enumerate(self.columns) if column.id == sort), None)
        if sort is None or at == 0:
            return ""
        if at is None:
            return f" {drawable(sort)} {arrow}"
        side = self.placement.side(at, self.scroll_x, self.width, cells(drawable(self.columns[at].title)) + 2)
        return (
            f" {f'{MORE_LEFT} ' if side < 0 else ''}{drawable(self.columns[at].title)} {arrow}"
            if side
            else ""
        )

    def _hint(self, header: Strip, said: str) -> Strip:
        """The header with signs where columns are out of view on either side, and the order when it is."""
        frozen = min(self.placement.frozen, self.width)
        left = MORE_LEFT if self.scroll_x and frozen >= GAP else ""
        right = said if cells(said) + frozen < self.width else ""
        right += MORE_RIGHT if self.scroll_x + self.width < self.placement.total else ""
        style = self.palette.sorted
        parts = [header.crop(0, frozen - len(left)), Strip([Segment(left, style)] if left else [])]
        parts += [header.crop(frozen, self.width - cells(right))]
        parts += [Strip([Segment(right, style)] if right else [])]
        return Strip.join(parts).adjust_cell_length(self.width, self.palette.header)

    def message(self, text: str, tone: Tone, line: int, height: int) -> Strip:
        """One line of a message centred in `height` lines."""
        lines = wrap(drawable(text), min(72, max(2, self.width - 2 * GUTTER)))
        at = line - max(0, (height - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return self.blank()
        left = max(0, (self.width - max(map(cells, lines))) // 2)
        style = self.palette.message[tone]
        return Strip([Segment(fit(" " * left + lines[at], self.width), style)], self.width)

    def blank(self) -> Strip:
        """An empty line."""
        return Strip.blank(self.width, self.palette.base)

    def _line(self, gutter: Segment, texts: list[tuple[str, Style]], plain: Style) -> Strip:
        segments = [gutter]
        gap = " " * GAP
        for text, style in texts:
            segments.append(Segment(text + gap if style == plain else text, style))
            if style != plain:
                segments.append(Segment(gap, plain))
        strip = Strip(segments)
        frozen = min(self.placement.frozen, self.width)
        if self.scroll_x == 0:
            return strip.adjust_cell_length(self.width, plain)
        rest = strip.crop(frozen + self.scroll_x, self.scroll_x + self.width)
        return Strip.join([strip.crop(0, frozen), rest]).adjust_cell_length(self.width, plain)
