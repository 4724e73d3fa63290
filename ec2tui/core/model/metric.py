"""Metrics of CloudWatch: what is asked for, and the points that came back."""

import msgspec

from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem

Point = tuple[int, float]
"""The beginning of a period in epoch seconds, and the statistic of it."""

STATISTICS = ("Average", "Minimum", "Maximum", "Sum", "SampleCount", "p50", "p90", "p99")
"""What can be chosen; CloudWatch takes any percentile from p0 to p100."""


class Metric(msgspec.Struct, frozen=True, gc=False):
    """One metric as CloudWatch names it; dimensions are (name, value)."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()


class Span(msgspec.Struct, frozen=True, gc=False):
    """A stretch of time in epoch seconds; `end` does not belong to it."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.end - self.start

    def aligned(self, period: int) -> "Span":
        """The same from the beginning of a period to the end of one, so that AWS's periods are whole."""
        return Span(self.start - self.start % period, -(-self.end // period) * period)


class MetricQuery(msgspec.Struct, frozen=True, gc=False):
    """A statistic of a metric of an instance by period; `period` is in seconds."""

    instance: Key
    metric: Metric
    stat: str
    period: int


class Series(msgspec.Struct, frozen=True, gc=False):
    """The points of a query, oldest first; periods without data have none.

    `problem` is why there are none, or why some are missing.
    """

    query: MetricQuery
    span: Span
    points: tuple[Point, ...] = ()
    problem: Problem | None = None

    @property
    def last(self) -> Point | None:
        """The newest point."""
        return self.points[-1] if self.points else None


class LiveMetrics(msgspec.Struct, frozen=True, gc=False):
    """The last hour of an instance, for columns: points by the id of a metric (`cpu`), oldest first.

    `period` is in seconds; a metric without points had no data, one that is not here was not asked for.
    """

    key: Key
    period: int
    until: int
    points: dict[str, tuple[Point, ...]]

    def last(self, metric: str) -> float | None:
        """The newest value of a metric."""
        points = self.points.get(metric, ())
        return points[-1][1] if points else None
