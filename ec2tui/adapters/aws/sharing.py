"""Who else may use a snapshot: an attribute that AWS tells for one snapshot at a time."""

import asyncio

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.parse.snapshot import sharing
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.snapshot import SnapshotSharing
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many snapshots are asked about at a time."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The sharing of these snapshots side by side; one that is gone is left out."""
    answers = await asyncio.gather(*(_one(caller, read, snapshot_id) for snapshot_id in ids))
    for answer in answers:
        if isinstance(answer, Problem):
            return answer
    return Page(tuple(answer for answer in answers if answer is not None))


async def _one(caller: Caller, read: Read, snapshot_id: str) -> SnapshotSharing | Problem | None:
    params = {"SnapshotId": snapshot_id, "Attribute": "createVolumePermission"}
    answer = await caller.read(ApiCall("ec2", "DescribeSnapshotAttribute", read.source.region, params))
    if isinstance(answer, Problem):
        return None if answer.outcome is Outcome.NOT_FOUND else answer
    return sharing(Key(read.account, read.source.region, snapshot_id), answer)
