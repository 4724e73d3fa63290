"""Rules of a group, from keys to the real endpoint: open for a time, edited as text, taken back."""

from pathlib import Path

from textual.widgets import Input

from ec2tui.adapters.demo.launcher import Demo
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import schedule_name
from tests.journeys.test_screen import Journey, journey


async def at_rules(it: Journey, name: str) -> Key:
    """Opens the rules of the group with a name; the group's key."""
    await it.press("2")
    await it.until(lambda: any(group.name == name for group in it.main.rows.everything()))
    key = next(group.key for group in it.main.rows.everything() if group.name == name)
    await it.main.pages.go_to("security_groups", key)
    await it.press("enter")
    await it.until(lambda: len(lines(it, key)) > 0)
    return key


def lines(it: Journey, group: Key) -> list[str]:
    """What the rules of a group say, sorted."""
    return sorted(map(format_rule, rules_in(it.main.session.store.inventory, group)))


async def test_a_rule_for_two_minutes_counts_down_has_its_schedule_and_goes(
    on_demo: Demo, tmp_path: Path
) -> None:
    async with journey(on_demo, tmp_path) as it:
        group = await at_rules(it, "app")
        before = lines(it, group)
        await it.press("a")
        it.app.screen.query_one(Input).value = "ssh from 10.20.9.7/32 for 2m"
        await it.press("enter")
        await it.applied()
        await it.press("escape")
        await it.sees("10.20.9.7/32")
        inventory = it.main.session.store.inventory
        (rule,) = [one for one in rules_in(inventory, group) if one.cidr == "10.20.9.7/32"]
        await it.main.view.go_to(rule.key)
        await it.sees("s left")
        held = rule.key._replace(id=schedule_name(rule.key.id))
        await it.until(lambda: held in it.main.session.store.inventory.table(Kind.SCHEDULES))
        await it.sees("holds")
        it.ask("advance?seconds=180")
        await it.press("ctrl+r")
        await it.until(lambda: lines(it, group) == before)


async def test_a_group_edited_as_text_is_three_differences_and_undo_is_the_way_back(
    on_demo: Demo, tmp_path: Path
) -> None:
    async def edit(text: str, _line: int) -> str:
        changed = text.replace("from the web tier", "the web tier").replace("to 0.0.0.0/0", "to 10.0.0.0/8")
        return "\n".join(line for line in changed.split("\n") if "tcp/5432 to" not in line)

    async with journey(on_demo, tmp_path) as it:
        it.main.around.edit = edit
        group = await at_rules(it, "app")
        before = lines(it, group)
        await it.press("E")
        for words in ("describe sgr-", "change sgr-", "revoke sgr-"):
            await it.sees(words)
        await it.applied()
        await it.press("escape")
        await it.until(lambda: len(lines(it, group)) == len(before) - 1)
        await it.press("u")
        await it.applied()
        await it.press("escape")
        await it.until(lambda: lines(it, group) == before)
