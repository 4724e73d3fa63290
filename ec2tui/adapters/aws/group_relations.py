"""Stale rules of the groups of VPCs, and who refers to groups over a peering."""

from typing import Any

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, page_of
from ec2tui.adapters.aws.reads import without_missing
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.group_relations import GroupReferences, StaleGroup, StaleRules
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many VPCs are asked about at a time, one call each."""

GROUPS_TOGETHER = 100
"""How many groups one call is about."""


async def stale(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The stale rules of these VPCs, side by side; a VPC that is gone is left out."""

    async def one(vpc: str) -> StaleRules | Problem | None:
        call = ApiCall(
            "ec2", "DescribeStaleSecurityGroups", read.source.region, {"VpcId": vpc, "MaxResults": 255}
        )
        found = await listed(caller, call, "StaleSecurityGroupSet")
        if isinstance(found, Problem):
            return None if found.outcome is Outcome.NOT_FOUND else found
        return StaleRules(Key(read.account, read.source.region, vpc), tuple(map(_stale_group, found)))

    return await page_of(ids, one)


def _stale_group(document: dict[str, Any]) -> StaleGroup:
    """One group (shape StaleSecurityGroup)."""
    permissions = (*document.get("StaleIpPermissions", ()), *document.get("StaleIpPermissionsEgress", ()))
    pairs = (pair for one in permissions for pair in one.get("UserIdGroupPairs", ()))
    peers = dict.fromkeys(pair["GroupId"] for pair in pairs if pair.get("GroupId"))
    return StaleGroup(document["GroupId"], tuple(peers))


async def references(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """Who refers to these groups from the other side of a peering (nobody is an answer too).

    A group that is gone, which fails the whole call, is looked for by halves and left out.
    """
    region = read.source.region
    call = ApiCall("ec2", "DescribeSecurityGroupReferences", region, {"GroupId": list(ids)})
    answer = await caller.read(call)
    if isinstance(answer, Problem):
        if answer.outcome is not Outcome.NOT_FOUND:
            return answer
        pages = [await references(caller, read, part) for part in without_missing(ids, answer.message)]
        problem = next((one for one in pages if isinstance(one, Problem)), None)
        return problem or Page(tuple(i for one in pages if isinstance(one, Page) for i in one.items))
    found: dict[str, list[str]] = {group: [] for group in ids}
    for one in answer.get("SecurityGroupReferenceSet", ()):
        found.setdefault(one["GroupId"], []).append(one.get("ReferencingVpcId", ""))
    return Page(
        tuple(GroupReferences(Key(read.account, region, id), tuple(vpcs)) for id, vpcs in found.items())
    )
