"""What is missing about alarms: of one, and of an instance that ought to have some."""

from collections.abc import Mapping

from ec2tui.core.model.alarm import INSUFFICIENT, Alarm, AlarmSpec
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

DAY = 86_400
"""Seconds without data after which an alarm watches nothing."""

NONE = "NONE"
"""The state of what stands for the alarm that an instance lacks; AWS has no such word."""

Table = Mapping[Key, Alarm]


def by_instance(table: Table) -> dict[Key, tuple[Alarm, ...]]:
    """The alarms of each instance that is watched."""
    found: dict[Key, list[Alarm]] = {}
    for alarm in table.values():
        for key in alarm.instances:
            found.setdefault(key, []).append(alarm)
    return {key: tuple(alarms) for key, alarms in found.items()}


def gaps(alarm: Alarm, inventory: Inventory, now: float) -> tuple[str, ...]:
    """What is wrong with an alarm, whatever state it is in, in a few words each."""
    if alarm.state == NONE:
        return ("no alarm",)
    found = []
    gone = [
        key for key in alarm.instances if inventory.instance(key) is Missing.GONE or _over(inventory, key)
    ]
    if gone:
        found.append("instance gone")
    if not alarm.spec.alarm_actions:
        found.append("no action")
    elif not alarm.spec.enabled:
        found.append("actions off")
    if alarm.state == INSUFFICIENT and alarm.since is not None and now - alarm.since >= DAY:
        found.append("no data for a day")
    return tuple(found)


def _over(inventory: Inventory, key: Key) -> bool:
    found = inventory.instance(key)
    return isinstance(found, Instance) and found.state == "terminated"


def lacking(inventory: Inventory, watched: Mapping[Key, tuple[Alarm, ...]]) -> dict[Key, Alarm]:
    """What stands for the alarm of each production instance that has none, by the instance's key.

    Nothing where the alarms have not all been read: then none is known to be missing.
    """
    found = {}
    for key, instance in inventory.table(Kind.INSTANCES).items():
        if key in watched or instance.state in ("terminated", "shutting-down"):
            continue
        if inventory.alarm_policy.is_production(instance) and inventory.reading_of(Kind.ALARMS, key).known:
            found[key] = Alarm(key, AlarmSpec(dimensions=(("InstanceId", key.id),)), NONE)
    return found
