"""What each action does on the screen: one function an action, in one explicit table."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ec2tui.tui.flows import (
    changing,
    copying,
    finding,
    group_text,
    grouping,
    looking,
    membership,
    moving,
    reaching,
    rule_editing,
    scope,
    settling,
    time_boxing,
    views,
)
from ec2tui.tui.pages.registry import PAGES

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

Flow = Callable[["MainScreen"], Awaitable[None] | None]

FLOWS: dict[str, Flow] = {
    **{f"page.{page.id}": moving.to_page(page.id) for page in PAGES},
    "pane.next": moving.next_pane,
    "pane.zoom": moving.zoom,
    "close": moving.close,
    "back": moving.back,
    "row.open": looking.open_row,
    "group.users": looking.part("network_interfaces"),
    "instance.volumes": looking.part("volumes"),
    "instance.reach": reaching.who_reaches,
    "raw": looking.raw_document,
    "console": looking.console_output,
    "help": looking.help_here,
    "problems": looking.problems,
    "filter": finding.filter_rows,
    "mark": finding.mark,
    "mark.all": finding.mark_all,
    "mark.none": finding.mark_none,
    "sort.previous": finding.sort_previous,
    "sort.next": finding.sort_next,
    "sort.reverse": finding.sort_reverse,
    "palette": finding.palette,
    "columns": scope.columns,
    "views": views.open_view,
    "view.save": views.save_view,
    "view.forget": views.forget_view,
    "group": grouping.group_rows,
    "regions": scope.regions,
    "profile": scope.profile,
    "refresh": scope.refresh,
    "reconnect": scope.reconnect,
    "theme": scope.theme,
    "instance.toggle_protection": changing.asking("instance.toggle_protection"),
    "instance.start": changing.asking("instance.start"),
    "instance.stop": changing.asking("instance.stop"),
    "instance.reboot": changing.asking("instance.reboot"),
    "instance.terminate": changing.asking("instance.terminate"),
    "instance.resize": changing.asking("instance.resize"),
    "instance.groups": membership.edit_groups,
    "instance.tag": changing.asking("instance.tag"),
    "instance.actions": changing.menu,
    **dict.fromkeys(("volume.actions", "snapshot.actions"), changing.menu),
    **{id_: changing.asking(id_) for id_ in ("volume.tag", "volume.snapshot", "volume.delete")},
    **{id_: changing.asking(id_) for id_ in ("snapshot.tag", "snapshot.make_private", "snapshot.delete")},
    **dict.fromkeys(("group.add_rule", "rule.add"), rule_editing.add_rule),
    "rule.edit": rule_editing.change_rule,
    "rule.revoke": rule_editing.revoke_rules,
    "rule.time_box": time_boxing.time_box,
    **dict.fromkeys(("group.edit_text", "rule.edit_text"), group_text.edit_as_text),
    "undo": changing.undo_last,
    "settle": settling.offer,
    "copy.id": copying.copy_id,
    "copy.command": copying.copy_command,
}
