"""Toned lines wrapped at a width, found again by row without wrapping all of them."""

from bisect import bisect_right
from collections.abc import Sequence

from ec2tui.core.views.tone import Cell, Line
from ec2tui.tui.widgets.line_text import breaks, cells, drawable

STEP = 2
"""Cells by which the further parts of a line without a label are indented."""


def wrap_line(line: Line, width: int) -> list[Line]:
    """A line as drawable parts of at most `width` cells; there is always one, empty for an empty line.

    Parts behind the first are indented, so that they line up below the text that they go on with.
    """
    spans = [Cell(drawable(text), tone) for text, tone in line]
    whole = "".join(span.text for span in spans)
    if cells(whole) <= width:
        return [tuple(spans)]
    hang = _hang(spans, width)
    first, *others = breaks(whole, width, hang)
    indent = (Cell(" " * hang),) if hang else ()
    return [_cut(spans, *first), *(indent + _cut(spans, start, end) for start, end in others)]


def count_parts(line: Line, width: int) -> int:
    """How many parts `wrap_line` makes."""
    spans = [Cell(drawable(text), tone) for text, tone in line]
    return len(breaks("".join(span.text for span in spans), width, _hang(spans, width)))


def _hang(spans: Sequence[Cell], width: int) -> int:
    """How far a line's further parts are indented: to the text behind its label, else a little."""
    label = spans[0].text if spans else ""
    if label.endswith(" ") and label.strip() and cells(label) * 2 <= width:
        return cells(label)
    whole = "".join(span.text for span in spans)
    own = len(whole) - len(whole.lstrip(" "))
    return own + STEP if (own + STEP) * 2 <= width else 0


def _cut(spans: Sequence[Cell], start: int, end: int) -> Line:
    """The characters from `start` up to `end` of the spans' joined text, with their tones."""
    part: list[Cell] = []
    at = 0
    for text, tone in spans:
        piece = text[max(0, start - at) : max(0, end - at)]
        if piece:
            part.append(Cell(piece, tone))
        at += len(text)
    return tuple(part)


class WrappedLines:
    """Where each line begins among the rows it is wrapped into; `width` in cells."""

    def __init__(self, lines: Sequence[Line], width: int) -> None:
        self.width = width
        self._starts = [0]
        row = 0
        for line in lines:
            row += 1 if _surely_fits(line, width) else count_parts(line, width)
            self._starts.append(row)

    def __len__(self) -> int:
        return self._starts[-1]

    def at(self, row: int) -> tuple[int, int]:
        """The line that a row belongs to, and which of its parts the row is."""
        line = bisect_right(self._starts, row) - 1
        return line, row - self._starts[line]

    def first_row(self, line: int) -> int:
        """The first row of a line; the end for a line that is not there."""
        return self._starts[min(line, len(self._starts) - 1)]


def _surely_fits(line: Line, width: int) -> bool:
    # No character takes more than two cells, and drawing makes a text at most one character longer.
    return 2 * sum(len(text) + 1 for text, _ in line) <= width or (
        all(text.isascii() for text, _ in line) and sum(len(text) for text, _ in line) <= width
    )
