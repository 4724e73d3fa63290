"""What can be done to findings, and the way to them from what they are about."""

from ec2tui.core.actions.action import Action, needs_connection, needs_row
from ec2tui.core.actions.groups import LOOK, SCOPE

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
