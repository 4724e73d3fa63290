"""Groups: the rows that show, counted by a field or a tag; picking a group filters by it."""

import asyncio
from itertools import islice
from typing import TYPE_CHECKING

from ec2tui.core.views.grouping import FIELDS, By, Group, Grouping, by, narrowed
from ec2tui.core.views.query_fields import TEXTS
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.pages.view import PageView
from ec2tui.tui.screens.picker import Picker

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

SLICE = 500
"""Rows that are counted between two chances for a key: a millisecond or two."""

SHOWN = 500
"""How many groups are offered at most, the largest."""

SINGULAR = frozenset({"id", "volume", "eni", "ip"})
"""Fields that differ for every instance: not offered first."""


async def group_rows(screen: "MainScreen") -> None:
    """Asks what to group the rows by, and then which group to look at."""
    view = screen.view
    tags = view.rows.tag_names(500)
    fields = sorted(FIELDS, key=lambda field: field in SINGULAR)
    choices = [*((tag, "tag") for tag in tags), *((field, TEXTS[field].help) for field in fields)]
    choice = await screen.app.push_screen_wait(Picker("Group by", choices))
    what = by(choice[0]) if choice else None
    if what is None:
        return
    screen.watcher.want(view.rows.kinds | what.kinds)
    await pick_group(screen, view, await count(view.rows, what))


async def count(rows: Rows, what: By) -> Grouping:
    """Counts the rows that show, in slices between which keys are answered."""
    grouping = Grouping(what)
    inventory = rows.inventory
    left = iter(list(rows.ordered()))
    while part := list(islice(left, SLICE)):
        for key in part:
            item = rows.item(key)
            if item is not None:
                grouping.add(item, inventory)
        await asyncio.sleep(0)
    return grouping


async def pick_group(screen: "MainScreen", view: PageView, grouping: Grouping) -> None:
    """Shows the groups with their counts, and filters by the one that is picked."""
    groups = grouping.groups()
    if not groups:
        reason = f"{grouping.unknown:,} are not known." if grouping.unknown else "No row shows."
        screen.say(f"Nothing to group by {grouping.by.name}: {reason}")
        return
    more = f", {grouping.unknown:,} not known" if grouping.unknown else ""
    entries = {f"{at}": group for at, group in enumerate(groups[:SHOWN])}
    choice = await screen.app.push_screen_wait(
        Picker(
            f"{grouping.by.name}: {len(groups):,} groups{more}",
            [(at, "") for at in entries],
            labels={at: _label(group) for at, group in entries.items()},
        )
    )
    if choice:
        view.set_filter(narrowed(view.rows.query, grouping.by, entries[choice[0]].value))


def _label(group: Group) -> str:
    if group.value is None:
        return f"{group.count:>7,}  (none)"
    return f"{group.count:>7,}  {group.value}" if group.value else f'{group.count:>7,}  ""'
