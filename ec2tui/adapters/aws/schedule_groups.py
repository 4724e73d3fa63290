"""Groups of schedules by name."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import page_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.schedule import ScheduleGroup
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many groups are asked about at a time."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """These groups side by side; one that does not exist is left out."""
    return await page_of(ids, lambda name: _one(caller, read, name))


async def _one(caller: Caller, read: Read, name: str) -> ScheduleGroup | Problem | None:
    region = read.source.region
    answer = await caller.read(ApiCall("scheduler", "GetScheduleGroup", region, {"Name": name}))
    if isinstance(answer, Problem):
        return None if answer.outcome is Outcome.NOT_FOUND else answer
    return ScheduleGroup(Key(read.account, region, name), answer.get("State", ""))
