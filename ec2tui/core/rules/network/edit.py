"""What a step changes in what is open: only the groups and interfaces that it touches are looked at."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from ec2tui.core.changes.change import Change
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.doors import may_be_door
from ec2tui.core.rules.network.index import (
    Crowd,
    Index,
    Public,
    Sets,
    Where,
    follow,
    group_keys,
    group_of,
    index_of,
    interface_of,
    members_of,
    public_of,
    rules_of,
    sets_of,
)
from ec2tui.core.rules.network.openings import Opening, opened
from ec2tui.core.rules.network.owners import counted

TOUCHING = frozenset({Kind.RULES, Kind.INTERFACES})
"""The kinds whose change can open or close something."""


class State(NamedTuple):
    """An inventory with its index by group."""

    inventory: Inventory
    by_group: Index

    def rules(self, group: Key) -> tuple[SecurityGroupRule, ...]:
        """The known rules of a group."""
        return rules_of(self.inventory, self.by_group, group)

    def interface(self, key: Key) -> NetworkInterface | None:
        """An interface, None when it is not known."""
        return interface_of(self.inventory, self.by_group, key)

    def groups(self, key: Key) -> tuple[Key, ...]:
        """The groups of an interface, sorted; none when it is not known."""
        found = self.interface(key)
        return group_keys(found) if found else ()

    def public(self, group: Key, egress: bool) -> Public:
        """What a group has to do with the public internet."""
        return public_of(self.inventory, self.by_group, group, egress)

    def sets(self, group: Key) -> Sets:
        """The interfaces in a group, those in the same groups together."""
        return sets_of(self.inventory, self.by_group, group)

    def owners(self, group: Key) -> dict[str, int]:
        """How many owners of each kind are in a group."""
        found = self.by_group.owners.get(group)
        if found is None:
            found = counted(members_of(self.inventory, self.by_group, group))
            self.by_group.owners[group] = found
        return found

    def doors(self, group: Key) -> tuple[SecurityGroupRule, ...]:
        """The rules of a group that may be a way in."""
        known = self.by_group.doors if group not in self.by_group.changed else {}
        if group not in known:
            known[group] = tuple(rule for rule in self.rules(group) if may_be_door(rule))
        return known[group]

    def crowd(self, group: Key) -> Crowd:
        """The interfaces of instances in a group, those that are alike together."""
        found = self.by_group.crowds.get(group)
        if found is None:
            found = self.by_group.crowds[group] = _crowd(self, group)
        return found

    def where(self, interface: NetworkInterface) -> Where:
        """Where an interface is."""
        account, region, _ = interface.key
        instances = self.inventory.table(Kind.INSTANCES)
        instance = instances.get(Key(account, region, interface.instance_id or ""))
        role = instance is not None and instance.profile_arn is not None
        return Where(interface.vpc_id, bool(interface.public_ips), bool(interface.ipv6), role)

    def opened(self, groups: Iterable[Key], egress: bool) -> tuple[Opening, ...]:
        """What groups open together."""
        return tuple(
            opening for group in groups for opening in opened(self.rules(group), self.inventory, egress)
        )


def _crowd(state: State, group: Key) -> Crowd:
    alike: dict[tuple[tuple[Key, ...], Where], list[NetworkInterface]] = {}
    seconds: set[int | None] = set()
    interfaces, instances = (state.inventory.table(kind) for kind in (Kind.INTERFACES, Kind.INSTANCES))
    account, region, _ = group
    for ids, keys in state.sets(group).items():
        places: dict[tuple[str, bool, bool, bool], list[NetworkInterface]] = {}
        for key in keys:
            interface = interfaces.get(key) or state.interface(key)
            if interface is None:
                continue
            seconds.add(interface.tracking_seconds)
            if interface.instance_id:
                instance = instances.get(Key(account, region, interface.instance_id))
                role = instance is not None and instance.profile_arn is not None
                place = interface.vpc_id, bool(interface.public_ips), bool(interface.ipv6), role
                places.setdefault(place, []).append(interface)
        groups = tuple(Key(account, region, id) for id in sorted(ids)) if places else ()
        for place, members in places.items():
            alike.setdefault((groups, Where(*place)), []).extend(members)
    told = [one for one in seconds if one is not None]
    return Crowd(alike, max(told) if told and None not in seconds else None)


class Edit(NamedTuple):
    """A step seen from the network: `start` is the state at the review, `before` and `after` are the step's.

    `added` and `removed` are rules as they are after and were before (a rule that is changed is in both);
    `moved` are the interfaces whose groups change.
    """

    start: State
    before: State
    after: State
    added: tuple[SecurityGroupRule, ...]
    removed: tuple[SecurityGroupRule, ...]
    moved: tuple[Key, ...]

    @property
    def alters(self) -> bool:
        """Whether something opens or closes, now or at another time: more than what is said of rules."""
        return bool(self.moved) or {_lets(rule) for rule in self.added} != {_lets(r) for r in self.removed}

    @property
    def groups(self) -> tuple[Key, ...]:
        """The groups whose rules change."""
        rules = (*self.added, *self.removed)
        return tuple(dict.fromkeys(group for rule in rules if (group := group_of(rule)) is not None))

    def members(self) -> Iterator[Key]:
        """The interfaces for which something may change, each once."""
        found: dict[Key, None] = dict.fromkeys(self.moved)
        for group in self.groups:
            for state in (self.start, self.after):
                found.update(dict.fromkeys(state.by_group.members.get(group, ())))
        yield from found


def _lets(rule: SecurityGroupRule) -> tuple[SecurityGroupRule, str | None]:
    """A rule without what only people read, and its end."""
    return msgspec.structs.replace(rule, description=None, tags=()), dict(rule.tags).get(EXPIRES_AT)


_Seen = tuple[Inventory, Inventory, Inventory, Edit | None]
_remembered: deque[_Seen] = deque(maxlen=4)


def edit_of(change: Change, start: Inventory, before: Inventory, after: Inventory) -> Edit | None:
    """The edit of a step, None when no rule or group reads otherwise; worked out once for the same states.

    An interface that goes, as with its instance, opens nothing and keeps nobody out of what is left.
    """
    for seen in tuple(_remembered):
        if seen[0] is start and seen[1] is before and seen[2] is after:
            return seen[3]
    edit = _edit(change, start, before, after)
    _remembered.append((start, before, after, edit))
    return edit


def may_alter(change: Change, inventory: Inventory) -> bool:
    """Whether a change may open or close something; what has not been read may, whatever it is."""
    touched = [subject for subject in change.subjects(inventory) if subject.kind in TOUCHING]
    if any(key not in inventory.table(kind) for kind, key in touched):
        return True
    found = edit_of(change, inventory, inventory, change.effect(inventory)) if touched else None
    return found is not None and found.alters


def _edit(change: Change, start: Inventory, before: Inventory, after: Inventory) -> Edit | None:
    touched = tuple(dict.fromkeys(change.subjects(before)))
    if not any(subject.kind in TOUCHING for subject in touched):
        return None
    was = State(before, index_of(before))
    now = State(after, follow(before, after, touched))
    added, removed, moved = [], [], []
    stays = after.table(Kind.INTERFACES).__contains__
    for kind, key in touched:
        if kind is Kind.RULES:
            old, new = before.table(Kind.RULES).get(key), after.table(Kind.RULES).get(key)
            if old != new:
                added += [new] if new is not None else []
                removed += [old] if old is not None else []
        elif kind is Kind.INTERFACES and stays(key) and was.groups(key) != now.groups(key):
            moved.append(key)
    if not (added or removed or moved):
        return None
    return Edit(State(start, index_of(start)), was, now, tuple(added), tuple(removed), tuple(moved))
