"""The live columns: metrics of the rows in view, asked for together, by period, and within a budget."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import LiveMetrics, MetricQuery, Point, Series, Span
from ec2tui.core.model.metric_call import PRICE
from ec2tui.core.model.metric_kinds import kind_of, kinds_of
from ec2tui.core.model.metric_period import HOUR, MINUTE, step_of
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.metrics.read import MetricReader
from ec2tui.services.pausing import pause
from ec2tui.services.session import Session

REST = 0.4
"""Seconds for which the rows in view must stay before they are asked about: scrolling is not charged."""

AGAIN = float(MINUTE)
"""Seconds between two looks at whether a period has passed."""


Wanted = tuple[Instance, frozenset[str]]
"""An instance, and the ids of the metrics that are wanted of it."""


class LiveReader:
    """`look` says which rows and metrics are wanted; `run` reads them while the table shows.

    Reading stops while the cost of an hour would be over the budget (US dollars) and nobody has said that it
    may: `over` is that cost then. `an_hour` is the cost of what is in view at its pace.
    """

    def __init__(self, session: Session, reader: MetricReader, budget: float) -> None:
        self._session = session
        self._reader = reader
        self.budget = budget
        self.allowed = budget
        self._wanted: tuple[Wanted, ...] = ()
        self._news = asyncio.Event()
        self._next: dict[tuple[Key, str], float] = {}

    @property
    def on(self) -> bool:
        """Whether anything is wanted."""
        return bool(self._wanted)

    @property
    def an_hour(self) -> float:
        """US dollars an hour for the rows in view, each asked for once a period."""
        return sum(cost_an_hour(row, len(ids)) for row, ids in self._wanted)

    @property
    def over(self) -> float | None:
        """The cost of an hour when it is more than what is allowed."""
        cost = self.an_hour
        return cost if cost > self.allowed else None

    def allow(self) -> None:
        """The user has seen the present cost and agreed to it, and to a little more."""
        self.allowed = max(self.allowed, self.an_hour * 1.25)
        self._news.set()

    def again(self) -> None:
        """Everything is read again now."""
        self._reader.forget()
        self._next.clear()
        self._news.set()

    def look(self, wanted: Iterable[Wanted]) -> None:
        """These metrics of these rows are wanted: they are in view, or decide about filter and order."""
        running = tuple((row, ids) for row, ids in wanted if row.state == "running" and ids)
        same = [(row.key, ids) for row, ids in running] == [(row.key, ids) for row, ids in self._wanted]
        self._wanted = running
        if not same:
            self._news.set()

    async def run(self, changed: Callable[[], None]) -> None:
        """Reads what is wanted when it is new and whenever a period has passed; ends when cancelled."""
        while True:
            while self._news.is_set():
                self._news.clear()
                await self._session.clock.sleep(REST)
            if self._wanted and self._session.gateway is not None:
                if self.over is None:
                    await self.read(self._wanted)
                changed()
            await pause(self._session.clock, AGAIN, self._news)

    async def read(self, wanted: Iterable[Wanted]) -> None:
        """Reads these metrics into the store, in one call for each region and 500 series.

        What was read of the present period, or failed within a minute, is not asked for again.
        """
        now = self._session.clock.now()
        due = [
            (row, ids)
            for row, ids in wanted
            if any(now >= self._next.get((row.key, id_), now) for id_ in ids)
        ]
        if not due:
            return
        queries = {row.key: _queries(row, ids) for row, ids in due}
        flat = [query for found in queries.values() for _, query in found]
        for region in {row.key.region for row, _ in due}:
            self._session.store.ask(self._session.source(region), Kind.METRICS)
        series = iter(await self._reader.read(flat, Span(int(now) - HOUR, int(now) + 1)))
        read = {key: [(id_, next(series)) for id_, _ in found] for key, found in queries.items()}
        for key, found in read.items():
            for id_, one in found:
                self._next[key, id_] = now + AGAIN if one.problem else one.span.end
        self._store(read)

    async def read_once(self, rows: Iterable[Instance], ids: frozenset[str]) -> Problem | None:
        """The same for a listing, which asks nobody: refused when all of it would cost more than the budget.

        The first problem met.
        """
        running = [row for row in rows if row.state == "running"]
        cost = self._reader.an_hour + len(running) * len(ids) * PRICE
        if cost > self.budget:
            return _too_dear(cost, self.budget)
        await self.read([(row, ids) for row in running])
        inventory = self._session.store.inventory
        readings = (inventory.reading_of(Kind.METRICS, row.key) for row in running)
        return next((one.problem for one in readings if one.problem is not None), None)

    def _store(self, read: dict[Key, list[tuple[str, Series]]]) -> None:
        by_region: defaultdict[str, dict[Key, list[tuple[str, Series]]]] = defaultdict(dict)
        for key, found in read.items():
            by_region[key.region][key] = found
        store = self._session.store
        for region, keys in by_region.items():
            source = self._session.source(region)
            problem = next((one.problem for found in keys.values() for _, one in found if one.problem), None)
            items = [self._item(key, found) for key, found in keys.items() if not _failed(found)]
            store.update(source, Kind.METRICS, (), items, settles=True)
            if problem is not None:
                store.fail(source, Kind.METRICS, problem)

    def _item(self, key: Key, found: Sequence[tuple[str, Series]]) -> LiveMetrics:
        known: LiveMetrics | None = self._session.store.inventory.table(Kind.METRICS).get(key)
        until = max((series.span.end for _, series in found), default=0)
        points: dict[str, tuple[Point, ...]] = dict(known.points) if known and known.until == until else {}
        points |= {id_: series.points for id_, series in found}
        return LiveMetrics(key, found[0][1].query.period, until, points)


def cost_an_hour(instance: Instance, metrics: int) -> float:
    """US dollars an hour for so many metrics of an instance, each asked for once a period."""
    return metrics * PRICE * HOUR / step_of(instance.monitoring)


def _too_dear(cost: float, budget: float) -> Problem:
    return Problem(
        Outcome.REFUSED,
        "cloudwatch:GetMetricData",
        f"these metrics would cost USD {cost:.2f}, and [metrics] budget is {budget:.2f}",
        hint="ask for fewer instances, or raise the budget in the configuration",
    )


def _queries(row: Instance, ids: frozenset[str]) -> list[tuple[str, MetricQuery]]:
    period = step_of(row.monitoring)
    metrics = {kind.id: (kind, metric) for kind, metric in kinds_of(row)}
    found = [metrics[id_] for id_ in sorted(ids) if id_ in metrics and kind_of(id_)]
    return [(kind.id, MetricQuery(row.key, metric, kind.stat, period)) for kind, metric in found]


def _failed(found: Sequence[tuple[str, Series]]) -> bool:
    """Whether nothing of an instance could be read; what is known of it then stays, and the reason shows."""
    return not found or all(series.problem is not None for _, series in found)
