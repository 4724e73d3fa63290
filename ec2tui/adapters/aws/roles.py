"""IAM roles by name, with the policies that are written into them."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, page_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.iam_role import IamRole, document_text
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many roles are asked about at a time."""

ACTIONS = ("iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy")


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """These roles side by side; one that does not exist is left out."""
    return await page_of(ids, lambda name: _one(caller, read, name))


async def _one(caller: Caller, read: Read, name: str) -> IamRole | Problem | None:
    region = read.source.region
    role = await caller.read(ApiCall("iam", "GetRole", region, {"RoleName": name}))
    if isinstance(role, Problem):
        return None if role.outcome is Outcome.NOT_FOUND else role
    asked = {"RoleName": name}
    names = await listed(
        caller, ApiCall("iam", "ListRolePolicies", region, asked), "PolicyNames", "Marker", "Marker"
    )
    if isinstance(names, Problem):
        return names
    policies = []
    for policy in sorted(map(str, names)):
        call = ApiCall("iam", "GetRolePolicy", region, {**asked, "PolicyName": policy})
        told = await caller.read(call)
        if isinstance(told, Problem):
            return told
        policies.append((policy, document_text(told.get("PolicyDocument", {}))))
    trust = role.get("Role", {}).get("AssumeRolePolicyDocument", {})
    return IamRole(Key(read.account, region, name), document_text(trust), tuple(policies))
