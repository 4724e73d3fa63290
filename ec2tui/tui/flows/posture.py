"""Findings of a row, and what can be done about one: look at what it is about, read more."""

from typing import TYPE_CHECKING, cast

from ec2tui.core.views.findings_row import Found
from ec2tui.tui.pages.findings import TABLES
from ec2tui.tui.pages.registry import table_of

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def findings_of_row(screen: "MainScreen") -> None:
    """Shows the findings of the row under the cursor, above its table."""
    key = screen.selected_keys(cursor_only=True)[0]
    await screen.pages.open_part(table_of("resource_findings"), key)


async def go_to_resource(screen: "MainScreen") -> None:
    """Goes to what the finding under the cursor is about."""
    row = cast("Found | None", screen.rows.item(screen.selected_keys(cursor_only=True)[0]))
    if row is None:
        return
    finding = row.finding
    table = TABLES.get(finding.kind)
    if table is None or finding.resource not in screen.session.store.inventory.table(finding.kind):
        screen.say(f"{finding.resource.id} is on no page of its own.")
        return
    await screen.pages.follow(table, finding.resource)


def read_all(screen: "MainScreen") -> None:
    """Reads also what costs calls for each instance."""
    screen.posture.read_all()
    screen.say("Reading protection of all instances, and user data; the strip tells how far it is.")
