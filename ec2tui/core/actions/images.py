"""What can be done to images, beside what every table has."""

from ec2tui.core.actions.action import Action, may_change_row, needs_connection
from ec2tui.core.actions.groups import CHANGE, FIND

ON_IMAGES: tuple[Action, ...] = (
    Action(
        "image.actions",
        ("a",),
        "Actions",
        "Everything that can be changed about the own image, by name.",
        CHANGE,
        page="images",
        footer=True,
        applies=may_change_row,
    ),
    Action(
        "image.make_private",
        ("p",),
        "Make private",
        "Let not everybody launch the own image any more, or all marked ones.",
        CHANGE,
        page="images",
        footer=True,
        applies=may_change_row,
    ),
    Action(
        "image.tag",
        ("number_sign",),
        "Tags",
        "Set or remove a tag on the own image, or on all marked ones.",
        CHANGE,
        page="images",
        footer=False,
        applies=may_change_row,
    ),
    Action(
        "image.deregister",
        ("ctrl+d",),
        "Deregister",
        "Deregister the own image, or all marked ones, with their snapshots.",
        CHANGE,
        page="images",
        footer=False,
        applies=may_change_row,
    ),
    Action(
        "image.search",
        ("W",),
        "World",
        "Look for a text in the names of everybody's images; their publishers are unverified.",
        FIND,
        page="images",
        footer=True,
        applies=needs_connection,
    ),
)
"""The actions of the table `images`."""
