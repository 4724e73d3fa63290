"""The policies of the roles that instance profiles hand out, by name."""

import asyncio

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, page_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many profiles are asked about at a time; each takes three calls."""

ACTIONS = ("iam:GetInstanceProfile", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies")


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The policies of these profiles (ARNs) side by side; a profile that does not exist is left out."""
    return await page_of(ids, lambda arn: _one(caller, read, arn))


async def _one(caller: Caller, read: Read, arn: str) -> RolePolicies | Problem | None:
    region = read.source.region
    name = arn.rsplit("/", 1)[-1]
    profile = await caller.read(ApiCall("iam", "GetInstanceProfile", region, {"InstanceProfileName": name}))
    if isinstance(profile, Problem):
        return None if profile.outcome is Outcome.NOT_FOUND else profile
    key = Key(read.account, region, arn)
    roles = profile.get("InstanceProfile", {}).get("Roles", ())
    if not roles:
        return RolePolicies(key)
    role = roles[0].get("RoleName", "")
    asked = {"RoleName": role}
    managed, inline = await asyncio.gather(
        listed(
            caller, ApiCall("iam", "ListAttachedRolePolicies", region, asked), "AttachedPolicies", *_MARKER
        ),
        listed(caller, ApiCall("iam", "ListRolePolicies", region, asked), "PolicyNames", *_MARKER),
    )
    if isinstance(managed, Problem):
        return managed
    if isinstance(inline, Problem):
        return inline
    return RolePolicies(key, role, tuple(one["PolicyArn"] for one in managed), tuple(map(str, inline)))


_MARKER = ("Marker", "Marker")
