"""The Spot requests of instances."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.spot_request import SpotRequest
from ec2tui.services.ports import Page, Read

ACTION = "ec2:DescribeSpotInstanceRequests"

TOGETHER = 200
"""How many values a filter takes."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The requests of these instances; one that has none, or whose request AWS has forgotten, is left out."""
    region = read.source.region
    params = {"Filters": [{"Name": "instance-id", "Values": list(ids)}], "MaxResults": 1000}
    call = ApiCall("ec2", "DescribeSpotInstanceRequests", region, params)
    found = await listed(caller, call, "SpotInstanceRequests")
    if isinstance(found, Problem):
        return found
    return Page(
        tuple(
            SpotRequest(
                Key(read.account, region, one["InstanceId"]),
                one.get("SpotInstanceRequestId", ""),
                one.get("Type", ""),
                one.get("State", ""),
            )
            for one in found
            if one.get("InstanceId") in ids
        )
    )
