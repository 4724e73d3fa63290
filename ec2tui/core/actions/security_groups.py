"""What can be done to security groups, beside what every table has."""

from ec2tui.core.actions.action import Action, needs_row
from ec2tui.core.actions.groups import LOOK

ON_SECURITY_GROUPS: tuple[Action, ...] = (
    Action(
        "group.users",
        ("i",),
        "Who uses it",
        "Show the network interfaces that are in the security group.",
        LOOK,
        page="security_groups",
        footer=True,
        applies=needs_row,
    ),
)
"""The actions of the tables of the security groups page."""
