"""Between panes, and out of the innermost thing."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def to_page(page_id: str) -> Callable[["MainScreen"], Awaitable[None]]:
    """The flow that goes to a page, as it was left; on it already, to its own or its next table."""

    async def flow(screen: "MainScreen") -> None:
        await screen.pages.turn_to(page_id)

    return flow


def next_pane(screen: "MainScreen") -> None:
    """Moves the focus to the next pane, from the last to the first."""
    screen.view.next_pane()


def zoom(screen: "MainScreen") -> None:
    """Gives the whole screen to the focused pane, or gives it back."""
    screen.zoom(None if screen.zoomed else screen.view.pane.id)


async def close(screen: "MainScreen") -> None:
    """Closes the innermost: a pane or its zoom, running work, then the filter, the marks, and the page."""
    if not await _leave_pane(screen) and not screen.rows.stop():
        if screen.rows.query_text:
            screen.set_filter("")
        elif screen.table.marks:
            screen.table.clear_marks()
        else:
            await screen.pages.back()


async def back(screen: "MainScreen") -> None:
    """Goes back one step; with nothing to go back from, quits."""
    if not await _leave_pane(screen) and not await screen.pages.back():
        screen.app.exit(0)


async def _leave_pane(screen: "MainScreen") -> bool:
    """Leaves a pane for the table or gives the page back; whether there was anything to leave."""
    if screen.view.pane is not screen.view.panes[0] or screen.zoomed:
        screen.zoom(None)
        return True
    return False
