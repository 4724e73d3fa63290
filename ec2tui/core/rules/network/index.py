"""Who is in which group and which rules it has, found without looking at the whole fleet."""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from immutables import Map

from ec2tui.core.model.instance import Instance, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.by_group import Keys, members_by_group, rules_by_group
from ec2tui.core.rules.network.intervals import FAMILIES, Interval, Intervals, merge, public, share
from ec2tui.core.rules.network.openings import interval_of, opened

KEPT_BUILT, KEPT_FOLLOWED = 4, 16
"""How many indexes are remembered: of inventories, and of the states that a plan goes through."""


class Public(NamedTuple):
    """What a group has to do with the public internet one way, whatever the traffic, by family."""

    sources: dict[int, Intervals]
    shares: dict[int, float]


Sets = dict[tuple[str, ...], list[Key]]
"""Interfaces by the ids of the groups that they are in, as AWS lists them."""


class Where(NamedTuple):
    """Where an interface is: its VPC, whether it has public addresses, whether its instance has a role."""

    vpc_id: str
    ipv4: bool
    ipv6: bool
    role: bool


class Crowd(NamedTuple):
    """The interfaces of instances in a group, those in the same groups at the same place together.

    `seconds` is how long idle connections live on at the longest, None where AWS's default holds.
    """

    alike: dict[tuple[tuple[Key, ...], Where], list[NetworkInterface]]
    seconds: int | None


class Index(NamedTuple):
    """Keys of rules, interfaces and referring rules by the key of a group.

    `borrowed` has the instance of each interface that only its instance tells of. What follows is worked out
    as it is asked for, and shared with the indexes that follow from this one: `public` by group and direction
    (egress) and `doors`, for all groups but those in `changed`; `sets`, `owners` and `crowds` by group, while
    no interface and no instance changes.
    """

    rules: Keys
    references: Keys
    members: Keys
    borrowed: Map[Key, Key]
    public: dict[tuple[Key, bool], Public]
    changed: frozenset[Key | None]
    doors: dict[Key, tuple[SecurityGroupRule, ...]]
    sets: dict[Key, Sets]
    owners: dict[Key, dict[str, int]]
    crowds: dict[Key, Crowd]


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
    rules, references, members, borrowed, public, changed, doors, sets, owners, crowds = index
    for kind, key in dict.fromkeys(touched):
        if kind is Kind.RULES:
            old, new = before.table(Kind.RULES).get(key), after.table(Kind.RULES).get(key)
            rules = _moved(rules, key, group_of(old), group_of(new))
            changed |= {group_of(old), group_of(new)} if old != new else frozenset()
            references = _moved(references, key, peer_of(old), peer_of(new))
        elif kind in (Kind.INTERFACES, Kind.INSTANCES):
            sets, owners, crowds = {}, {}, {}
            was, now = dict(_interfaces(before, kind, key)), dict(_interfaces(after, kind, key))
            for eni in {**was, **now}:
                members = _regrouped(members, eni, was.get(eni), now.get(eni))
                if kind is Kind.INSTANCES and eni in now:
                    borrowed = borrowed.set(eni, key)
    index = Index(rules, references, members, borrowed, public, changed, doors, sets, owners, crowds)
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
        if _is_public(family, interval):
            parts[family].append(interval)
    if not any(parts.values()):
        return NOT_PUBLIC
    sources = {family: public(merge(found), family) for family, found in parts.items()}
    return Public(sources, {family: share(sources[family], family) for family in FAMILIES})


@lru_cache(maxsize=65536)
def _is_public(family: int, interval: Interval) -> bool:
    """Whether a network has a part on the public internet."""
    return bool(public((interval,), family))


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
            found.setdefault(tuple([ref.id for ref in interface.groups]), []).append(interface.key)
        index.sets[group] = found
    return found


def interfaces_of(inventory: Inventory, instance: Instance) -> tuple[NetworkInterface, ...]:
    """The interfaces of an instance in order, as their own table tells them, else as the instance does."""
    own = inventory.table(Kind.INTERFACES)
    return tuple(
        own.get(instance.key._replace(id=inner.id)) or borrowed(instance, inner)
        for inner in instance.interfaces
    )


def rules_alone(inventory: Inventory) -> Index:
    """An index of rules alone, in which nobody is known to be: it costs nothing while no rule changes."""
    rules, references = rules_by_group(inventory.tables.get(Kind.RULES))
    return Index(rules, references, Map(), Map(), {}, frozenset(), {}, {}, {}, {})


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


def _built(inventory: Inventory) -> Index:
    by_group = (*rules_by_group(inventory.tables.get(Kind.RULES)), *members_by_group(inventory))
    return Index(*by_group, {}, frozenset(), {}, {}, {}, {})


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
