"""Panes that draw charts: the metric under the cursor, large; or the usual ones of an instance, small."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size

from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.views.metrics.chart import Chart, chart
from ec2tui.core.views.metrics.facts import legend, title_line
from ec2tui.core.views.metrics.words import trouble_sentence
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.metrics.desk import MetricDesk
from ec2tui.tui.widgets.detail_pane import DetailPane
from ec2tui.tui.widgets.line_view import LineView
from ec2tui.tui.widgets.line_wrap import wrap_line

HINTS = "← → read off · [ ] range · i o zoom in, out · h l earlier, later · s statistic"


class ChartPane(DetailPane, inherit_bindings=False):
    """The chart of the row that `row` tells now, over the whole pane; a cursor reads off its values.

    The cursor is a time: it stays where it is when the chart is drawn anew.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "read(-1)", "Read left", show=False, priority=True),
        Binding("right", "read(1)", "Read right", show=False, priority=True),
        Binding("home", "read_to(0)", "First", show=False, priority=True),
        Binding("end", "read_to(1)", "Last", show=False, priority=True),
    ]

    def __init__(self, desk: MetricDesk, row: Callable[[], MetricRow | None]) -> None:
        super().__init__((("chart", "Chart", self._shown),))
        self._desk = desk
        self._row = row
        self._plotted: tuple[Chart, Size, object] | None = None
        self.cursor: float | None = None
        self.add_class("chart")

    @property
    def _room(self) -> Size:
        views = self.query(LineView)
        return views.first().scrollable_content_region.size if views else Size(0, 0)

    def on_resize(self) -> None:
        """The chart is as large as the pane."""
        self.redraw()

    def _shown(self) -> tuple[Line, ...]:
        row, room = self._row(), self._room
        if row is None or not room.height:
            return (self._nothing(),) if row is None else ()
        rows = self._desk.shown_with(row)
        series = [one for each in rows for one in each.series]
        names = [each.kind.title for each in rows] if len(rows) > 1 else list(row.names)
        limits, zone = self._desk.thresholds(rows), self._desk.zone
        made = chart(series, names, row.kind.unit, series[0].span, limits, zone)
        title = " and ".join(each.kind.title for each in rows)
        below = (*legend(made, series, row.kind.unit, self.cursor), *self._notes(row))
        head = title_line(title, row.stat, made, room.width)
        height = room.height - sum(len(wrap_line(line, room.width)) for line in (head, *below))
        if not any(one.points for one in series):
            return (head, *below)
        return (head, *self._drawn(made, Size(room.width, height)), *below)

    def _drawn(self, made: Chart, size: Size) -> tuple[Line, ...]:
        from ec2tui.core.views.metrics.plot import LEAST_HEIGHT, LEAST_WIDTH, Plot, plot

        if size.height < LEAST_HEIGHT or size.width < LEAST_WIDTH:
            return ((Cell("There is no room for the chart; z gives it the page.", Tone.DIM),),)
        if self._plotted is None or self._plotted[:2] != (made, size):
            self._plotted = (made, size, plot(made, size.width, size.height))
        drawn = self._plotted[2]
        assert isinstance(drawn, Plot)
        return drawn.lines(made, self.cursor)

    def _nothing(self) -> Line:
        desk = self._desk
        if not desk.subjects:
            return (Cell("No instance is chosen.", Tone.DIM),)
        return (Cell("reading metrics…" if desk.read is None else "No metric is selected.", Tone.DIM),)

    def _notes(self, row: MetricRow) -> tuple[Line, ...]:
        desk = self._desk
        problem = row.problem or (desk.read.agent_problem if desk.read else None)
        lines: list[Line] = []
        if problem is not None:
            lines.append((Cell(trouble_sentence(problem), Tone.WARN),))
        elif not row.has_data:
            lines.append((Cell("CloudWatch has no data of this time.", Tone.WARN),))
        if self._room.height > 12:
            lines.append((Cell(HINTS, Tone.DIM),))
        return tuple(lines)

    # The cursor

    def _chart(self) -> Chart | None:
        return self._plotted[0] if self._plotted else None

    def action_read(self, by: int) -> None:
        """Moves the cursor by a period or a column, whichever is more."""
        made, width = self._chart(), max(1, self._room.width)
        if made is None:
            return
        step = max(made.period, round(made.span.seconds / width))
        start = made.span.end if self.cursor is None else self.cursor
        self._read_at(start + by * step)

    def action_read_to(self, share: int) -> None:
        """Moves the cursor to the beginning (0) or the end (1)."""
        made = self._chart()
        if made is not None:
            self._read_at(made.span.start + share * made.span.seconds)

    def _read_at(self, at: float) -> None:
        made = self._chart()
        if made is None:
            return
        inside = min(max(at, made.span.start), made.span.end)
        self.cursor = inside - inside % made.period
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The cursor follows the mouse over the chart."""
        from ec2tui.core.views.metrics.plot import Plot

        for view in self.query(LineView):
            x, y = event.screen_x - view.region.x, event.screen_y - view.region.y
            drawn = self._plotted[2] if self._plotted else None
            if self._plotted and isinstance(drawn, Plot) and drawn.left <= x and 1 <= y <= drawn.height:
                self._read_at(drawn.time(self._plotted[0], int(x)))
