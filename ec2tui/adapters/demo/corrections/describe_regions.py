"""DescribeRegions: the regions of one partition that the account can use, and on request the others."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import invalid_value
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.regions import ENABLED, NOT_OPTED_IN

FILTERS = {"endpoint": "Endpoint", "opt-in-status": "OptInStatus", "region-name": "RegionName"}
"""DescribeRegions' filters."""


def describe_regions(call: Call) -> Mapping[str, Any]:
    """The regions that names and filters choose, sorted by name."""
    wanted = [str(one) for one in call.param("RegionNames", [])]
    unknown = set(wanted) - {*ENABLED, *NOT_OPTED_IN}
    if unknown:
        raise invalid_value(f"Invalid region name '{min(unknown)}' provided")
    statuses = dict.fromkeys(ENABLED, "opt-in-not-required")
    if str(call.param("AllRegions")).lower() == "true":
        statuses |= dict.fromkeys(NOT_OPTED_IN, "not-opted-in")
    documents = [
        {"RegionName": name, "Endpoint": f"ec2.{name}.amazonaws.com", "OptInStatus": statuses[name]}
        for name in sorted(statuses)
        if not wanted or name in wanted
    ]
    return {"Regions": list(select(documents, call.filters, FILTERS))}


CORRECTION = Correction(
    name="describe-regions",
    moto="lists the regions of all partitions, China's and the government's too, whatever the account has",
    aws="lists the regions of the account's partition that it can use; AllRegions adds those not opted in",
    instead={"DescribeRegions": describe_regions},
)
