"""What can be done to security groups, beside what every table has."""

from ec2tui.core.actions.action import Action, may_change, may_change_row, needs_row
from ec2tui.core.actions.groups import CHANGE, LOOK

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
    Action(
        "group.add_rule",
        ("a",),
        "Add rule",
        "Add a rule to the security group, said in one line.",
        CHANGE,
        page="security_groups",
        footer=True,
        applies=may_change_row,
    ),
    Action(
        "rule.add",
        ("a",),
        "Add rule",
        "Add a rule to the group whose rules show.",
        CHANGE,
        page="security_group_rules",
        footer=True,
        applies=may_change,
    ),
    Action(
        "rule.edit",
        ("e",),
        "Edit",
        "Change the rule by its line.",
        CHANGE,
        page="security_group_rules",
        footer=True,
        applies=may_change_row,
    ),
    Action(
        "rule.revoke",
        ("d",),
        "Revoke",
        "Revoke the rule, or all marked ones.",
        CHANGE,
        page="security_group_rules",
        footer=True,
        applies=may_change_row,
    ),
)
"""The actions of the tables of the security groups page."""
