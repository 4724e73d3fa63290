"""A one-time schedule of EventBridge Scheduler that revokes a time-boxed rule."""

import msgspec

from ec2tui.core.model.key import Key

SCHEDULE_GROUP = "ec2tui"
"""The group of schedules that is ours alone, so that rights can be held to it."""

PREFIX = "ec2tui-"
"""How the name of a schedule begins; the id of its rule follows, so that there is one for each rule."""

LATEST = 120
"""Seconds by which a schedule may be later than the end that the rule says: its precision is a minute."""

ENABLED = "ENABLED"
"""The state of a schedule that fires; the other one is DISABLED."""


class Schedule(msgspec.Struct, frozen=True):
    """A schedule as scheduler:GetSchedule tells it; its key's id is its name.

    `at` is when it fires (epoch seconds, None when it says no single time), `role_arn` who then revokes.
    """

    key: Key
    at: int | None = None
    state: str = ""
    group_id: str = ""
    rule_id: str = ""
    role_arn: str = ""
    egress: bool = False


class ScheduleGroup(msgspec.Struct, frozen=True):
    """A group of schedules as scheduler:GetScheduleGroup tells it; its key's id is its name."""

    key: Key
    state: str = "ACTIVE"


def schedule_name(rule_id: str) -> str:
    """The name of the schedule of a rule."""
    return PREFIX + rule_id
