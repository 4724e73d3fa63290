"""The guardrail against locking yourself out: the last rule that lets you in stays, and gets no end."""

from collections.abc import Iterator
from typing import NamedTuple

from ec2tui.core.changes.quarantine import QUARANTINE
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT, MINUTE, moment, span_text
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.security_groups import edit
from ec2tui.core.rules.network.coverage import covering
from ec2tui.core.rules.network.doors import may_be_door
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.index import Where
from ec2tui.core.rules.network.intervals import Intervals, covers, public, union
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.ports import WAYS_IN
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.network.segments import segments
from ec2tui.core.rules.network.ways_in import DIRECT, Entrances, Way, entrances, lasts, own_networks, ways


class _Alike(NamedTuple):
    """Interfaces for which the edit does the same: their groups then, where they are, whether they move."""

    now: tuple[Key, ...]
    where: Where
    moved: bool


class _Losing(NamedTuple):
    """What is lost alike: the ways that go, those that stay, and the last end of what lets in until then.

    `until` is in epoch seconds: 0 when nothing lets in any more, -1 when that does not say when it ends.
    """

    gone: frozenset[Way]
    rest: frozenset[Way]
    until: int


class _Ways:
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

    def _entrances(self, where: Where, like: NetworkInterface) -> Entrances:
        if where not in self._by:
            self._by[where] = entrances(self._found.start, like, self.own, self._bastions, where.role)
        return self._by[where]

    def left(self, alike: _Alike, like: NetworkInterface) -> set[Way]:
        """The lasting ways in to such interfaces after the step."""
        return self._lasting(self._found.after, alike, like, self._left.setdefault(alike.where, {}))

    def _lasting(
        self, state: State, alike: _Alike, like: NetworkInterface, known: dict[Key, set[Way]]
    ) -> set[Way]:
        found: set[Way] = set()
        for group in alike.now:
            left = known.get(group)
            if left is None:
                rules = state.doors(group)
                by = self._entrances(alike.where, like)
                left = known[group] = ways(state, rules, by, lasting=True) if rules else set()
                self._some_end = self._some_end or not all(map(lasts, rules))
            if left:
                found |= left
        return found

    def taken(self, alike: _Alike, like: NetworkInterface) -> set[Way]:
        """The lasting ways in that the step touches, of those that there were at the review."""
        edit, by = self._found, self._entrances(alike.where, like)
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

    def until(self, alike: _Alike, like: NetworkInterface, gone: set[Way]) -> int:
        """Until when (as in `_Losing`) rules with an end let in by all of some ways that are not `left`."""
        if not self._some_end:
            return 0
        known = self._ending.setdefault(alike.where, {})
        ending: list[tuple[set[Way], int]] = []
        for group in alike.now:
            found = known.get(group)
            if found is None:
                rules = [rule for rule in self._found.after.doors(group) if not lasts(rule)]
                by = self._entrances(alike.where, like)
                found = [(ways(self._found.after, (rule,), by), _end(rule)) for rule in rules]
                known[group] = found
            if found:
                ending += found
        if not ending or not gone <= {way for by_rule, _ in ending for way in by_rule}:
            return 0
        return max(end for by_rule, end in ending if by_rule & gone)


def lock_out(case: Case) -> Iterator[Judgement]:
    """A change does not take away the last way by which you reach an instance."""
    found = edit(case)
    if found is None or case.change.creates or not _about_ways_in(found):
        return
    known = _Ways(case, found)
    losing: dict[_Losing, list[NetworkInterface]] = {}
    narrowed: NetworkInterface | None = None
    for alike, interfaces in _alike(found):
        first = interfaces[0]
        taken = known.taken(alike, first)
        left = known.left(alike, first) if taken else set()
        if gone := taken - left:
            lost = _Losing(frozenset(gone), frozenset(left), known.until(alike, first, gone))
            losing.setdefault(lost, []).extend(interfaces)
        elif not known.own and narrowed is None and _narrowed(found, first, alike):
            narrowed = first
    for lost, interfaces in losing.items():
        yield _lost(case, interfaces, lost)
    if narrowed is not None:
        who = _who([narrowed])
        reason = f"Whether you come in to {who} by this is not known: your own address is not known."
        yield case.says("lock_out", Level.CONFIRM, reason, subject=narrowed.key, unknown=True)
    for why in unread(case.start, case.change.key, Kind.RULES, Kind.INTERFACES):
        reason = f"Whether this locks you out is not known. {why}"
        yield case.says("lock_out", Level.CONFIRM, reason, unknown=True)
    for way, kind in _hidden(found) if not losing else ():
        for why in unread(case.start, case.change.key, kind):
            reason = f"Whether {way} comes in by this is not known. {why}"
            yield case.says("lock_out", Level.WARN, reason, unknown=True)


def _hidden(found: Edit) -> Iterator[tuple[str, Kind]]:
    """Ways in that what the step takes away may serve, with the kind that would tell."""
    taken = [
        rule for rule in found.removed if may_be_door(rule) and lasts(rule) and _closes_for_good(found, rule)
    ]
    inside = [o for o in opened(taken, found.before.inventory) if not public(o.sources, o.family)]
    if inside:
        yield "an instance connect endpoint", Kind.CONNECT_ENDPOINTS
    if not any(rule.egress for rule in taken):
        return
    crowds = [found.after.crowd(group) for group in found.groups]
    if any(where.role for crowd in crowds for _, where in crowd.alike):
        yield "the agent of SSM", Kind.VPC_ENDPOINTS
    instances = found.before.inventory.table(Kind.INSTANCES)
    members = (one for crowd in crowds for alike in crowd.alike.values() for one in alike)
    if any(one.key._replace(id=one.instance_id or "") not in instances for one in members):
        yield "the agent of SSM", Kind.INSTANCES


