"""Where alarms on the metrics of a chart change their state."""

from collections.abc import Iterable, Sequence

from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.metric import MetricQuery
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.views.metrics.chart import Threshold

_COUNTED = frozenset({"Sum", "SampleCount"})
"""Statistics whose values grow with the period, so that only those of the same period are comparable."""


def thresholds(rows: Sequence[MetricRow], alarms: Iterable[Alarm]) -> tuple[Threshold, ...]:
    """The thresholds that fit the scale of these rows, of alarms of their instances; the lowest first."""
    queries = [one.query for row in rows for one in row.series]
    found = [
        Threshold(alarm.spec.threshold, alarm.name)
        for alarm in alarms
        if alarm.spec.threshold is not None and any(_comparable(alarm, query) for query in queries)
    ]
    return tuple(sorted(found, key=lambda one: (one.value, one.name)))


def _comparable(alarm: Alarm, query: MetricQuery) -> bool:
    """Whether an alarm watches the metric of a query, of the same instance and by figures of its size."""
    spec, metric = alarm.spec, query.metric
    if (spec.namespace, spec.metric) != (metric.namespace, metric.name):
        return False
    if query.instance not in alarm.instances:
        return False
    if _COUNTED & {spec.statistic, query.stat}:
        return (spec.statistic, spec.period) == (query.stat, query.period)
    return True
