"""What can be done to alarms, and to instances about theirs, beside what every table has."""

from ec2tui.core.actions.action import Action, may_change_row
from ec2tui.core.actions.groups import CHANGE


def _on_alarms(id_: str, key: str, label: str, help: str, footer: bool = False) -> Action:
    return Action(id_, (key,), label, help, CHANGE, page="alarms", footer=footer, applies=may_change_row)


ON_ALARMS: tuple[Action, ...] = (
    _on_alarms(
        "alarm.actions", "a", "Actions", "Everything that can be changed about the alarm, by name.", True
    ),
    _on_alarms(
        "alarm.edit", "e", "Edit", "Set threshold, periods or actions of the alarm, in a line of words.", True
    ),
    _on_alarms("alarm.copy", "c", "Copy", "Give the same alarm to other instances."),
    _on_alarms("alarm.toggle_actions", "x", "Actions on/off", "Turn on or off what the alarm does.", True),
    _on_alarms(
        "alarm.test", "t", "Try", "Set the state of the alarm for a moment, to see what it does.", True
    ),
    _on_alarms(
        "alarm.recommend", "A", "Recommended", "Add the recommended alarms of the instance of this row.", True
    ),
    _on_alarms("alarm.delete", "ctrl+d", "Delete", "Delete the alarm, or all marked ones."),
)
"""The actions of the table `alarms`."""

OF_INSTANCES: tuple[Action, ...] = (
    Action(
        "instance.alarms",
        ("A",),
        "Alarms",
        "Add the recommended alarms to the instance, or to all marked ones.",
        CHANGE,
        page="instances",
        applies=may_change_row,
    ),
)
"""What the table `instances` has about alarms; one alarm is added or copied by `a`."""
