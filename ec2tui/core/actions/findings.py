"""What can be done to findings, and the way to them from what they are about."""

from ec2tui.core.actions.action import Action, may_change_row, needs_connection, needs_row
from ec2tui.core.actions.groups import CHANGE, LOOK, SCOPE

_OF = {
    "instance": ("instances", "instance"),
    "group": ("security_groups", "security group"),
    "volume": ("volumes", "volume"),
    "snapshot": ("snapshots", "snapshot"),
    "image": ("images", "image"),
}

ON_FINDINGS: tuple[Action, ...] = (
    *(
        Action(
            f"{id}.findings",
            ("f",),
            "Findings",
            f"Show what the checks found about the {words}.",
            LOOK,
            page=table,
            applies=needs_row,
        )
        for id, (table, words) in _OF.items()
    ),
    Action(
        "finding.fix",
        ("F",),
        "Fix",
        "Plan what mends the finding, or all marked ones; else show what to do.",
        CHANGE,
        page="findings",
        footer=True,
        applies=may_change_row,
    ),
    Action(
        "finding.accept",
        ("A",),
        "Accept",
        "Accept the finding, or all marked ones, until a day, by a tag on the resource.",
        CHANGE,
        page="findings",
        footer=True,
        applies=may_change_row,
    ),
    Action(
        "finding.resource",
        ("o",),
        "Go to resource",
        "Go to what the finding is about.",
        LOOK,
        page="findings",
        footer=True,
        applies=needs_row,
    ),
    Action(
        "findings.read_all",
        ("R",),
        "Read all",
        "Read also what costs calls for each instance: protection of all of them, and user data.",
        SCOPE,
        page="checks",
        footer=True,
        applies=needs_connection,
    ),
)
"""The actions of the findings page, and `f` of the tables whose rows have findings."""
