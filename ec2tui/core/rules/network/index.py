"""Who is in which group and which rules it has, found without looking at the whole fleet."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from immutables import Map

from ec2tui.core.model.instance import Instance, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.intervals import FAMILIES, Interval, Intervals, merge, public, share
from ec2tui.core.rules.network.openings import interval_of, opened

Keys = Map[Key, tuple[Key, ...]]

KEPT_BUILT, KEPT_FOLLOWED = 4, 16
"""How many indexes are remembered: of inventories, and of the states that a plan goes through."""


class Public(NamedTuple):
    """What a group has to do with the public internet one way, whatever the traffic, by family."""

    sources: dict[int, Intervals]
    shares: dict[int, float]


Sets = dict[tuple[str, ...], list[Key]]
"""Interfaces by the ids of the groups that they are in, as AWS lists them."""


class Index(NamedTuple):
    """Keys of rules, interfaces and referring rules by the key of a group.

    `borrowed` has the instance of each interface that only its instance tells of. What follows is worked out
    as it is asked for, and shared with the indexes that follow from this one: `public` by group and direction
    (egress), for all groups but those in `changed`; `sets` and `owners` by group, while no interface changes.
    """

    rules: Keys
    references: Keys
    members: Keys
    borrowed: Map[Key, Key]
    public: dict[tuple[Key, bool], Public]
    changed: frozenset[Key | None]
    sets: dict[Key, Sets]
    owners: dict[Key, dict[str, int]]


_Kept = deque[tuple[tuple[Any, ...], Index]]
_remembered: _Kept = deque(maxlen=KEPT_BUILT)
_followed: _Kept = deque(maxlen=KEPT_FOLLOWED)


_INDEXED = (Kind.RULES, Kind.INTERFACES, Kind.INSTANCES, Kind.PREFIX_LISTS)


def _tables(inventory: Inventory) -> tuple[Any, ...]:
    return tuple(inventory.tables.get(kind) for kind in _INDEXED)


def _recall(tables: tuple[Any, ...]) -> Index | None:
    # A map is compared by identity: comparing or hashing its content costs as much as indexing it.
    for seen, index in (*tuple(_followed)[::-1], *tuple(_remembered)[::-1]):
        if all(a is b for a, b in zip(seen, tables, strict=True)):
            return index
    return None


def index_of(inventory: Inventory) -> Index:
    """The index of an inventory; made once for the same tables."""
    tables = _tables(inventory)
    index = _recall(tables)
    if index is None:
        index = _built(inventory)
        _remembered.append((tables, index))
    return index


def follow(before: Inventory, after: Inventory, touched: Iterable[tuple[Kind, Key]]) -> Index:
    """The index of an inventory that differs from another in what is touched alone; costs only that."""
    tables = _tables(after)
    index = _recall(tables)
    if index is not None:
        return index
    index = index_of(before)
    rules, references, members, borrowed, public, changed, sets, owners = index
    for kind, key in dict.fromkeys(touched):
        if kind is Kind.RULES:
            old, new = before.table(Kind.RULES).get(key), after.table(Kind.RULES).get(key)
            rules = _moved(rules, key, group_of(old), group_of(new))
            changed |= {group_of(old), group_of(new)} if old != new else frozenset()
            references = _moved(references, key, peer_of(old), peer_of(new))
        elif kind in (Kind.INTERFACES, Kind.INSTANCES):
            sets, owners = {}, {}
            was, now = dict(_interfaces(before, kind, key)), dict(_interfaces(after, kind, key))
            for eni in {**was, **now}:
                members = _regrouped(members, eni, was.get(eni), now.get(eni))
                if kind is Kind.INSTANCES and eni in now:
                    borrowed = borrowed.set(eni, key)
    index = Index(rules, references, members, borrowed, public, changed, sets, owners)
    _followed.append((tables, index))
    return index


def group_of(rule: SecurityGroupRule | None) -> Key | None:
    """The key of the group that a rule is in."""
    return rule.key._replace(id=rule.group_id) if rule is not None else None


def peer_of(rule: SecurityGroupRule | None) -> Key | None:
    """The key of the group that a rule lets in, None when it names no group."""
    if rule is None or not rule.peer_group_id:
        return None
    return Key(rule.peer_account or rule.key.account, rule.key.region, rule.peer_group_id)


def group_keys(interface: NetworkInterface) -> tuple[Key, ...]:
    """The keys of the groups that an interface is in, sorted: their order says nothing."""
    account, region, _ = interface.key
    return tuple(Key(account, region, id) for id in sorted(group.id for group in interface.groups))


def rules_of(inventory: Inventory, index: Index, group: Key) -> tuple[SecurityGroupRule, ...]:
    """The known rules of a group."""
    table = inventory.table(Kind.RULES)
    return tuple(table[key] for key in index.rules.get(group, ()))


def public_of(inventory: Inventory, index: Index, group: Key, egress: bool = False) -> Public:
    """What a group's rules have to do with the public internet; worked out once for an unchanged group."""
    if group in index.changed:
        return _public(inventory, index, group, egress)
    found = index.public.get((group, egress))
    if found is None:
        found = index.public[group, egress] = _public(inventory, index, group, egress)
    return found


