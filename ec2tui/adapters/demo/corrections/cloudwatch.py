"""CloudWatch answers for the demo's instances: metrics on demand, percentiles, and fitting namespaces."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.metric_pages import paged
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.metric_shapes import dimensions_of, metrics_of
from ec2tui.adapters.demo.metrics import Series, statistic

Reply = dict[str, Any]

OURS = ("AWS/EC2", "CWAgent")
"""Namespaces whose data the demo makes; the rest is what clients have put."""


MOST_QUERIES = 500
MOST_DATAPOINTS = 1440
"""What AWS answers in one GetMetricData and one GetMetricStatistics."""

STATISTICS = ("Average", "Minimum", "Maximum", "Sum", "SampleCount")
_PERCENTILE = re.compile(r"p(100|\d{1,2}(\.\d{1,10})?)")
_ID = re.compile(r"[a-z][A-Za-z0-9_]*")


def get_metric_data(call: Call) -> Reply:
    """Each query's series; newest first unless asked otherwise, and no more points than asked for."""
    queries = call.param("MetricDataQueries", [])
    start, end = _times(call)
    _check_queries(queries)
    results = [
        _result(call, query, start, end, call.param("ScanBy") == "TimestampAscending")
        for query in queries
        if query.get("ReturnData", True) is not False
    ]
    page, following = paged(call, results)
    return {"MetricDataResults": page, "NextToken": following}


