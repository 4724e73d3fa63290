"""Rules of a security group: added by a line, edited by their line, revoked by id; each after a review."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.changes.security_group_plans import allow, edit_rule
from ec2tui.core.changes.time_box import Boxing, end_of, ended
from ec2tui.core.grammar.line import Parsed, format_rule, parse
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.rule_lines import meaning
from ec2tui.tui.flows.group_review import open_group, review_groups
from ec2tui.tui.flows.whereabouts import know_my_ip
from ec2tui.tui.screens.rule_line import RuleLine

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def add_rule(screen: "MainScreen") -> None:
    """Asks for a line, and plans the rule that it says in the group that is open, else under the cursor.

    What is blocked comes back as a line to be narrowed.
    """
    group = open_group(screen)
    title = f"Add a rule to {group_name(screen.session.store.inventory, group)}"
    line = ""

    def build(inventory: Inventory, boxing: Boxing) -> Sequence[Step] | Unready:
        found = _meaning(screen, line, group, inventory)
        return allow(group, found, inventory, boxing) if isinstance(found, RuleSpec) else Unready(found)

    while (said := await _line(screen, title, group, line)) is not None:
        line, spec = said
        if not await review_groups(screen, title, (group,), build, (spec,), _ends(spec)):
            return


async def change_rule(screen: "MainScreen") -> None:
    """Asks for the line of the rule under the cursor anew, and plans what differs."""
    (key,) = screen.selected_keys(cursor_only=True)
    rule = rule_at(screen.session.store.inventory, key)
    if rule is None:
        screen.say(f"{key.id} is not there any more.", bad=True)
        return
    group = key._replace(id=rule.group_id)
    title = f"Edit {key.id}"
    line = format_rule(rule)

    def build(inventory: Inventory, boxing: Boxing) -> Sequence[Step] | Unready:
        now = rule_at(inventory, key)
        if now is None:
            return Unready(f"{key.id} is gone.")
        found = _meaning(screen, line, group, inventory, now)
        return edit_rule(now, found, inventory, boxing) if isinstance(found, RuleSpec) else Unready(found)

    while (said := await _line(screen, title, group, line, rule)) is not None:
        line, spec = said
        if line.strip() == format_rule(rule):
            break
        if not await review_groups(screen, title, (group,), build, (spec,), _ends(spec)):
            return
    screen.say("Nothing was changed.")


async def revoke_rules(screen: "MainScreen") -> None:
    """Plans to revoke the marked rules, else the one under the cursor."""
    keys = screen.selected_keys()
    groups = groups_of(screen.session.store.inventory, keys)

    def build(inventory: Inventory, _boxing: Boxing) -> Sequence[Step] | Unready:
        steps: list[Step] = []
        for key in keys:
            rule = rule_at(inventory, key)
            if rule is None:
                return Unready(f"{key.id} is gone.")
            steps += [shifted(step, len(steps)) for step in ended(rule, inventory)]
        return steps

    what = keys[0].id if len(keys) == 1 else f"{len(keys)} rules"
    await review_groups(screen, f"Revoke {what}", groups, build)


def rule_at(inventory: Inventory, key: Key) -> SecurityGroupRule | None:
    """The rule with this key, None when it is not there."""
    return inventory.table(Kind.RULES).get(key)


def groups_of(inventory: Inventory, keys: Iterable[Key]) -> tuple[Key, ...]:
    """The groups of those rules that are there, each once."""
    there = [rule for key in keys if (rule := rule_at(inventory, key)) is not None]
    return tuple(dict.fromkeys(rule.key._replace(id=rule.group_id) for rule in there))


def group_name(inventory: Inventory, group: Key) -> str:
    """The name (untrusted) and id of a group, its id alone where it has not been read."""
    known = inventory.table(Kind.SECURITY_GROUPS).get(group)
    return f"{known.name} {group.id}" if known is not None and known.name else group.id


async def _line(
    screen: "MainScreen", title: str, group: Key, line: str, rule: SecurityGroupRule | None = None
) -> tuple[str, RuleSpec] | None:
    """The line that was typed and what it says, `my-ip` known where it says that; None when it was left."""
    screen.watcher.want((*screen.rows.kinds, Kind.SECURITY_GROUPS, Kind.PREFIX_LISTS))
    prompt = RuleLine(title, screen.session, screen.around, group, line, rule)
    typed = await screen.app.push_screen_wait(prompt)
    read = parse(typed) if typed is not None else None
    if typed is None or not isinstance(read, Parsed) or not await know_my_ip(screen, (read.spec,)):
        return None
    return typed, read.spec


def _meaning(
    screen: "MainScreen", line: str, group: Key, inventory: Inventory, rule: SecurityGroupRule | None = None
) -> RuleSpec | str:
    end = end_of(rule) if rule is not None else None
    now = int(screen.session.clock.now())
    return meaning(line, group, inventory, screen.around.security_groups.my_ip, now, end)


def _ends(spec: RuleSpec) -> bool:
    return spec.lasts is not None or spec.until is not None
