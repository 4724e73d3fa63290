"""The ways in to the interfaces that an edit touches: which go, which stay, and which end by themselves."""

from collections.abc import Iterator
from typing import NamedTuple

from ec2tui.core.changes.quarantine import QUARANTINE
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.index import Where
from ec2tui.core.rules.network.ways_in import Entrances, Way, entrances, lasts, own_networks, ways


class Alike(NamedTuple):
    """Interfaces for which the edit does the same: their groups then, where they are, whether they move."""

    now: tuple[Key, ...]
    where: Where
    moved: bool


class Ways:
    """The ways in by groups that have no end, worked out once for a group.

    A network of the user's that only several groups together let in whole counts as not let in. A rule that
    ends by itself is no way that stays, and so none that is taken away.
    """

    def __init__(self, case: Case, found: Edit) -> None:
        limits = case.policy.network
        self.own = own_networks((*limits.own_addresses, *case.origin.addresses))
        self._bastions, self._found = limits.bastion_groups, found
        self._some_end = False
        there = found.start.inventory.table(Kind.RULES)
        self._of_old = all(there.get(rule.key) == rule for rule in found.removed)
        self._by: dict[Where, Entrances] = {}
        self._left: dict[Where, dict[Key, set[Way]]] = {}
        self._were: dict[Where, dict[Key, set[Way]]] = {}
        self._ending: dict[Where, dict[Key, list[tuple[set[Way], int]]]] = {}
        self._taken: dict[Where, set[Way]] = {}

    def entrances(self, where: Where, like: NetworkInterface) -> Entrances:
        """Where one comes from to such interfaces."""
        if where not in self._by:
            self._by[where] = entrances(self._found.start, like, self.own, self._bastions, where.role)
        return self._by[where]

    def left(self, alike: Alike, like: NetworkInterface) -> set[Way]:
        """The lasting ways in to such interfaces after the step."""
        return self._lasting(self._found.after, alike, like, self._left.setdefault(alike.where, {}))

    def _lasting(
        self, state: State, alike: Alike, like: NetworkInterface, known: dict[Key, set[Way]]
    ) -> set[Way]:
        found: set[Way] = set()
        for group in alike.now:
            left = known.get(group)
            if left is None:
                rules = state.doors(group)
                by = self.entrances(alike.where, like)
                left = known[group] = ways(state, rules, by, lasting=True) if rules else set()
                self._some_end = self._some_end or not all(map(lasts, rules))
            if left:
                found |= left
        return found

    def taken(self, alike: Alike, like: NetworkInterface) -> set[Way]:
        """The lasting ways in that the step touches, of those that there were at the review."""
        edit, by = self._found, self.entrances(alike.where, like)
        if alike.moved:
            old = [
                [rule for group in state.groups(like.key) for rule in state.rules(group)]
                for state in (edit.start, edit.before)
            ]
            return ways(edit.start, old[0], by, lasting=True) & ways(edit.before, old[1], by)
        if alike.where not in self._taken:
            self._taken[alike.where] = ways(edit.before, edit.removed, by, lasting=True)
        taken = self._taken[alike.where]
        if not taken or self._of_old:
            return taken
        return taken & self._lasting(edit.start, alike, like, self._were.setdefault(alike.where, {}))

    def until(self, alike: Alike, like: NetworkInterface, gone: set[Way]) -> int:
        """Until when (epoch seconds) rules with an end let in by all of some ways that are not `left`.

        0 when they do not, -1 when none of them says a time.
        """
        if not self._some_end:
            return 0
        known = self._ending.setdefault(alike.where, {})
        ending: list[tuple[set[Way], int]] = []
        for group in alike.now:
            found = known.get(group)
            if found is None:
                rules = [rule for rule in self._found.after.doors(group) if not lasts(rule)]
                by = self.entrances(alike.where, like)
                found = [(ways(self._found.after, (rule,), by), _end(rule)) for rule in rules]
                known[group] = found
            if found:
                ending += found
        if not ending or not gone <= {way for by_rule, _ in ending for way in by_rule}:
            return 0
        return max(end for by_rule, end in ending if by_rule & gone)


def alike_in(found: Edit) -> Iterator[tuple[Alike, list[NetworkInterface]]]:
    """The interfaces of instances that the step touches, with those together for which it does the same."""
    together: dict[Alike, list[NetworkInterface]] = {}
    moved = frozenset(found.moved)
    for key in found.moved:
        interface = found.before.interface(key)
        if interface is not None and interface.instance_id:
            alike = Alike(found.after.groups(key), found.before.where(interface), True)
            together.setdefault(alike, []).append(interface)
    yield from together.items()
    told: set[tuple[tuple[Key, ...], Where]] = set()
    several = len(found.groups) > 1
    for group in found.groups:
        for at, interfaces in found.after.crowd(group).alike.items():
            stay = [one for one in interfaces if one.key not in moved] if moved else interfaces
            if stay and not (several and at in told):
                yield Alike(*at, False), stay
            if several:
                told.add(at)


def isolates(case: Case) -> bool:
    """Whether the plan puts the instance under quarantine: nobody coming in is what is wanted."""
    return any(
        isinstance(step.change, SetTag)
        and (step.change.name, step.change.key) == (QUARANTINE, case.change.key)
        for step in case.plan.steps
    )


def instances_in(interfaces: list[NetworkInterface]) -> str:
    """The instances of some interfaces: the first, and how many more."""
    names = list(dict.fromkeys(one.instance_id or one.key.id for one in interfaces))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _end(rule: SecurityGroupRule) -> int:
    """When a rule with an end goes (epoch seconds), -1 when that says no time."""
    end = moment(dict(rule.tags).get(EXPIRES_AT))
    return -1 if end is None else end
