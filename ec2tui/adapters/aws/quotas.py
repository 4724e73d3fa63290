"""The quotas of EC2 and VPC that apply to the account, by their codes."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import page_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.quota import OF_VPC, Quota
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many quotas are asked about at a time."""

ACTIONS = ("servicequotas:GetServiceQuota",)


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """These quotas side by side; one that does not exist is left out."""
    return await page_of(ids, lambda code: _one(caller, read, code))


async def _one(caller: Caller, read: Read, code: str) -> Quota | Problem | None:
    region = read.source.region
    asked = {"ServiceCode": "vpc" if code in OF_VPC else "ec2", "QuotaCode": code}
    found = await caller.read(ApiCall("service-quotas", "GetServiceQuota", region, asked))
    if isinstance(found, Problem):
        return None if found.outcome is Outcome.NOT_FOUND else found
    quota = found.get("Quota", {})
    return Quota(Key(read.account, region, code), float(quota.get("Value", 0)), quota.get("QuotaName", ""))
