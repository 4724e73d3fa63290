"""Copies what others can use: ids and the equivalent aws command."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def copy_id(screen: "MainScreen") -> None:
    """Copies the id of the row, or of all marked rows, one a line."""
    keys = screen.selected_keys()
    channel = await screen.around.clipboard.copy("\n".join(key.id for key in keys))
    what = keys[0].id if len(keys) == 1 else f"{len(keys)} ids"
    screen.say(f"Copied {what} ({channel}).")


async def copy_command(screen: "MainScreen") -> None:
    """Copies the aws command that shows the same; one a region when rows of several are marked."""
    commands = screen.rows.commands(screen.selected_keys())
    if not commands:
        screen.say("No aws command shows this.", bad=True)
        return
    channel = await screen.around.clipboard.copy("\n".join(commands))
    screen.say(f"Copied the aws command ({channel}).")
