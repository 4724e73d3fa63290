"""What each action does on the screen: one function an action, in one explicit table."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ec2tui.tui.flows import copying, finding, looking, moving, scope

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

Flow = Callable[["MainScreen"], Awaitable[None] | None]

FLOWS: dict[str, Flow] = {
    "page.instances": moving.to_instances,
    "pane.next": moving.next_pane,
    "pane.zoom": moving.zoom,
    "close": moving.close,
    "back": moving.back,
    "row.open": looking.open_row,
    "raw": looking.raw_document,
    "console": looking.console_output,
    "help": looking.help_here,
    "filter": finding.filter_rows,
    "mark": finding.mark,
    "mark.all": finding.mark_all,
    "mark.none": finding.mark_none,
    "sort.previous": finding.sort_previous,
    "sort.next": finding.sort_next,
    "sort.reverse": finding.sort_reverse,
    "palette": finding.palette,
    "columns": scope.columns,
    "regions": scope.regions,
    "profile": scope.profile,
    "refresh": scope.refresh,
    "reconnect": scope.reconnect,
    "theme": scope.theme,
    "copy.id": copying.copy_id,
    "copy.command": copying.copy_command,
}
