"""What AWS made of the rules of a group, against what was sent: told as it is, not as it was meant."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence

from ec2tui.core.changes.security_group_edits import DescribeRule, ModifyRule
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule, rules_in
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.services.applied import StepResult, StepState
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.pausing import pause

PAUSES = (1.0, 2.0, 4.0)
"""Seconds before a group is described again: an answer after a write may lag behind."""


async def surprises(
    context: ChangeContext, before: Inventory, results: Sequence[StepResult]
) -> tuple[str, ...]:
    """What the groups hold against what the steps that were done make of `before`, as sentences.

    Groups whose rules cannot be read are left out; that read is told apart.
    """
    groups = _groups(results)
    if not groups:
        return ()
    expected = before
    done = [result for result in results if result.state is StepState.DONE]
    undone = [result.change for result in done]
    for result in done:
        # A new rule stands under a made-up id, by which what took it back at once does not find it.
        if result.inverse is None or result.inverse not in undone:
            expected = result.change.effect(expected)
    found: list[str] = []
    for group in groups:
        found += await _differences(context, group, _lines(expected, group))
    return tuple(found)


async def _differences(context: ChangeContext, group: Key, wanted: Counter[str]) -> list[str]:
    for seconds in (*PAUSES, 0.0):
        there = _lines(context.store.inventory, group)
        if there == wanted:
            return []
        if seconds:
            await pause(context.clock, seconds, asyncio.Event())
            source = context.source(group)
            if await read_group_rules(context.gateway, context.store, source, [group]) is not None:
                return []
    lacking = [f"{group.id} lacks what was to be there: {line}" for line in sorted(wanted - there)]
    return lacking + [f"{group.id} has what was not to be there: {line}" for line in sorted(there - wanted)]


def _lines(inventory: Inventory, group: Key) -> Counter[str]:
    return Counter(f"{format_rule(rule)}" for rule in rules_in(inventory, group))


def _groups(results: Iterable[StepResult]) -> tuple[Key, ...]:
    """The groups whose rules were to change and were read, each once."""
    found: dict[Key, None] = {}
    for result in results:
        change = result.change
        if isinstance(change, AuthorizeRule):
            found[change.key] = None
        elif isinstance(change, RevokeRule | ModifyRule | DescribeRule):
            found[change.key._replace(id=change.group_id)] = None
    return tuple(key for key in found if key.id.startswith("sg-"))