def _end(rule: SecurityGroupRule) -> int:
    """When a rule with an end goes (epoch seconds), -1 when that says no time."""
    end = moment(dict(rule.tags).get(EXPIRES_AT))
    return -1 if end is None else end


def _closes_for_good(found: Edit, rule: SecurityGroupRule) -> bool:
    """Whether nothing that stays in its group lets through what a rule did."""
    group = rule.key._replace(id=rule.group_id)
    stay = [other for other in found.after.rules(group) if lasts(other)]
    return covering(rule, stay, found.after.inventory) is None


def _lost(case: Case, interfaces: list[NetworkInterface], lost: _Losing) -> Judgement:
    """You came in by your own address, or nothing else is left: that is a lock-out; else a way less."""
    first, who = interfaces[0], _who(interfaces)
    names = ", ".join(way.words for way in sorted(lost.gone))
    others = ", ".join(way.words for way in sorted(lost.rest))
    when, direct = _when(case, lost.until), any(way.how == DIRECT for way in lost.gone)
    if direct or not lost.rest:
        level = Level.CONFIRM if case.plan.undoes or _isolates(case) else Level.BLOCK
        rest = f"; left, if it is set up: {others}" if others else ", and no other way in is left"
        reason = f"It locks you out of {who}: no rule lets in {names} any more{rest}."
        narrow = "Let yourself in first: tcp/22 from my-ip; then revoke."
        if when:
            reason = f"{when} you would be locked out of {who}: no rule without an end lets in {names}{rest}."
            narrow = "Keep a rule without an end, as tcp/22 from my-ip"
            narrow += "." if direct else ", or set up SSM or an instance connect endpoint first."
        return case.says("lock_out", level, reason, subject=first.key, alternative=narrow)
    loses = "lose" if " more" in who else "loses"
    reason = f"{when + ' ' if when else ''}{who} {loses} a way in, by {names}; left: {others}."
    return case.says("lock_out", Level.WARN, reason, subject=first.key)


def _when(case: Case, until: int) -> str:
    """When the last rule with an end goes, as the start of a sentence; empty when none lets in now."""
    if not until:
        return ""
    minutes = -int((case.now - until) // MINUTE)
    if until < 0 or minutes <= 0:
        return "As soon as what has an end is revoked"
    return "In 1 minute" if minutes == 1 else f"In {span_text(minutes * MINUTE)}"


def _isolates(case: Case) -> bool:
    """Whether the plan puts the instance under quarantine: nobody coming in is what is wanted."""
    return any(
        isinstance(step.change, SetTag)
        and (step.change.name, step.change.key) == (QUARANTINE, case.change.key)
        for step in case.plan.steps
    )


def _who(interfaces: list[NetworkInterface]) -> str:
    names = list(dict.fromkeys(one.instance_id or one.key.id for one in interfaces))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _alike(found: Edit) -> Iterator[tuple[_Alike, list[NetworkInterface]]]:
    """The interfaces of instances that the step touches, with those together for which it does the same."""
    together: dict[_Alike, list[NetworkInterface]] = {}
    moved = frozenset(found.moved)
    for key in found.moved:
        interface = found.before.interface(key)
        if interface is not None and interface.instance_id:
            alike = _Alike(found.after.groups(key), found.before.where(interface), True)
            together.setdefault(alike, []).append(interface)
    yield from together.items()
    told: set[tuple[tuple[Key, ...], Where]] = set()
    several = len(found.groups) > 1
    for group in found.groups:
        for at, interfaces in found.after.crowd(group).alike.items():
            stay = [one for one in interfaces if one.key not in moved] if moved else interfaces
            if stay and not (several and at in told):
                yield _Alike(*at, False), stay
            if several:
                told.add(at)


def _about_ways_in(found: Edit) -> bool:
    """Whether the step takes away something that one could come in by, or that SSM needs."""
    if found.moved:
        return True
    inward = opened(found.removed, found.before.inventory)
    if any(list(segments(inward, family, "tcp", span)) for family in (4, 6) for span in WAYS_IN.tcp):
        return True
    outward = opened(found.removed, found.before.inventory, egress=True)
    return any(list(segments(outward, family, "tcp", (443, 443))) for family in (4, 6))


def _narrowed(found: Edit, interface: NetworkInterface, alike: _Alike) -> bool:
    """Whether rules without an end let in fewer addresses than before on a port that one works through."""
    before = found.before.groups(interface.key)
    spots = [(family, port) for family in (4, 6) for span in WAYS_IN.tcp for port in span]
    return any(
        not covers(_sources(found.after, alike.now, *spot), _sources(found.before, before, *spot))
        for spot in spots
    )


def _sources(state: State, groups: tuple[Key, ...], family: int, port: int) -> Intervals:
    rules = [rule for group in groups for rule in state.doors(group) if lasts(rule)]
    found = segments(opened(rules, state.inventory), family, "tcp", (port, port))
    return union(segment.sources for segment in found)
