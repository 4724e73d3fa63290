"""What alarms mean around them: of which instance each is, and how an instance stands by its alarms."""

from collections.abc import Mapping

from ec2tui.core.model.alarm import ALARM, INSUFFICIENT, OK, Alarm
from ec2tui.core.model.alarm_gaps import NONE, by_instance, lacking
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms.words import RANKS, state_cell
from ec2tui.core.views.column import ABSENT, UNKNOWN, SortKey, missing_cell
from ec2tui.core.views.made_once import made_once
from ec2tui.core.views.tone import Cell


def watched(inventory: Inventory) -> Mapping[Key, tuple[Alarm, ...]]:
    """The alarms of each instance."""
    return made_once(inventory.table(Kind.ALARMS), by_instance)


def alarms_of(key: Key, inventory: Inventory) -> tuple[Alarm, ...] | Missing:
    """The alarms of an instance, the most pressing first, or why they are not known."""
    found = watched(inventory).get(key)
    if found:
        return tuple(sorted(found, key=lambda one: (RANKS.get(one.state, 9), one.name)))
    reading = inventory.reading_of(Kind.ALARMS, key)
    if reading.known:
        return ()
    why = inventory.missing(Kind.ALARMS, key)
    return Missing.NOT_READ if why is Missing.GONE else why


def state_of(key: Key, inventory: Inventory) -> str | Missing:
    """The most pressing state of the alarms of an instance; NONE without any, or why that is not known."""
    found = alarms_of(key, inventory)
    if isinstance(found, Missing):
        return found
    states = {alarm.state for alarm in found}
    return next((state for state in (ALARM, INSUFFICIENT, OK) if state in states), NONE)


def rows_of(inventory: Inventory) -> Mapping[Key, Alarm]:
    """Every alarm, and what stands for the alarm of each production instance that has none."""
    table = inventory.table(Kind.ALARMS)
    missing = lacking(inventory, watched(inventory))
    return {**table, **missing} if missing else table


def subject_words(alarm: Alarm, inventory: Inventory) -> str:
    """The names of the instances that it watches (untrusted), else its other dimensions, if it has some."""
    names = []
    for key in alarm.instances:
        found = inventory.instance(key)
        names.append(found.name or key.id if isinstance(found, Instance) else key.id)
    if names:
        return ", ".join(names)
    return ", ".join(f"{name}={value}" for name, value in alarm.spec.dimensions)


def alarm(i: Instance, inventory: Inventory, _now: float) -> Cell:
    """The most pressing state of the alarms of an instance, and how many of them are in it."""
    found = alarms_of(i.key, inventory)
    if isinstance(found, Missing):
        return missing_cell(found)
    if not found:
        return state_cell(NONE) if inventory.alarm_policy.is_production(i) else ABSENT
    alike = sum(one.state == found[0].state for one in found)
    cell = state_cell(found[0].state)
    return Cell(f"{cell.text} {alike}/{len(found)}", cell.tone) if len(found) > 1 else cell


def alarm_key(i: Instance, inventory: Inventory, _now: float) -> SortKey:
    """The most pressing first."""
    state = state_of(i.key, inventory)
    return UNKNOWN if isinstance(state, Missing) else (False, RANKS.get(state, 9))


def alarm_words(i: Instance, inventory: Inventory) -> tuple[str, ...] | Missing:
    """The states and the names of the alarms of an instance; `none` without any."""
    found = alarms_of(i.key, inventory)
    if isinstance(found, Missing):
        return found
    words = (*(one.state for one in found), *(one.name for one in found))
    return tuple(dict.fromkeys(words)) or ("none",)
