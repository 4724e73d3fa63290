"""Reads what a request must know of its subjects before it can say which changes it means."""

from collections.abc import Sequence

from ec2tui.core.changes.requests import Request
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.refresh import read_all, read_some

OF_EACH: dict[str, tuple[Kind, ...]] = {
    "instance.toggle_protection": (Kind.PROTECTION,),
    "instance.role": (Kind.PROFILE_ASSOCIATIONS,),
    "instance.quarantine": (Kind.PROTECTION, Kind.PROFILE_ASSOCIATIONS),
    "snapshot.unshare": (Kind.SHARING,),
    "image.unshare": (Kind.IMAGE_SHARING,),
}
"""What is read of each subject beside itself, by request id."""

WHOLE: dict[str, tuple[Kind, ...]] = {
    "instance.quarantine": (Kind.SECURITY_GROUPS, Kind.RULES, Kind.VPCS),
    "instance.address": (Kind.ADDRESSES,),
    "instance.take_address": (Kind.ADDRESSES,),
    "instance.release_address": (Kind.ADDRESSES,),
}
"""What is read of the whole region: whether the isolation group is there, has no rule, and would have one of
IPv6 when it is made; whose addresses there are.
"""


async def read_facts(context: ChangeContext, entry: Request, keys: Sequence[Key]) -> tuple[Problem, ...]:
    """Reads them into the store; the subjects themselves are known already. The problems met."""
    problems = []
    for place in dict.fromkeys((context.source(key), key.account) for key in keys):
        source, account = place
        here = [key for key in keys if (context.source(key), key.account) == place]
        for kind in OF_EACH.get(entry.id, ()):
            problems.append(await read_some(context.gateway, context.store, source, kind, here))
        for kind in WHOLE.get(entry.id, ()):
            problems.append(
                await read_all(context.gateway, context.store, context.clock, source, kind, account)
            )
    return tuple(problem for problem in problems if problem is not None)
