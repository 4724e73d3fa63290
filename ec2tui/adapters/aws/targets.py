"""Which load balancers send traffic to instances: target groups, and classic load balancers."""

from collections import defaultdict
from typing import Any

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, side_by_side, too_many
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.membership import Target, TargetGroups
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

MOST_GROUPS = 400
"""Target groups are asked one by one; a region with more is not looked through for a review."""

TOGETHER = 10_000
"""All instances are answered by the same calls."""

ACTIONS = (
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "elasticloadbalancing:DescribeLoadBalancers",
)


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The registrations of these instances; one without any is an item too."""
    found: defaultdict[str, list[Target]] = defaultdict(list)
    addresses: list[Target] = []
    for part in (_groups, _classic):
        targets = await part(caller, read.source.region)
        if isinstance(targets, Problem):
            return targets
        for target in targets:
            if target.target.startswith("i-"):
                found[target.target].append(target)
            else:
                addresses.append(target)
    every = tuple(addresses)
    region = read.source.region
    return Page(tuple(TargetGroups(Key(read.account, region, one), tuple(found[one]), every) for one in ids))


async def _groups(caller: Caller, region: str) -> list[Target] | Problem:
    call = ApiCall("elbv2", "DescribeTargetGroups", region, {"PageSize": 400})
    groups = await listed(caller, call, "TargetGroups", "Marker", "NextMarker")
    if isinstance(groups, Problem):
        return groups
    kinds = ("instance", "ip")
    wanted = {
        g["TargetGroupArn"]: g.get("TargetGroupName", "") for g in groups if g.get("TargetType") in kinds
    }
    if len(wanted) > MOST_GROUPS:
        return too_many(call, f"{len(wanted)} target groups")

    async def health(arn: str) -> list[Target] | Problem:
        asked = ApiCall("elbv2", "DescribeTargetHealth", region, {"TargetGroupArn": arn})
        answer = await caller.read(asked)
        if isinstance(answer, Problem):
            return answer
        told = answer.get("TargetHealthDescriptions", ())
        return [_target(wanted[arn], one) for one in told if one.get("Target", {}).get("Id")]

    answers = await side_by_side(tuple(wanted), health)
    return answers if isinstance(answers, Problem) else [target for group in answers for target in group]


def _target(group: str, document: dict[str, Any]) -> Target:
    """One registration (shape TargetHealthDescription)."""
    target = document["Target"]
    return Target(group, target["Id"], target.get("Port"), document.get("TargetHealth", {}).get("State", ""))


async def _classic(caller: Caller, region: str) -> list[Target] | Problem:
    call = ApiCall("elb", "DescribeLoadBalancers", region)
    balancers = await listed(caller, call, "LoadBalancerDescriptions", "Marker", "NextMarker")
    if isinstance(balancers, Problem):
        return balancers
    return [
        Target(balancer.get("LoadBalancerName", ""), instance["InstanceId"])
        for balancer in balancers
        for instance in balancer.get("Instances", ())
    ]
