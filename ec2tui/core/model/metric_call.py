"""GetMetricData and ListMetrics as calls, and what they answer as values."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.metric import Metric, MetricQuery, Point, Span

TOGETHER = 500
"""The most queries of one GetMetricData call (CloudWatch API Reference)."""

PRICE = 0.01 / 1000
"""US dollars for each metric that GetMetricData is asked for (CloudWatch pricing: 0.01 per 1,000).

A statistic more of the same metric may be free; so this is the most that is charged.
"""

AGENT = "CWAgent"
"""The namespace of the CloudWatch agent."""


def metric_data(region: str, queries: Sequence[MetricQuery], span: Span, token: str | None = None) -> ApiCall:
    """The call that brings these series, oldest first; at most TOGETHER, all of one region."""
    params: dict[str, Any] = {
        "MetricDataQueries": [_query(at, query) for at, query in enumerate(queries)],
        "StartTime": datetime.fromtimestamp(span.start, UTC),
        "EndTime": datetime.fromtimestamp(span.end, UTC),
        "ScanBy": "TimestampAscending",
    }
    if token:
        params["NextToken"] = token
    return ApiCall("cloudwatch", "GetMetricData", region, params)


def _query(at: int, query: MetricQuery) -> dict[str, Any]:
    stat = {"Metric": _metric(query.metric), "Period": query.period, "Stat": query.stat}
    return {"Id": f"m{at}", "MetricStat": stat, "ReturnData": True}


def _metric(metric: Metric) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in metric.dimensions]
    return {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions}


def points_of(body: Mapping[str, Any]) -> dict[int, list[Point]]:
    """The points of one page by the place of their query, oldest first as far as the page tells.

    Raises ValueError, KeyError or TypeError for a reply that is not CloudWatch's.
    """
    found: dict[int, list[Point]] = {}
    for result in body.get("MetricDataResults", ()):
        stamps, values = result.get("Timestamps") or (), result.get("Values") or ()
        points = [(int(at.timestamp()), float(value)) for at, value in zip(stamps, values, strict=True)]
        found.setdefault(int(result["Id"][1:]), []).extend(points)
    return found


def refusals(body: Mapping[str, Any]) -> dict[int, str]:
    """Why CloudWatch could not answer some queries of a page, by their place."""
    return {
        int(result["Id"][1:]): _reason(result)
        for result in body.get("MetricDataResults", ())
        if result.get("StatusCode") in ("InternalError", "Forbidden")
    }


def _reason(result: Mapping[str, Any]) -> str:
    words = [str(one.get("Value") or one.get("Code")) for one in result.get("Messages") or ()]
    return f"{result['StatusCode']}: {'; '.join(words)}" if words else str(result["StatusCode"])


def agent_metrics(region: str, instance_id: str, token: str | None = None) -> ApiCall:
    """The call that tells which metrics the CloudWatch agent of an instance has sent."""
    params: dict[str, Any] = {
        "Namespace": AGENT,
        "Dimensions": [{"Name": "InstanceId", "Value": instance_id}],
    }
    if token:
        params["NextToken"] = token
    return ApiCall("cloudwatch", "ListMetrics", region, params)


def metrics_of(body: Mapping[str, Any]) -> tuple[Metric, ...]:
    """The metrics that a page of ListMetrics names."""
    return tuple(
        Metric(
            str(one.get("Namespace")),
            str(one.get("MetricName")),
            tuple((str(d.get("Name")), str(d.get("Value"))) for d in one.get("Dimensions", ())),
        )
        for one in body.get("Metrics", ())
    )
