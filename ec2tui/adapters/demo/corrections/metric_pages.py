"""MaxDatapoints and NextToken of GetMetricData: points are counted over all series, in their order."""

from typing import Any

from ec2tui.adapters.demo.correction import Call
from ec2tui.adapters.demo.corrections.paging import read_token, token

MOST_POINTS = 100_800
"""The most points in one answer, which is also what is given when nothing is asked."""

Result = dict[str, Any]


def paged(call: Call, results: list[Result]) -> tuple[list[Result], str | None]:
    """The part of the results that this page holds, and the token of the next one.

    A series that goes on on the next page is PartialData.
    """
    most = min(int(call.param("MaxDatapoints") or MOST_POINTS), MOST_POINTS)
    first = read_token(call, call.param("NextToken"))
    page, at = [], 0
    for result in results:
        count = len(result["Values"])
        start, end = max(first - at, 0), min(first + most - at, count)
        if start < end or (not count and first <= at <= first + most):
            page.append(_part(result, start, end, end < count))
        at += count
    return page, token(call, first + most) if at > first + most else None


def _part(result: Result, start: int, end: int, more: bool) -> Result:
    return {
        **result,
        "Timestamps": result["Timestamps"][start:end],
        "Values": result["Values"][start:end],
        "StatusCode": "PartialData" if more else "Complete",
    }
