"""From `m` on the real demo endpoint to a chart: the values on the screen are an independent client's."""

from datetime import UTC, datetime
from pathlib import Path

import boto3

from ec2tui.adapters.demo.launcher import Demo
from ec2tui.core.views.metrics.words import value_text
from ec2tui.tui.pages.metrics import MetricRows
from tests.journeys.test_screen import journey


async def test_m_shows_the_values_of_another_client_read_in_one_call(on_demo: Demo, tmp_path: Path) -> None:
    async with journey(on_demo, tmp_path) as it:
        before = it.calls().get("GetMetricData", 0)
        await it.at("notebook-01")
        await it.press("m")
        await it.sees("notebook-01: 3d")
        rows = it.main.rows
        assert isinstance(rows, MetricRows)
        await it.until(lambda: rows.desk.read is not None and rows.total > 10)
        await it.sees("mean")
        assert it.calls()["GetMetricData"] == before + 1
        series = [row.series[0] for row in rows.everything()]
        for mine, theirs in zip(series, values(on_demo, series), strict=True):
            closed = mine.span.end - mine.query.period
            own = {at: value for at, value in mine.points if at < closed}
            assert own == {at: value for at, value in theirs.items() if at < closed}
        cpu = next(row for row in rows.everything() if row.kind.id == "cpu")
        at = rows.position(cpu.key)
        assert at is not None and rows.cells(at)[1].text == value_text(cpu.series[0].points[-1][1], "Percent")


def values(demo: Demo, series: list) -> list[dict[int, float]]:
    """What boto3 tells of the same metrics, statistics, periods and time."""
    query, span = series[0].query, series[0].span
    cloudwatch = boto3.client(
        "cloudwatch",
        query.instance.region,
        endpoint_url=demo.endpoint_url,
        aws_access_key_id=demo.access_key,
        aws_secret_access_key=demo.secret_key,
    )
    asked = []
    for at, query in enumerate(one.query for one in series):
        dimensions = [{"Name": name, "Value": value} for name, value in query.metric.dimensions]
        metric = {"Namespace": query.metric.namespace, "MetricName": query.metric.name}
        stat = {"Metric": {**metric, "Dimensions": dimensions}, "Period": query.period, "Stat": query.stat}
        asked.append({"Id": f"m{at}", "MetricStat": stat})
    results = cloudwatch.get_metric_data(
        MetricDataQueries=asked,
        StartTime=datetime.fromtimestamp(span.start, UTC),
        EndTime=datetime.fromtimestamp(span.end, UTC),
    )["MetricDataResults"]
    return [
        {int(at.timestamp()): value for at, value in zip(one["Timestamps"], one["Values"], strict=True)}
        for one in results
    ]
