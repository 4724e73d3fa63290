"""Reads metrics from CloudWatch: as few GetMetricData calls as can be, cached by period, and counted."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

import msgspec

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.metric import Metric, MetricQuery, Point, Series, Span
from ec2tui.core.model.metric_call import (
    PRICE,
    TOGETHER,
    agent_metrics,
    metric_data,
    metrics_of,
    points_of,
    refusals,
)
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.session import Session

MOST_PAGES = 100
"""Pages of one answer after which an endpoint is taken to page for ever."""

CACHED = 4000
"""Series that are kept."""

HOUR = 3600.0

ACTION = "cloudwatch:GetMetricData"
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError)
_NOT_CONNECTED = Problem(Outcome.UNREACHABLE, ACTION, "Not connected to AWS.", hint="ctrl+r tries again.")


class MetricReader:
    """Reads series and remembers them until their period has passed; knows what that costs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cache: dict[tuple[MetricQuery, Span], Series] = {}
        self._agents: dict[Key, tuple[Metric, ...]] = {}
        self._asked: deque[tuple[float, int]] = deque()
        self.calls = 0
        self.requested = 0

    async def read(self, queries: Sequence[MetricQuery], span: Span) -> tuple[Series, ...]:
        """The series of the queries over a span, in their order; one that failed has a problem.

        What is known of the same periods is not asked for again; the rest is asked for together, at most
        TOGETHER a call and one region a call.
        """
        wanted = [(query, span.aligned(query.period)) for query in queries]
        missing: defaultdict[tuple[str, Span], list[MetricQuery]] = defaultdict(list)
        whole = Span(min((s.start for _, s in wanted), default=0), max((s.end for _, s in wanted), default=0))
        for query, place in dict.fromkeys(wanted):
            if (query, place) not in self._cache:
                missing[query.instance.region, whole].append(query)
        batches = [
            (region, over, together[at : at + TOGETHER])
            for (region, over), together in missing.items()
            for at in range(0, len(together), TOGETHER)
        ]
        answers = await asyncio.gather(*(self._ask(*batch) for batch in batches))
        fresh: dict[MetricQuery, Series] = {series.query: series for found in answers for series in found}
        for query, place in wanted:
            series = fresh.get(query)
            if series is not None:
                fitting = tuple(point for point in series.points if place.start <= point[0] < place.end)
                fresh[query] = msgspec.structs.replace(series, span=place, points=fitting)
                if series.problem is None:
                    self._keep(query, place, fresh[query])
        return tuple(fresh.get(query) or self._cache[query, place] for query, place in wanted)

    async def agent(self, instance: Instance) -> tuple[Metric, ...] | Problem:
        """The metrics that the CloudWatch agent of an instance has ever sent, asked for once."""
        if instance.key in self._agents:
            return self._agents[instance.key]
        gateway, token = self._session.gateway, None
        found: tuple[Metric, ...] = ()
        for _ in range(MOST_PAGES):
            if gateway is None:
                return _NOT_CONNECTED
            reply = await gateway.fetch(agent_metrics(instance.key.region, instance.key.id, token))
            if reply.problem is not None:
                return reply.problem
            found += metrics_of(reply.body)
            token = reply.body.get("NextToken")
            if not token:
                break
        self._agents[instance.key] = found
        return found

    def forget(self) -> None:
        """Everything is to be read again."""
        self._cache.clear()
        self._agents.clear()

    @property
    def spent(self) -> float:
        """US dollars for all that was asked for since the start, at most."""
        return self.requested * PRICE

    @property
    def an_hour(self) -> float:
        """US dollars for what was asked for within the last hour, at most."""
        since = self._session.clock.now() - HOUR
        while self._asked and self._asked[0][0] < since:
            self._asked.popleft()
        return sum(count for _, count in self._asked) * PRICE

    def _keep(self, query: MetricQuery, place: Span, series: Series) -> None:
        while len(self._cache) >= CACHED:
            del self._cache[next(iter(self._cache))]
        self._cache[query, place] = series

    async def _ask(self, region: str, span: Span, queries: Sequence[MetricQuery]) -> tuple[Series, ...]:
        points: defaultdict[int, list[Point]] = defaultdict(list)
        refused: dict[int, str] = {}
        problem = await self._pages(region, span, queries, points, refused)

        def series(at: int, query: MetricQuery) -> Series:
            own = Problem(Outcome.UNKNOWN, ACTION, refused[at]) if at in refused else problem
            return Series(query, span, tuple(sorted(points[at])), own)

        return tuple(series(at, query) for at, query in enumerate(queries))

    async def _pages(
        self,
        region: str,
        span: Span,
        queries: Sequence[MetricQuery],
        points: Mapping[int, list[Point]],
        refused: dict[int, str],
    ) -> Problem | None:
        token = None
        for _ in range(MOST_PAGES):
            gateway = self._session.gateway
            if gateway is None:
                return _NOT_CONNECTED
            self._count(len(queries))
            reply = await gateway.fetch(metric_data(region, queries, span, token))
            if reply.problem is not None:
                return reply.problem
            try:
                for at, more in points_of(reply.body).items():
                    points[at].extend(more)
                refused |= refusals(reply.body)
            except _MALFORMED as error:
                return Problem(Outcome.UNKNOWN, ACTION, f"the reply holds a malformed value ({error})")
            token = reply.body.get("NextToken")
            if not token:
                return None
        return Problem(Outcome.UNKNOWN, ACTION, "paging never ends")

    def _count(self, metrics: int) -> None:
        self.calls += 1
        self.requested += metrics
        self._asked.append((self._session.clock.now(), metrics))
