"""Public SSM parameters: which image a publisher calls current in a region."""

from typing import Any

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.image import PublicParameter
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 10
"""How many names one call takes (SSM API, GetParameters)."""

ACTIONS = ("ssm:GetParameters", "ssm:GetParametersByPath")

_IMAGE = "ami-"


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """What these parameters resolve to; a name that ends in `/` stands for all below it.

    Names that this region does not have are left out, and so is what resolves to no image.
    """
    region = read.source.region
    found: list[dict[str, Any]] = []
    names = [name for name in ids if not name.endswith("/")]
    if names:
        answer = await caller.read(ApiCall("ssm", "GetParameters", region, {"Names": names}))
        if isinstance(answer, Problem):
            return answer
        found += answer.get("Parameters", ())
    for path in (name for name in ids if name.endswith("/")):
        params = {"Path": path.rstrip("/"), "Recursive": True, "MaxResults": TOGETHER}
        below = await listed(caller, ApiCall("ssm", "GetParametersByPath", region, params), "Parameters")
        if isinstance(below, Problem):
            return below
        found += below
    return Page(
        tuple(
            PublicParameter(Key(read.account, region, one["Name"]), one["Value"])
            for one in found
            if str(one.get("Value", "")).startswith(_IMAGE)
        )
    )
