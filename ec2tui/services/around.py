"""What rules of security groups are judged with beside the groups that change, read from AWS again."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.isolation_group import DeleteSecurityGroup
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.group_rules import GROUP, read_group_rules
from ec2tui.services.ports import Read
from ec2tui.services.refresh import read_some


async def read_around(context: ChangeContext, changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Reads who is in the groups whose rules or members change, the rules of all other groups of these
    interfaces, the prefix lists that any of these rules name, and the instances that have the interfaces.

    Several groups add up on an interface, so each of them decides. The problems met.
    """
    places: defaultdict[tuple[Source, str], set[str]] = defaultdict(set)
    for key in _groups(changes, context.store.inventory):
        places[context.source(key), key.account].add(key.id)
    found = await asyncio.gather(
        *(_read_place(context, source, account, ids) for (source, account), ids in places.items())
    )
    return tuple(problem for problems in found for problem in problems)


def _groups(changes: Iterable[Change], inventory: Inventory) -> set[Key]:
    """The groups whose rules change or that go, and those that an interface is in before and after."""
    found: set[Key] = set()
    for change in changes:
        for kind, key in change.subjects(inventory):
            if kind is Kind.RULES:
                rule: SecurityGroupRule | None = inventory.table(Kind.RULES).get(key)
                found.add(key._replace(id=rule.group_id) if rule else key)
        if isinstance(change, DeleteSecurityGroup):
            found.add(change.key)
        if isinstance(change, SetInterfaceGroups):
            interface = change.interface(inventory)
            now = [group.id for group in interface.groups] if interface else []
            ids = [*now, *(group for group in change.groups if isinstance(group, str))]
            found |= {change.key._replace(id=id) for id in ids}
    return {key for key in found if key.id.startswith(GROUP)}


async def _read_place(
    context: ChangeContext, source: Source, account: str, ids: set[str]
) -> tuple[Problem, ...]:
    """The same for the groups of one account in one region."""
    gateway, store = context.gateway, context.store
    members, problem = await _members(context, source, account, ids)
    problems = [problem]
    others = {group.id for one in members for group in one.groups} - ids
    keys = [Key(account, source.region, id) for id in sorted(others)]
    problems.append(await read_group_rules(gateway, store, source, keys) if keys else None)
    holders = {one.instance_id for one in members if one.instance_id}
    for kind, wanted in (
        (Kind.PREFIX_LISTS, _lists(store.inventory, source, account, ids | others)),
        (Kind.INSTANCES, holders),
    ):
        asked = [Key(account, source.region, id) for id in sorted(wanted)]
        known = store.inventory.table(kind)
        unknown = [key for key in asked if key not in known]
        if unknown:
            problems.append(await read_some(gateway, store, source, kind, unknown, settles=False))
    return tuple(problem for problem in problems if problem is not None)


async def _members(
    context: ChangeContext, source: Source, account: str, ids: set[str]
) -> tuple[list[NetworkInterface], Problem | None]:
    """The interfaces in these groups as they are now; those that were known in them and are not, are gone
    or have left them: they are asked for by id.
    """
    store = context.store
    found: dict[Key, NetworkInterface] = {}
    read = Read(Kind.INTERFACES, source, account, groups=tuple(sorted(ids)))
    async for page in context.gateway.stream(read):
        if isinstance(page, Problem):
            return list(found.values()), page
        # Some endpoints ignore filters.
        found |= {one.key: one for one in page.items if any(group.id in ids for group in one.groups)}
    store.update(source, Kind.INTERFACES, (), found.values())
    left = [
        one.key
        for one in store.inventory.table(Kind.INTERFACES).values()
        if one.key[:2] == (account, source.region)
        and one.key not in found
        and any(group.id in ids for group in one.groups)
    ]
    problem = None
    if left:
        problem = await read_some(context.gateway, store, source, Kind.INTERFACES, left, settles=False)
    return list(found.values()), problem


def _lists(inventory: Inventory, source: Source, account: str, ids: set[str]) -> set[str]:
    """The prefix lists that the rules of these groups name."""
    rules = inventory.table(Kind.RULES).values()
    here = (account, source.region)
    return {
        rule.prefix_list_id
        for rule in rules
        if rule.prefix_list_id and rule.group_id in ids and rule.key[:2] == here
    }
