"""Where instance types are offered, zone by zone."""

from collections import defaultdict

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 5000
"""How many types are asked about at a time: more than a region has."""

NAMED = 100
"""Up to so many types are named in the call; of more the region's whole list is read."""

PAGE = 1000
"""The most offerings of one page (ec2:DescribeInstanceTypeOfferings, MaxResults)."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The zones of these types; one that no zone offers is an item too."""
    named = {"Filters": [{"Name": "instance-type", "Values": list(ids)}]} if len(ids) <= NAMED else {}
    params = {"LocationType": "availability-zone", "MaxResults": PAGE, **named}
    region = read.source.region
    found = await listed(
        caller, ApiCall("ec2", "DescribeInstanceTypeOfferings", region, params), "InstanceTypeOfferings"
    )
    if isinstance(found, Problem):
        return found
    zones: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        zones[one.get("InstanceType", "")].add(one.get("Location", ""))
    return Page(tuple(Offering(Key(read.account, region, id), tuple(sorted(zones[id]))) for id in ids))