def get_metric_statistics(call: Call) -> Reply:
    """One metric's statistics by period."""
    period = _period(call.param("Period"))
    metric = {
        "Namespace": call.param("Namespace"),
        "MetricName": call.param("MetricName"),
        "Dimensions": call.param("Dimensions", []),
    }
    start, end = _times(call)
    asked = int((end - start).total_seconds() // period)
    if asked > MOST_DATAPOINTS:
        raise AwsError(
            "InvalidParameterCombination",
            f"You have requested up to {asked} datapoints, which exceeds the limit of {MOST_DATAPOINTS}.",
        )
    series = find_series(call, metric)
    if series is None:
        return dict(_stored_statistics(call, metric, period))
    wanted = [str(one) for one in call.param("Statistics", [])]
    extended = [str(one) for one in call.param("ExtendedStatistics", [])]
    points = [
        {
            "Timestamp": at,
            "Unit": series.shape.unit,
            **{name: statistic(name, values) for name in wanted},
            **({"ExtendedStatistics": {n: statistic(n, values) for n in extended}} if extended else {}),
        }
        for at, values in series.points(start, end, period)
    ]
    return {"Label": metric["MetricName"], "Datapoints": points}


def list_metrics(call: Call) -> Reply:
    """The metrics of instances that are not gone, and those that clients have put."""
    found = [metric for metric in _all_metrics(call) if _wanted(call, metric)]
    page, following = cut(call, found, 1, 500, 500)
    return {"Metrics": page, "NextToken": following}


def find_series(call: Call, metric: Any) -> Series | None:
    """The series of a metric of one of our instances, if it is one."""
    dimensions = {one["Name"]: one["Value"] for one in metric.get("Dimensions", [])}
    if metric.get("Namespace") not in OURS or "InstanceId" not in dimensions:
        return None
    instance = instance_index(call.world.ec2(call.region)).get(dimensions["InstanceId"])
    kept = [dict(one) for one in dimensions_of(dimensions["InstanceId"], str(metric.get("MetricName")))]
    if instance is None or dimensions not in kept:
        return None
    shape = metrics_of(instance).get((metric["Namespace"], metric["MetricName"]))
    return Series(call.world, instance, metric["MetricName"], shape) if shape else None


def _result(call: Call, query: Any, start: datetime, end: datetime, ascending: bool) -> Reply:
    stat = query.get("MetricStat") or {}
    metric = stat.get("Metric") or {}
    label = query.get("Label") or metric.get("MetricName") or query.get("Expression", "")
    pairs: list[tuple[datetime, float]] = []
    series = find_series(call, metric) if metric else None
    if series is not None:
        points = series.points(start, end, int(stat["Period"]))
        pairs = [(at, statistic(str(stat["Stat"]), values)) for at, values in points]
    elif metric and metric.get("Namespace") not in OURS:
        given = _stored_statistics(call, metric, int(stat["Period"]), str(stat["Stat"]))
        pairs = sorted((_aware(one["Timestamp"]), one.get(stat["Stat"], 0.0)) for one in given["Datapoints"])
    if not ascending:
        pairs.reverse()
    return {
        "Id": query["Id"],
        "Label": label,
        "Timestamps": [at for at, _ in pairs],
        "Values": [value for _, value in pairs],
        "StatusCode": "Complete",
    }


def _stored_statistics(call: Call, metric: Any, period: int, name: str | None = None) -> Reply:
    names = [name] if name else [str(one) for one in call.param("Statistics", [])]
    basic = [one for one in names if not one.startswith("p")]
    stored = call.response.cloudwatch_backend.get_metric_statistics(
        namespace=metric["Namespace"],
        metric_name=metric["MetricName"],
        start_time=call.param("StartTime"),
        end_time=call.param("EndTime"),
        period=period,
        stats=basic,
        dimensions=metric.get("Dimensions", []),
    )
    points = []
    for one in stored:
        document = {"Timestamp": one.timestamp, "Unit": one.unit or "None"}
        for stat in basic:
            attribute = {"SampleCount": "sample_count"}.get(stat, stat.lower())
            document[stat] = getattr(one, attribute)
        points.append(document)
    return {"Label": metric["MetricName"], "Datapoints": points}


def _all_metrics(call: Call) -> Iterator[Reply]:
    for instance in instance_index(call.world.ec2(call.region)).values():
        if instance._state.code != 48:
            for namespace, name in metrics_of(instance):
                for one in dimensions_of(instance.id, name):
                    dimensions = [{"Name": key, "Value": value} for key, value in one]
                    yield {"Namespace": namespace, "MetricName": name, "Dimensions": dimensions}
    for stored in call.response.cloudwatch_backend.list_metrics(None, None, None, [])[1]:
        dimensions = [{"Name": one.name, "Value": one.value} for one in stored.dimensions]
        yield {"Namespace": stored.namespace, "MetricName": stored.name, "Dimensions": dimensions}


def _wanted(call: Call, metric: Reply) -> bool:
    for name in ("Namespace", "MetricName"):
        if call.param(name) is not None and call.param(name) != metric[name]:
            return False
    has = {one["Name"]: one["Value"] for one in metric["Dimensions"]}
    wanted = call.param("Dimensions", [])
    return all(one["Name"] in has and one.get("Value") in (None, has[one["Name"]]) for one in wanted)


def _check_queries(queries: Any) -> None:
    """What AWS refuses to answer at all."""
    if len(queries) > MOST_QUERIES:
        raise _invalid(f"The collection MetricDataQueries must not have a size greater than {MOST_QUERIES}.")
    ids = [str(query.get("Id")) for query in queries]
    if len(set(ids)) != len(ids) or not all(_ID.fullmatch(one) for one in ids):
        raise _invalid("The values of Id must be unique and begin with a lower case letter.")
    for query in queries:
        stat = query.get("MetricStat")
        if stat is None:
            raise _invalid("This endpoint does no metric math; each query must have a MetricStat.")
        _period(stat.get("Period"))
        if stat.get("Stat") not in STATISTICS and not _PERCENTILE.fullmatch(str(stat.get("Stat"))):
            raise _invalid(f"The value {stat.get('Stat')} for parameter Stat is not supported.")


def _period(given: Any) -> int:
    period = int(given)
    if period not in (1, 5, 10, 20, 30) and (period < 60 or period % 60):
        raise _invalid(f"The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60, not {period}.")
    return period


def _times(call: Call) -> tuple[datetime, datetime]:
    start, end = _moment(call.param("StartTime")), _moment(call.param("EndTime"))
    if start >= end:
        raise _invalid("The parameter StartTime must be less than the parameter EndTime.")
    return start, end


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationError", message)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    return _aware(datetime.fromisoformat(str(value).replace("Z", "+00:00")))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


CORRECTION = Correction(
    name="cloudwatch-metrics",
    moto="has only data that was put, mixes namespaces, has no percentiles, limits, periods or retention",
    aws="has five-minute data of every instance, one-minute data with detailed monitoring, and percentiles",
    service="cloudwatch",
    instead={
        "GetMetricData": get_metric_data,
        "GetMetricStatistics": get_metric_statistics,
        "ListMetrics": list_metrics,
    },
)
