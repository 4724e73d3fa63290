"""What the metrics page shows: which instances, which time, which statistic; read when it is due."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import Span
from ec2tui.core.model.metric_call import PRICE
from ec2tui.core.model.metric_period import DAY, HOUR, KEPT, MINUTE, RANGES
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.views.metrics.alarms import thresholds
from ec2tui.core.views.metrics.chart import Threshold
from ec2tui.services.metrics.read import MetricReader
from ec2tui.services.metrics.rows import MetricsRead, Wanted, read_metrics
from ec2tui.services.pausing import pause
from ec2tui.services.session import Session

MOST = 26
"""Instances that are compared at once: as many as there are letters."""

LEAST = 5 * MINUTE
"""The shortest stretch of time that is shown, in seconds."""


class MetricDesk:
    """Holds what the user chose to look at, and the last answer; a listener is told when either changes.

    `seconds` is the length of the range; `end` its end in epoch seconds (None: now, and it moves on);
    `stat` is a statistic other than each metric's usual one (empty: that).
    """

    def __init__(self, session: Session, budget: float, zone: tzinfo = UTC) -> None:
        """`budget` is in US dollars an hour: many metrics are read again less often rather than for more.

        Times are told in `zone`.
        """
        self.session = session
        self.budget = budget
        self.zone = zone
        self.reader = MetricReader(session)
        self.subjects: tuple[Key, ...] = ()
        self.seconds = 3 * DAY
        self.end: int | None = None
        self.stat = ""
        self.read: MetricsRead | None = None
        self.reading = False
        self._news = asyncio.Event()

    def show(self, subjects: Sequence[Key]) -> None:
        """Looks at these instances."""
        if tuple(subjects) != self.subjects:
            self.subjects, self.read = tuple(subjects)[:MOST], None
            self._changed()

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The instances that are looked at, as far as they are still known."""
        table = self.session.store.inventory.table(Kind.INSTANCES)
        return tuple(table[key] for key in self.subjects if key in table)

    @property
    def span(self) -> Span:
        """From when to when."""
        end = int(self.session.clock.now()) + 1 if self.end is None else self.end
        return Span(end - self.seconds, end)

    def again(self) -> None:
        """Everything is read again now."""
        self.reader.forget()
        self._changed()

    # What the user turns

    def longer(self, by: int) -> bool:
        """The next longer (1) or shorter (-1) of the usual ranges, up to now; whether there is one."""
        lengths = [length for _, length in RANGES]
        fitting = [one for one in lengths if (one > self.seconds if by > 0 else one < self.seconds)]
        if not fitting:
            return False
        self.seconds = fitting[0] if by > 0 else fitting[-1]
        self.end = None
        self._changed()
        return True

    def zoom(self, into: bool, at: float | None) -> bool:
        """Half of the range around a time (None: its end), or twice of it; whether that is possible."""
        seconds = self.seconds // 2 if into else self.seconds * 2
        if not LEAST <= seconds <= KEPT:
            return False
        span, now = self.span, int(self.session.clock.now()) + 1
        share = 1.0 if at is None else (at - span.start) / max(1, span.seconds)
        middle = span.end if at is None else at
        end = round(middle + seconds * (1 - share))
        self.seconds, self.end = seconds, None if end >= now else end
        self._changed()
        return True

    def pan(self, by: int) -> bool:
        """Half a range earlier (-1) or later (1); whether there is anything."""
        now = int(self.session.clock.now()) + 1
        end = self.span.end + by * self.seconds // 2
        if (by > 0 and self.end is None) or end - self.seconds < now - KEPT:
            return False
        self.end = None if end >= now else end
        self._changed()
        return True

    def use_stat(self, stat: str) -> None:
        """This statistic for every metric."""
        self.stat = stat
        self._changed()

    # Reading

    async def run(self, changed: Callable[[], None]) -> None:
        """Reads what is chosen, again when it changes or a period has passed; ends when cancelled."""
        while True:
            self._news.clear()
            if self.subjects and self.session.gateway is not None:
                self.reading = True
                changed()
                wanted = Wanted(self.span, stat=self.stat)
                try:
                    self.read = await read_metrics(
                        self.reader, self.instances, wanted, self.session.clock.now()
                    )
                finally:
                    self.reading = False
            changed()
            await pause(self.session.clock, self.every, self._news)

    @property
    def an_hour(self) -> float:
        """US dollars an hour at the present pace; none for a time that is over."""
        if self.end is not None or self.read is None:
            return 0.0
        return self._series * PRICE * HOUR / self.every

    @property
    def every(self) -> float:
        """Seconds between two readings: the shortest period, longer where that is over the budget."""
        if self.end is not None:
            return float(DAY)
        if self.read is None:
            return 5.0
        periods = [one.query.period for row in self.read.rows for one in row.series]
        affordable = self._series * PRICE * HOUR / self.budget if self.budget else float(DAY)
        return max(float(min(periods, default=5 * MINUTE)), affordable)

    @property
    def _series(self) -> int:
        return sum(len(row.series) for row in self.read.rows) if self.read is not None else 0

    def _changed(self) -> None:
        self._news.set()

    # What a chart is made of

    def shown_with(self, row: MetricRow) -> tuple[MetricRow, ...]:
        """The rows that are drawn together: for one instance all of the same chart, else the row alone."""
        if self.read is None or len(self.subjects) > 1:
            return (row,)
        together = [one for one in self.read.rows if one.kind.chart == row.kind.chart]
        return tuple(together) if row in together else (row,)

    def thresholds(self, rows: Sequence[MetricRow]) -> tuple[Threshold, ...]:
        """Where alarms on these metrics change their state, as far as alarms have been read."""
        alarms = self.session.store.inventory.table(Kind.ALARMS).values()
        return thresholds(rows, alarms)
