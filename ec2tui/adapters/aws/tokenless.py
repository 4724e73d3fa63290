"""How often the metadata service of instances was asked without a token lately, from CloudWatch."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ec2tui.adapters.aws.calls import Caller
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.tokenless import TokenlessCalls
from ec2tui.services.ports import Page, Read

ACTION = "cloudwatch:GetMetricData"
TOGETHER = 100
"""How many instances one call asks about; each is a metric that AWS bills (at most 500 a call)."""

DAYS = 14
_DAY = 86_400


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The sum over the last days for each of these instances, one figure a day."""
    region, now = read.source.region, datetime.now(UTC)
    params = {
        "MetricDataQueries": [_query(at, id) for at, id in enumerate(ids)],
        "StartTime": now - timedelta(days=DAYS),
        "EndTime": now,
    }
    answer = await caller.read(ApiCall("cloudwatch", "GetMetricData", region, params))
    if isinstance(answer, Problem):
        return answer
    values = {one.get("Id"): one.get("Values") or () for one in answer.get("MetricDataResults", ())}
    return Page(
        tuple(
            TokenlessCalls(Key(read.account, region, id), _total(values.get(f"m{at}", ())), DAYS)
            for at, id in enumerate(ids)
        )
    )


def _query(at: int, id_: str) -> dict[str, object]:
    dimensions = [{"Name": "InstanceId", "Value": id_}]
    metric = {"Namespace": "AWS/EC2", "MetricName": "MetadataNoToken", "Dimensions": dimensions}
    return {"Id": f"m{at}", "MetricStat": {"Metric": metric, "Period": _DAY, "Stat": "Sum"}}


def _total(values: Iterable[float]) -> int | None:
    figures = [float(value) for value in values]
    return round(sum(figures)) if figures else None
