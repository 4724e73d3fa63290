"""Protection and shutdown behaviour: attributes that AWS tells for one instance at a time."""

import asyncio

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.parse.status import protection
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.status import Protection
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many instances are asked about at a time; each takes three calls."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The protection of these instances side by side; one that is gone is left out."""
    answers = await asyncio.gather(*(_one(caller, read, instance_id) for instance_id in ids))
    for answer in answers:
        if isinstance(answer, Problem):
            return answer
    return Page(tuple(answer for answer in answers if answer is not None))


async def _one(caller: Caller, read: Read, instance_id: str) -> Protection | Problem | None:
    termination, stop, behavior = await asyncio.gather(
        *(
            caller.read(
                ApiCall(
                    "ec2",
                    "DescribeInstanceAttribute",
                    read.source.region,
                    {"InstanceId": instance_id, "Attribute": attribute},
                )
            )
            for attribute in ATTRIBUTES
        )
    )
    for answer in (termination, stop, behavior):
        if isinstance(answer, Problem) and answer.outcome is Outcome.NOT_FOUND:
            return None
    told = []
    for answer, may_be_unknown in ((termination, False), (stop, True), (behavior, True)):
        if isinstance(answer, Problem):
            if not may_be_unknown or answer.outcome is not Outcome.INVALID:
                return answer
            answer = {}  # an endpoint that does not know the attribute: not known is None
        told.append(answer)
    return protection(Key(read.account, read.source.region, instance_id), *told)


ATTRIBUTES = ("disableApiTermination", "disableApiStop", "instanceInitiatedShutdownBehavior")
"""What is asked of each instance, by the API's names."""
