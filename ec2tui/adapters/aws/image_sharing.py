"""Who may launch an own image: an attribute that AWS tells for one image at a time."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import TOGETHER, page_of
from ec2tui.adapters.aws.parse.image import sharing
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.image import ImageSharing
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page, Read

__all__ = ["ACTIONS", "TOGETHER", "page"]

ACTIONS = ("ec2:DescribeImageAttribute",)


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The launch permissions of these images side by side; one that is gone is left out."""

    async def ask(image_id: str) -> ImageSharing | Problem | None:
        params = {"ImageId": image_id, "Attribute": "launchPermission"}
        answer = await caller.read(ApiCall("ec2", "DescribeImageAttribute", read.source.region, params))
        if isinstance(answer, Problem):
            return None if answer.outcome is Outcome.NOT_FOUND else answer
        return sharing(Key(read.account, read.source.region, image_id), answer)

    return await page_of(ids, ask)
