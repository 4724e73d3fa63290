"""The `aws` command that reads a series."""

import shlex

from ec2tui.core.model.metric import STATISTICS, Series
from ec2tui.core.views.durations import iso


def command(series: Series, profile: str | None = None) -> str:
    """`aws cloudwatch get-metric-statistics …`, which may answer for at most 1,440 points."""
    query = series.query
    plain = query.stat in STATISTICS and not query.stat.startswith("p")
    argv = ["aws", "cloudwatch", "get-metric-statistics", "--region", query.instance.region]
    argv += ["--profile", profile] if profile else []
    argv += ["--namespace", query.metric.namespace, "--metric-name", query.metric.name, "--dimensions"]
    argv += [f"Name={name},Value={value}" for name, value in query.metric.dimensions]
    argv += ["--statistics" if plain else "--extended-statistics", query.stat]
    argv += ["--period", str(query.period)]
    argv += ["--start-time", iso(series.span.start) or "", "--end-time", iso(series.span.end) or ""]
    return shlex.join(argv)