NOT_PUBLIC = Public({}, dict.fromkeys(FAMILIES, 0.0))


def _public(inventory: Inventory, index: Index, group: Key, egress: bool) -> Public:
    parts: dict[int, list[Interval]] = {family: [] for family in FAMILIES}
    for rule in rules_of(inventory, index, group):
        if rule.egress is not egress or rule.peer_group_id:
            continue
        if rule.prefix_list_id:
            for opening in opened((rule,), inventory, egress):
                parts[opening.family].extend(opening.sources)
            continue
        family, interval = interval_of(rule.cidr or rule.cidr6 or "")
        if public((interval,), family):
            parts[family].append(interval)
    if not any(parts.values()):
        return NOT_PUBLIC
    sources = {family: public(merge(found), family) for family, found in parts.items()}
    return Public(sources, {family: share(sources[family], family) for family in FAMILIES})


def interface_of(inventory: Inventory, index: Index, key: Key) -> NetworkInterface | None:
    """An interface as its own table tells it, else as its instance does."""
    found: NetworkInterface | None = inventory.table(Kind.INTERFACES).get(key)
    if found is not None or key not in index.borrowed:
        return found
    instance: Instance | None = inventory.table(Kind.INSTANCES).get(index.borrowed[key])
    inner = next((i for i in instance.interfaces if i.id == key.id), None) if instance else None
    return borrowed(instance, inner) if instance and inner else None


def members_of(inventory: Inventory, index: Index, group: Key) -> Iterator[NetworkInterface]:
    """The known interfaces in a group."""
    own = inventory.table(Kind.INTERFACES)
    for key in index.members.get(group, ()):
        interface = own.get(key) or interface_of(inventory, index, key)
        if interface is not None:
            yield interface


def sets_of(inventory: Inventory, index: Index, group: Key) -> Sets:
    """The interfaces in a group, those in the same groups together."""
    found = index.sets.get(group)
    if found is None:
        found = {}
        for interface in members_of(inventory, index, group):
            found.setdefault(tuple(ref.id for ref in interface.groups), []).append(interface.key)
        index.sets[group] = found
    return found


def borrowed(instance: Instance, inner: InstanceInterface) -> NetworkInterface:
    """An interface by what its instance tells of it."""
    return NetworkInterface(
        instance.key._replace(id=inner.id),
        kind=inner.interface_type,
        status=inner.status,
        vpc_id=inner.vpc_id,
        subnet_id=inner.subnet_id,
        instance_id=instance.key.id,
        private_ips=inner.private_ips,
        public_ips=inner.public_ips,
        ipv6=inner.ipv6,
        groups=inner.groups,
        source_dest_check=inner.source_dest_check,
    )


_Places = defaultdict[tuple[str, str], defaultdict[str, list[Key]]]
"""Keys by account and region, and there by an id: cheaper to fill than a key for each."""


def _built(inventory: Inventory) -> Index:
    by_group = (*_rules(inventory.tables.get(Kind.RULES)), *_members(inventory))
    return Index(*by_group, {}, frozenset(), {}, {})


_rules_seen: deque[tuple[Any, tuple[Keys, Keys]]] = deque(maxlen=4)
"""The last tables of rules with what they told: interfaces and instances change much more often."""


def _rules(table: Any) -> tuple[Keys, Keys]:
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


def _members(inventory: Inventory) -> tuple[Keys, Map[Key, Key]]:
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
    return Map({Key(*place, id): tuple(keys) for place, here in found.items() for id, keys in here.items()})


def _interfaces(
    inventory: Inventory, kind: Kind, key: Key
) -> Iterator[tuple[Key, NetworkInterface | InstanceInterface]]:
    """What a touched item tells of interfaces, as far as it is not told better elsewhere."""
    item = inventory.table(kind).get(key)
    if isinstance(item, NetworkInterface):
        yield key, item
    elif isinstance(item, Instance):
        own = inventory.table(Kind.INTERFACES)
        for inner in item.interfaces:
            eni = key._replace(id=inner.id)
            if eni not in own:
                yield eni, inner


def _regrouped(
    members: Keys,
    eni: Key,
    was: NetworkInterface | InstanceInterface | None,
    now: NetworkInterface | InstanceInterface | None,
) -> Keys:
    old = {group.id for group in was.groups} if was else set()
    new = {group.id for group in now.groups} if now else set()
    for left in old - new:
        members = _moved(members, eni, eni._replace(id=left), None)
    for joined in new - old:
        members = _moved(members, eni, None, eni._replace(id=joined))
    return members


def _moved(found: Keys, key: Key, old: Key | None, new: Key | None) -> Keys:
    """The map with a key taken from one place and put at another."""
    if old == new:
        return found
    if old is not None:
        found = found.set(old, tuple(k for k in found.get(old, ()) if k != key))
    if new is not None and key not in found.get(new, ()):
        found = found.set(new, (*found.get(new, ()), key))
    return found
