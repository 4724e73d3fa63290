"""A chart on a canvas of characters, drawn by plotext, which is loaded when the first chart is.

Where plotext 5 falls short, and what is done here instead: it joins points over gaps (each piece is a trace
of its own), gives what it drew as text for a terminal only (which is read back into cells), knows time only
as text (ticks are placed here), has no cursor (it is laid over), and a cell has one colour (the last trace
wins, so traces have letters at their ends).
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from ec2tui.core.views.metrics.chart import TRACE_TONES, Chart, Trace
from ec2tui.core.views.text import cell_width
from ec2tui.core.views.tone import Cell, Line, Tone

LEAST_WIDTH, LEAST_HEIGHT = 20, 5
"""Cells below which nothing can be read off a chart."""

_FIRST, _LIMIT = 1, 100
"""plotext's colour numbers of the first trace and of thresholds; they only stand for tones."""

_ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
_BLANKS = frozenset(" ⠀")


class Plot(msgspec.Struct, frozen=True):
    """A drawn chart: rows of (character, tone), and where in them the canvas lies."""

    rows: tuple[tuple[tuple[str, Tone], ...], ...]
    left: int
    width: int
    height: int

    def column(self, chart: Chart, at: float) -> int:
        """The column of a time."""
        share = (at - chart.span.start) / max(1, chart.span.seconds)
        return self.left + round(min(1.0, max(0.0, share)) * (self.width - 1))

    def time(self, chart: Chart, column: int) -> float:
        """The time of a column."""
        share = (column - self.left) / max(1, self.width - 1)
        return chart.span.start + min(1.0, max(0.0, share)) * chart.span.seconds

    def lines(self, chart: Chart, cursor: float | None = None) -> tuple[Line, ...]:
        """The rows as lines, with a cursor at a time."""
        column = None if cursor is None else self.column(chart, cursor)
        return tuple(_line(row, column if y < self.height else None) for y, row in enumerate(self.rows))


def plot(chart: Chart, width: int, height: int) -> Plot:
    """Draws a chart into so many cells, axes included; at least LEAST_WIDTH by LEAST_HEIGHT."""
    width, height = max(width, LEAST_WIDTH), max(height, LEAST_HEIGHT)
    y_ticks = chart.y_ticks(height - 2)
    left = max((cell_width(label) for _, label in y_ticks), default=0) + 1
    rows = _cells(_text(chart, width, height, left))
    lettered = _with_letters(rows, chart, left, width - left, height - 2)
    return Plot(tuple(tuple(row) for row in lettered), left, width - left, height - 2)


def _text(chart: Chart, width: int, height: int, left: int) -> str:
    import plotext

    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plotsize(width, height)
    for paint in (plotext.canvas_color, plotext.axes_color, plotext.ticks_color):
        paint("default")
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    plotext.xlim(chart.span.start, chart.span.end)
    plotext.ylim(chart.bottom, chart.top)
    x_ticks, y_ticks = chart.x_ticks(width - left), chart.y_ticks(height - 2)
    plotext.xticks([at for at, _ in x_ticks], [label for _, label in x_ticks])
    plotext.yticks([value for value, _ in y_ticks], [label for _, label in y_ticks])
    for limit in chart.thresholds:
        plotext.hline(limit.value, _LIMIT)
    for at, trace in enumerate(chart.traces):
        for piece in trace.pieces:
            draw = plotext.plot if len(piece) > 1 else plotext.scatter
            xs, ys = [point[0] for point in piece], [point[1] for point in piece]
            draw(xs, ys, marker="braille", color=_FIRST + at % len(TRACE_TONES))
    return str(plotext.build())


def _cells(text: str) -> list[list[tuple[str, Tone]]]:
    """plotext's text as rows of cells; its colours are tones."""
    return [list(_row(line)) for line in text.rstrip("\n").split("\n")]


def _row(line: str) -> Iterator[tuple[str, Tone]]:
    tone, at = Tone.DIM, 0
    for match in _ESCAPE.finditer(line):
        yield from ((char, tone) for char in line[at : match.start()])
        tone, at = _tone(match[1]), match.end()
    yield from ((char, tone) for char in line[at:])


def _tone(code: str) -> Tone:
    if not code.startswith("38;5;"):
        return Tone.DIM
    number = int(code[5:])
    return Tone.BAD if number == _LIMIT else TRACE_TONES[(number - _FIRST) % len(TRACE_TONES)]


def _with_letters(
    rows: list[list[tuple[str, Tone]]], chart: Chart, left: int, width: int, height: int
) -> list[list[tuple[str, Tone]]]:
    """Each of several traces has its letter where it ends."""
    for trace in chart.traces if len(chart.traces) > 1 else ():
        place = _end(trace, chart, left, width, height)
        if place is not None and place[1] < len(rows) and place[0] < len(rows[place[1]]):
            rows[place[1]][place[0]] = (trace.letter, trace.tone)
    return rows


def _end(trace: Trace, chart: Chart, left: int, width: int, height: int) -> tuple[int, int] | None:
    points = trace.points
    if not points:
        return None
    at, value = points[-1]
    x = (at - chart.span.start) / max(1, chart.span.seconds) * (width - 1)
    y = (value - chart.bottom) / ((chart.top - chart.bottom) or 1) * (height - 1)
    return left + round(min(max(x, 0), width - 1)), height - 1 - round(min(max(y, 0), height - 1))


def _line(row: Iterable[tuple[str, Tone]], cursor: int | None) -> Line:
    """A row with neighbours of one tone as one span; the cursor shows where nothing else does."""
    spans: list[Cell] = []
    for x, (char, tone) in enumerate(row):
        here = ("┊", Tone.HEADING) if x == cursor and char in _BLANKS else (char, tone)
        if spans and spans[-1].tone is here[1]:
            spans[-1] = Cell(spans[-1].text + here[0], here[1])
        else:
            spans.append(Cell(*here))
    return tuple(spans)
