"""Metrics as JSON and CSV: AWS's names and exact values, ISO 8601 times, and a word for what has no data."""

from collections.abc import Iterable, Iterator
from typing import Any

from ec2tui.core.model.metric import Series, Span
from ec2tui.core.model.metric_kinds import MetricKind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.durations import iso

CSV_TITLES = ("time", "metric", "namespace", "statistic", "period", "unit", "value")


def series_json(kind: MetricKind, series: Series) -> dict[str, Any]:
    """One series; `status` is `ok`, `no data`, or how reading it ended."""
    query = series.query
    return {
        "id": kind.id,
        "namespace": query.metric.namespace,
        "metric": query.metric.name,
        "dimensions": dict(query.metric.dimensions),
        "unit": unit_of(kind, query.stat),
        "statistic": query.stat,
        "period": query.period,
        "status": status(series),
        "points": [{"time": iso(at), "value": value} for at, value in series.points],
    }


def span_json(span: Span) -> dict[str, Any]:
    """From when to when."""
    return {"start": iso(span.start), "end": iso(span.end)}


def csv_rows(found: Iterable[tuple[MetricKind, Series]]) -> Iterator[list[str]]:
    """A row for each point."""
    for kind, series in found:
        query = series.query
        for at, value in series.points:
            yield [
                iso(at) or "",
                query.metric.name,
                query.metric.namespace,
                query.stat,
                str(query.period),
                unit_of(kind, query.stat),
                repr(value),
            ]


def unit_of(kind: MetricKind, stat: str) -> str:
    """AWS's word for the unit; a number of samples is a count."""
    return "Count" if stat == "SampleCount" else kind.unit


def status(series: Series) -> str:
    """How reading a series ended."""
    if series.problem is not None and series.problem.outcome is not Outcome.OK:
        return series.problem.outcome.value
    return "ok" if series.points else "no data"
