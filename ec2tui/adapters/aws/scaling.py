"""The Auto Scaling groups of instances."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.membership import ScalingMembership
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 50
"""How many ids one call takes (autoscaling:DescribeAutoScalingInstances)."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The memberships of these instances; one that is in no group is left out."""
    region = read.source.region
    call = ApiCall("autoscaling", "DescribeAutoScalingInstances", region, {"InstanceIds": list(ids)})
    members = await listed(caller, call, "AutoScalingInstances")
    if isinstance(members, Problem):
        return members
    return Page(
        tuple(
            ScalingMembership(
                Key(read.account, region, one["InstanceId"]),
                one.get("AutoScalingGroupName", ""),
                one.get("LifecycleState", ""),
                bool(one.get("ProtectedFromScaleIn")),
            )
            for one in members
            if one.get("InstanceId") in ids
        )
    )
