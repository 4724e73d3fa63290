"""Reads what a request must know of its subjects before it can say which changes it means."""

from collections.abc import Sequence

from ec2tui.core.changes.change import known
from ec2tui.core.changes.requests import Request
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
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
    "alarm.copy": (Kind.ALARM_TAGS,),
}
"""What is read of each subject beside itself, by request id."""

OF_VOLUMES = frozenset({"instance.snapshot", "instance.quarantine"})
"""Requests that make snapshots of the subject's volumes, whose tags and sizes are told and carried on."""

WHOLE: dict[str, tuple[Kind, ...]] = {
    "instance.quarantine": (Kind.SECURITY_GROUPS, Kind.RULES, Kind.VPCS),
    "instance.address": (Kind.ADDRESSES,),
    "instance.take_address": (Kind.ADDRESSES,),
    "instance.release_address": (Kind.ADDRESSES,),
    "instance.alarms": (Kind.ALARMS,),
    "instance.copy_alarm": (Kind.ALARMS,),
    "alarm.recommend": (Kind.ALARMS, Kind.INSTANCES),
    "alarm.copy": (Kind.INSTANCES,),
}
"""What is read of the whole region: whether the isolation group is there, has no rule, and would have one of
IPv6 when it is made; whose addresses there are; which alarms watch an instance already.
"""

OF_WATCHED = frozenset({"instance.alarms", "instance.alarm", "alarm.recommend"})
"""Requests that need what the agents of the instances send, and what their types can do."""


async def read_facts(context: ChangeContext, entry: Request, keys: Sequence[Key]) -> tuple[Problem, ...]:
    """Reads them into the store; the subjects themselves are known already. The problems met."""
    problems = []
    for place in dict.fromkeys((context.source(key), key.account) for key in keys):
        source, account = place
        here = [key for key in keys if (context.source(key), key.account) == place]
        for kind in OF_EACH.get(entry.id, ()):
            problems.append(await read_some(context.gateway, context.store, source, kind, here))
        volumes = _volumes(context, here) if entry.id in OF_VOLUMES else ()
        if volumes:
            problems.append(
                await read_some(context.gateway, context.store, source, Kind.VOLUMES, volumes, settles=False)
            )
        for kind in WHOLE.get(entry.id, ()):
            problems.append(
                await read_all(context.gateway, context.store, context.clock, source, kind, account)
            )
        if entry.id in OF_WATCHED:
            problems += await _read_watched(context, source, here)
    return tuple(problem for problem in problems if problem is not None)


async def _read_watched(
    context: ChangeContext, source: Source, keys: Sequence[Key]
) -> tuple[Problem | None, ...]:
    """What decides which alarms the instances should have; `keys` are theirs, or those of their alarms."""
    inventory = context.store.inventory
    found: dict[Key, Instance] = {}
    for key in keys:
        alarm = known(inventory.alarm(key))
        for one in alarm.instances if alarm else (key,):
            instance = known(inventory.instance(one))
            if instance is not None:
                found[one] = instance
    types = {one.key._replace(id=one.type): None for one in found.values()}
    lacking = [key for key in types if key not in inventory.table(Kind.INSTANCE_TYPES)]
    agents = await read_some(context.gateway, context.store, source, Kind.AGENT_METRICS, found)
    if not lacking:
        return (agents,)
    return agents, await read_some(context.gateway, context.store, source, Kind.INSTANCE_TYPES, lacking)


def _volumes(context: ChangeContext, keys: Sequence[Key]) -> tuple[Key, ...]:
    """The keys of the volumes of these instances."""
    found = (known(context.store.inventory.instance(key)) for key in keys)
    return tuple(
        one.key._replace(id=device.volume_id) for one in found if one for device in one.block_devices
    )
