"""Rules of a security group: added by a line, edited by their line, revoked by id; each after a review."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.changes.security_group_plans import allow, edit_rule
from ec2tui.core.changes.time_box import Boxing, ended
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.groups import read_group
from ec2tui.services.review import review
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.screens.review import Offer
from ec2tui.tui.screens.rule_line import RuleLine, meaning

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

Build = Callable[[Inventory], Sequence[Step] | Unready]


async def add_rule(screen: "MainScreen") -> None:
    """Asks for a line, and plans the rule that it says in the group that is open, else under the cursor."""
    group = screen.view.whose or screen.selected_keys(cursor_only=True)[0]
    line = await screen.app.push_screen_wait(
        RuleLine("Add a rule", screen.session, screen.around.changing, group)
    )
    if line is None:
        return

    def build(inventory: Inventory) -> Sequence[Step] | Unready:
        spec = meaning(line, group, inventory)
        return allow(group, spec, inventory, Boxing()) if isinstance(spec, RuleSpec) else Unready(spec)

    await _review(screen, f"Add a rule to {group.id}", (group,), build)


async def change_rule(screen: "MainScreen") -> None:
    """Asks for the line of the rule under the cursor anew, and plans what differs."""
    (key,) = screen.selected_keys(cursor_only=True)
    rule = _rule(screen.session.store.inventory, key)
    if rule is None:
        screen.say(f"{key.id} is not there any more.", bad=True)
        return
    group = key._replace(id=rule.group_id)
    prompt = RuleLine(f"Edit {key.id}", screen.session, screen.around.changing, group, rule)
    line = await screen.app.push_screen_wait(prompt)
    if line is None or line.strip() == format_rule(rule):
        screen.say("Nothing was changed.")
        return

    def build(inventory: Inventory) -> Sequence[Step] | Unready:
        spec = meaning(line, group, inventory)
        now = _rule(inventory, key)
        if not isinstance(spec, RuleSpec):
            return Unready(spec)
        return edit_rule(now, spec, inventory, Boxing()) if now else Unready(f"{key.id} is gone.")

    await _review(screen, f"Edit {key.id}", (group,), build)


async def revoke_rules(screen: "MainScreen") -> None:
    """Plans to revoke the marked rules, else the one under the cursor."""
    keys = screen.selected_keys()
    inventory = screen.session.store.inventory
    there = [rule for key in keys if (rule := _rule(inventory, key)) is not None]
    groups = tuple(dict.fromkeys(rule.key._replace(id=rule.group_id) for rule in there))

    def build(inventory: Inventory) -> Sequence[Step] | Unready:
        steps: list[Step] = []
        for key in keys:
            rule = _rule(inventory, key)
            if rule is None:
                return Unready(f"{key.id} is gone.")
            steps += [shifted(step, len(steps)) for step in ended(rule, inventory)]
        return steps

    what = keys[0].id if len(keys) == 1 else f"{len(keys)} rules"
    await _review(screen, f"Revoke {what}", groups, build)


def _rule(inventory: Inventory, key: Key) -> SecurityGroupRule | None:
    return inventory.table(Kind.RULES).get(key)


async def _review(screen: "MainScreen", title: str, groups: Sequence[Key], build: Build) -> None:
    """The groups are read anew first; what could not be read is said, and nothing is planned."""

    async def make(context: ChangeContext) -> Offer | str:
        for group in groups:
            for gap in await read_group(screen.session, group):
                if gap.kind is not Kind.SCHEDULES:
                    return f"{group.id} could not be read: {gap.problem.hint or gap.problem.message}"
        wanted = build(context.store.inventory)
        return wanted.reason if isinstance(wanted, Unready) else Offer(await review(context, wanted))

    await show_review(screen, title, make)
