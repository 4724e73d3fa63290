"""`E`: a security group edited as text in the user's editor, and a review of what differs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.security_group_plans import difference
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.changes.time_box import Boxing
from ec2tui.core.grammar.group_text import format_group
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.services.group_text import (
    Left,
    Read,
    StillWrong,
    edited,
    gives_ends,
    specs_of,
    understood,
)
from ec2tui.services.groups import read_group
from ec2tui.services.rule_lines import pointed, read_names
from ec2tui.tui.errand import given_up
from ec2tui.tui.flows.group_review import grave, open_group, review_groups
from ec2tui.tui.flows.whereabouts import know_my_ip

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def edit_as_text(screen: "MainScreen") -> None:
    """Opens the group in the editor, at a bad line again, and reviews the difference from what was opened.

    What changed in the account meanwhile is no part of the difference: nobody's rule is taken back by that.
    """
    key, edit = open_group(screen), screen.around.edit
    if edit is None:
        screen.say("There is no editor here: a group is edited as text on a terminal.", bad=True)
        return
    if unread := grave(await read_group(screen.session, key)):
        screen.say(unread, bad=True)
        return
    if given_up():
        return
    inventory = screen.session.store.inventory
    group: SecurityGroup | None = inventory.table(Kind.SECURITY_GROUPS).get(key)
    if group is None:
        screen.say(f"{key.id} is not there any more.", bad=True)
        return
    original = format_group(group, rules_in(inventory, key))
    found = await edited(original, edit, lambda text: _understood(screen, text, group, inventory))
    if isinstance(found, Left):
        screen.say(f"{found.value[0].upper()}{found.value[1:]}.", bad=found is not Left.UNCHANGED)
    elif isinstance(found, StillWrong):
        first = found.wrong[0]
        screen.say(f"Nothing was done. Line {first.number}: {pointed(first.text, first.mistake)}", bad=True)
    else:
        await _review(screen, key, found, inventory)


async def _understood(
    screen: "MainScreen", text: str, group: SecurityGroup, opened: Inventory
) -> Read | None:
    rules = {rule.key.id: rule for rule in rules_in(opened, group.key)}
    specs = specs_of(text, rules)
    if not await know_my_ip(screen, specs):
        return None
    if unread := grave(await read_names(screen.session, group.key, specs)):
        screen.say(unread, bad=True)
        return None
    names, now = screen.session.store.inventory, int(screen.session.clock.now())
    return understood(text, group, rules, names, screen.around.security_groups.my_ip, now)


async def _review(screen: "MainScreen", key: Key, read: Read, opened: Inventory) -> None:
    ends = gives_ends(read.wanted, {rule.key.id: rule for rule in rules_in(opened, key)})

    def build(_now: Inventory, boxing: Boxing) -> Sequence[Step] | Unready:
        return difference(key, read.wanted, opened, boxing)

    await review_groups(
        screen, f"Edit {key.id} as text", (key,), build, ends=ends, note=" · ".join(read.notes)
    )
