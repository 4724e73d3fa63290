"""Where instance types are offered, zone by zone."""

from collections import defaultdict

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 100
"""How many types one call asks about."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The zones of these types; one that no zone offers is an item too."""
    filters = [{"Name": "instance-type", "Values": list(ids)}]
    params = {"LocationType": "availability-zone", "Filters": filters}
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
