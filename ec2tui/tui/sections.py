"""The sections of the detail pane: what is known of the instance under the cursor."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views import detail
from ec2tui.core.views.detail_network import network
from ec2tui.core.views.detail_storage import storage
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.widgets.detail_pane import Section

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

View = Callable[[Instance, Inventory, float], tuple[Line, ...]]
NOBODY: tuple[Line, ...] = ((Cell("No instance is selected.", Tone.DIM),),)

VIEWS: tuple[tuple[str, str, View], ...] = (
    ("overview", "Overview", detail.overview),
    ("network", "Network", network),
    ("storage", "Storage", storage),
    ("tags", "Tags", detail.tags),
)


def sections(screen: "MainScreen") -> tuple[Section, ...]:
    """The tabs of the detail pane, each drawn from the present inventory."""
    return tuple((id_, title, _lines(screen, view)) for id_, title, view in VIEWS)


def _lines(screen: "MainScreen", view: View) -> Callable[[], tuple[Line, ...]]:
    def lines() -> tuple[Line, ...]:
        item = screen.rows.item(screen.table.cursor_key)
        if item is None:
            return NOBODY
        return view(item, screen.session.store.inventory, screen.session.clock.now())

    return lines
