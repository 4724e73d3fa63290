"""What tables of rules, interfaces and instances tell, by group."""

from collections import defaultdict, deque
from typing import Any

from immutables import Map

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

Keys = Map[Key, tuple[Key, ...]]
"""Keys of things by the key of a group."""

_Places = defaultdict[tuple[str, str], defaultdict[str, list[Key]]]
"""Keys by account and region, and there by an id: cheaper to fill than a key for each."""


_rules_seen: deque[tuple[Any, tuple[Keys, Keys]]] = deque(maxlen=4)
"""The last tables of rules with what they told: interfaces and instances change much more often."""


def rules_by_group(table: Any) -> tuple[Keys, Keys]:
    """The rules of each group, and those that refer to it."""
    for seen, told in tuple(_rules_seen):
        if seen is table:
            return told
    rules, references = (_Places(lambda: defaultdict(list)) for _ in range(2))
    for key, rule in table.items() if table is not None else ():
        place = (key.account, key.region)
        rules[place][rule.group_id].append(key)
        if rule.peer_group_id:
            owner = (rule.peer_account, key.region) if rule.peer_account else place
            references[owner][rule.peer_group_id].append(key)
    found = _frozen(rules), _frozen(references)
    _rules_seen.append((table, found))
    return found


def members_by_group(inventory: Inventory) -> tuple[Keys, Map[Key, Key]]:
    """The interfaces in each group, and the instances of those that only their instance tells of."""
    members = _Places(lambda: defaultdict(list))
    borrowed: dict[Key, Key] = {}
    own = inventory.table(Kind.INTERFACES)
    for key, interface in own.items():
        here = members[key.account, key.region]
        for group in interface.groups:
            here[group.id].append(key)
    for key, instance in inventory.table(Kind.INSTANCES).items():
        for inner in instance.interfaces:
            eni = Key(key.account, key.region, inner.id)
            if eni not in own:
                borrowed[eni] = key
                for group in inner.groups:
                    members[key.account, key.region][group.id].append(eni)
    return _frozen(members), Map(borrowed)


def _frozen(found: _Places) -> Keys:
    """In the order of keys: that of a table is another in every run."""
    return Map(
        {
            Key(account, region, id): tuple(sorted(keys))
            for (account, region), here in found.items()
            for id, keys in here.items()
        }
    )
