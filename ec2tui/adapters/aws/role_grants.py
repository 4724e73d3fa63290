"""The texts of the policies of the roles that instance profiles hand out."""

import asyncio

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, page_of, side_by_side
from ec2tui.adapters.aws.parse.policy_text import policy_text
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.role_grants import PolicyText, RoleGrants
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many profiles are asked about at a time."""

ACTIONS = (
    "iam:GetRolePolicy",
    "iam:GetInstanceProfile",
    "iam:ListRolePolicies",
    "iam:ListAttachedRolePolicies",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
)

_MARKER = ("Marker", "Marker")


class _Role:
    """The reads about one role."""

    def __init__(self, caller: Caller, region: str, name: str) -> None:
        self._caller, self._region, self.name = caller, region, name

    def call(self, operation: str, **params: str) -> ApiCall:
        return ApiCall("iam", operation, self._region, params)

    async def policies(self) -> tuple[PolicyText, ...] | Problem:
        """Its inline policies and those that a customer manages."""
        named = {"RoleName": self.name}
        inline, attached = await asyncio.gather(
            listed(self._caller, self.call("ListRolePolicies", **named), "PolicyNames", *_MARKER),
            listed(
                self._caller, self.call("ListAttachedRolePolicies", **named), "AttachedPolicies", *_MARKER
            ),
        )
        if isinstance(inline, Problem):
            return inline
        if isinstance(attached, Problem):
            return attached
        arns = tuple(one["PolicyArn"] for one in attached if ":aws:policy/" not in one["PolicyArn"])
        own = await side_by_side(tuple(map(str, inline)), self._inline)
        if isinstance(own, Problem):
            return own
        managed = await side_by_side(arns, self._managed)
        return managed if isinstance(managed, Problem) else (*own, *managed)

    async def _inline(self, name: str) -> PolicyText | Problem:
        call = self.call("GetRolePolicy", RoleName=self.name, PolicyName=name)
        answer = await self._caller.read(call)
        return answer if isinstance(answer, Problem) else policy_text(name, answer.get("PolicyDocument"))

    async def _managed(self, arn: str) -> PolicyText | Problem:
        """The version in force of a customer's policy."""
        policy = await self._caller.read(self.call("GetPolicy", PolicyArn=arn))
        if isinstance(policy, Problem):
            return policy
        version = policy.get("Policy", {}).get("DefaultVersionId", "v1")
        answer = await self._caller.read(self.call("GetPolicyVersion", PolicyArn=arn, VersionId=version))
        if isinstance(answer, Problem):
            return answer
        return policy_text(arn.rsplit("/", 1)[-1], answer.get("PolicyVersion", {}).get("Document"))


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """What the roles of these profiles (ARNs) may do by their own policies; one that is gone is left out."""

    async def one(arn: str) -> RoleGrants | Problem | None:
        region, key = read.source.region, Key(read.account, read.source.region, arn)
        asked = {"InstanceProfileName": arn.rsplit("/", 1)[-1]}
        profile = await caller.read(ApiCall("iam", "GetInstanceProfile", region, asked))
        if isinstance(profile, Problem):
            return None if profile.outcome is Outcome.NOT_FOUND else profile
        roles = profile.get("InstanceProfile", {}).get("Roles", ())
        if not roles:
            return RoleGrants(key)
        role = _Role(caller, region, roles[0].get("RoleName", ""))
        policies = await role.policies()
        return policies if isinstance(policies, Problem) else RoleGrants(key, role.name, policies)

    return await page_of(ids, one)
