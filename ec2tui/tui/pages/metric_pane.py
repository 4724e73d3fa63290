"""The pane of the cockpit that draws the last hours of the instance under the cursor."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from textual.geometry import Size
from textual.timer import Timer

from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.instance import Instance
from ec2tui.core.views.alarms.facts import watched
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.session import Session
from ec2tui.tui.pages.panes import CockpitPane
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from ec2tui.core.model.metric_row import MetricRow

REST = 0.6
"""Seconds that the cursor must rest on a row before its metrics are asked for, which AWS charges."""

OLD = 60.0
"""Seconds after which what shows is looked at again; what is of the same period is not asked for again."""

HOURS = 3
DRAWN = (("cpu",), ("net_in", "net_out"))
"""The metrics of each chart."""

ROOMY = 8
"""Lines that each of several charts wants; where there are fewer, only the first is drawn."""

IDS = ("cpu", "net_in", "net_out", "status")


class MetricPane(CockpitPane):
    """CPU and network of the row under the cursor, and whether its status checks failed."""

    def __init__(self, session: Session, around: Surroundings) -> None:
        super().__init__((("metrics", f"Last {HOURS} hours", self._shown),), "cockpit-metrics")
        self._session = session
        self._around = around
        self._item: Instance | None = None
        self._rows: tuple[MetricRow, ...] | None = None
        self._drawn: tuple[object, tuple[Line, ...]] | None = None
        self._waiting: Timer | None = None

    def follow(self, item: Any) -> None:
        """Shows another instance as soon as the cursor rests on it."""
        before = self._item.key if self._item else None
        self._item = item
        if item is None or item.key != before:
            self._rows = None
            self.redraw()
            if self._waiting is not None:
                self._waiting.stop()
            self._waiting = self.set_timer(REST, self.again)

    def again(self) -> None:
        """Reads what of it is older than its period."""
        if self._item is not None and self.display:
            self.run_worker(self._look(self._item), group="metrics", exclusive=True)

    def on_mount(self) -> None:
        """What is under the cursor does not grow old."""
        super().on_mount()
        self.set_interval(OLD, self._if_shown)

    def on_resize(self) -> None:
        """The charts are as large as the pane."""
        self.redraw()

    def _if_shown(self) -> None:
        if self.is_on_screen:
            self.again()

    async def _look(self, item: Instance) -> None:
        rows = await asyncio.to_thread(_reading, self._session, self._around)
        found = await rows(item)
        if self._item is not None and self._item.key == item.key:
            self._rows = found
            self.redraw()

    def _shown(self) -> tuple[Line, ...]:
        if self._item is None:
            return ((Cell("No instance is selected.", Tone.DIM),),)
        name = (
            Cell(clean(self._item.name or self._item.id, 60), Tone.KEY),
            Cell("  m shows all", Tone.DIM),
        )
        if self._rows is None:
            return (name, (Cell("…", Tone.DIM),))
        views = self.query(LineView)
        room = views.first().scrollable_content_region.size if views else Size(0, 0)
        alarms = watched(self._session.store.inventory).get(self._item.key, ())
        made = (self._rows, room, alarms, self._around.zone)
        if self._drawn is None or self._drawn[0] != made:
            self._drawn = (made, _lines(*made))
        return (name, *self._drawn[1])


def _reading(session: Session, around: Surroundings) -> Any:
    """What reads the rows of an instance; imported beside the loop, where no key waits for it."""
    from ec2tui.core.model.metric import Span
    from ec2tui.core.views.metrics import plot  # noqa: F401 - loaded here, before it draws
    from ec2tui.services.metrics.rows import Wanted, read_metrics
    from ec2tui.tui.pages.metrics import desk_of

    reader, clock = desk_of(session, around).reader, session.clock

    async def read(item: Instance) -> "tuple[MetricRow, ...]":
        now = clock.now()
        wanted = Wanted(Span(int(now) + 1 - HOURS * 3600, int(now) + 1), IDS)
        return (await read_metrics(reader, (item,), wanted, now)).rows

    return read


def _lines(
    rows: "Sequence[MetricRow]", room: Size, alarms: tuple[Alarm, ...], zone: tzinfo
) -> tuple[Line, ...]:
    from ec2tui.core.views.metrics.alarms import thresholds
    from ec2tui.core.views.metrics.chart import chart
    from ec2tui.core.views.metrics.facts import NAMED, legend
    from ec2tui.core.views.metrics.plot import LEAST_HEIGHT, LEAST_WIDTH, plot
    from ec2tui.core.views.metrics.words import trouble_sentence

    problem = next((row.problem for row in rows if row.problem is not None), None)
    if problem is not None:
        return ((Cell(trouble_sentence(problem), Tone.WARN),),)
    if not any(row.has_data for row in rows):
        return ((Cell("CloudWatch has no data of this time.", Tone.DIM),),)
    by_id = {row.kind.id: row for row in rows}
    checks = by_id["status"].series[0].points if "status" in by_id else ()
    failed = sum(value > 0 for _, value in checks)
    lines: list[Line] = []
    if failed:
        lines.append((Cell(f"A status check failed in {failed} of {len(checks)} periods.", Tone.BAD),))
    groups = [[by_id[id_] for id_ in ids if id_ in by_id] for ids in DRAWN]
    limits = [thresholds(shown, alarms) for shown in groups]
    room_left = (
        room.height - 1 - len(lines) - sum(map(len, DRAWN)) - sum(min(len(one), NAMED + 1) for one in limits)
    )
    drawn = len(DRAWN) if room_left >= ROOMY * len(DRAWN) else 1
    for at, (shown, limit) in enumerate(zip(groups, limits, strict=True)):
        series = [one for row in shown for one in row.series]
        names, unit = [row.kind.title for row in shown], shown[0].kind.unit
        made = chart(series, names, unit, series[0].span, limit, zone)
        height = room_left // drawn
        if at < drawn and height >= LEAST_HEIGHT and room.width >= LEAST_WIDTH:
            lines += plot(made, room.width, height).lines(made)
        lines += legend(made, series, unit)
    return tuple(lines)
