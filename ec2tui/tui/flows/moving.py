"""Between panes, and out of the innermost thing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def to_instances(screen: "MainScreen") -> None:
    """Goes to the instances table."""
    screen.table.focus()


def next_pane(screen: "MainScreen") -> None:
    """Moves the focus from the table to the detail pane and back."""
    if screen.table.has_focus:
        if screen.zoomed == "table":
            screen.zoom(None)
        screen.detail.focus_lines()
    else:
        if screen.zoomed == "detail":
            screen.zoom(None)
        screen.table.focus()


def zoom(screen: "MainScreen") -> None:
    """Gives the whole screen to the focused pane, or gives it back."""
    pane = "table" if screen.table.has_focus else "detail"
    screen.zoom(None if screen.zoomed else pane)


def close(screen: "MainScreen") -> None:
    """Closes the innermost: the detail's focus or zoom, then the filter, then the marks."""
    if screen.detail.has_focus_within:
        screen.zoom(None)
        screen.table.focus()
    elif screen.zoomed:
        screen.zoom(None)
    elif screen.rows.query_text:
        screen.set_filter("")
    elif screen.table.marks:
        screen.table.clear_marks()


async def back(screen: "MainScreen") -> None:
    """Goes back one step; with nothing to go back from, quits."""
    if screen.detail.has_focus_within or screen.zoomed:
        close(screen)
    else:
        screen.app.exit(0)
