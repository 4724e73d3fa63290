"""Free text over the images of the whole world, whoever made them."""

import re
from typing import Any

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.parse.image import image
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

TOGETHER = 1
"""One text at a time."""

ACTIONS = ("ec2:DescribeImages",)

PAGE, MOST_PAGES = 200, 5
"""Images of one answer, and after how many answers a text that fits too much is given up."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The public and shared images with this text in their name, the first ones of very many."""
    region = read.source.region
    text = re.sub(r"([*?\\])", r"\\\1", ids[0])
    filters = [{"Name": "name", "Values": [f"*{text}*"]}, {"Name": "state", "Values": ["available"]}]
    params: dict[str, Any] = {"Filters": filters, "MaxResults": PAGE}
    found: list[dict[str, Any]] = []
    for _ in range(MOST_PAGES):
        answer = await caller.read(ApiCall("ec2", "DescribeImages", region, params))
        if isinstance(answer, Problem):
            return answer
        found += answer.get("Images", ())
        if not answer.get("NextToken"):
            break
        params = {**params, "NextToken": answer["NextToken"]}
    return Page(tuple(image(one, read.account, region) for one in found))
