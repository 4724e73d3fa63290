"""Reads the rules of some security groups whole into the store: what is new, and what is gone."""

from collections import defaultdict
from collections.abc import Iterable

from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.ports import Gateway, Read
from ec2tui.services.store import Store

GROUP = "sg-"
"""How the id of a group begins: such an id among those of rules stands for all rules of the group."""


async def read_group_rules(
    gateway: Gateway, store: Store, source: Source, keys: Iterable[Key]
) -> Problem | None:
    """Reads all rules of the groups among the keys (of one source), and of the rules among them, these.

    Known rules that AWS does not return are gone. The answer is checked, since some endpoints ignore filters.
    """
    by_account: defaultdict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_account[key.account].append(key)
    for account, wanted in by_account.items():
        groups = tuple(dict.fromkeys(key.id for key in wanted if key.id.startswith(GROUP)))
        asked = {key for key in wanted if not key.id.startswith(GROUP)}
        found: dict[Key, SecurityGroupRule] = {}
        read = Read(Kind.RULES, source, account, groups=groups)
        problem = await _collect(gateway, read, found) if groups else None
        if problem is None:
            found = {key: rule for key, rule in found.items() if rule.group_id in groups}
            rest = tuple(key.id for key in sorted(asked - set(found)))
            alone = Read(Kind.RULES, source, account, ids=rest)
            problem = await _collect(gateway, alone, found) if rest else None
        if problem is not None:
            return problem
        known = store.inventory.table(Kind.RULES).values()
        asked |= {
            rule.key for rule in known if rule.group_id in groups and rule.key[:2] == (account, source.region)
        }
        read_whole = [Key(account, source.region, id) for id in groups]
        store.update(source, Kind.RULES, asked, found.values(), groups=read_whole)
    return None


async def _collect(gateway: Gateway, read: Read, found: dict[Key, SecurityGroupRule]) -> Problem | None:
    async for page in gateway.stream(read):
        if isinstance(page, Problem):
            return page
        found.update({rule.key: rule for rule in page.items})
    return None
