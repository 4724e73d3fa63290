"""The instance profiles of an account with their roles, which one list tells."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance_profile import InstanceProfile
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 1000
"""How many profiles are asked about at a time: the list tells them all."""

ACTIONS = ("iam:ListInstanceProfiles",)


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The profiles (ARNs) that were asked for, and the others of the account, which cost no further call."""
    region = read.source.region
    call = ApiCall("iam", "ListInstanceProfiles", region, {"MaxItems": TOGETHER})
    found = await listed(caller, call, "InstanceProfiles", "Marker", "Marker")
    if isinstance(found, Problem):
        return found
    return Page(tuple(_profile(Key(read.account, region, one["Arn"]), one.get("Roles", ())) for one in found))


def _profile(key: Key, roles: list[dict[str, str]]) -> InstanceProfile:
    return InstanceProfile(key, roles[0].get("RoleName", "") if roles else "")
