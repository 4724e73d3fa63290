"""The guardrail against locking yourself out: the last rule that lets you in is not taken away."""

from collections.abc import Iterator
from typing import NamedTuple

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.security_groups import edit
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.intervals import Intervals, covers, union
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.ports import WAYS_IN
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.network.segments import segments
from ec2tui.core.rules.network.ways_in import DIRECT, Way, entrances, ways


class _Alike(NamedTuple):
    """Interfaces for which the edit does the same: their groups before and after, and where they are."""

    was: tuple[Key, ...]
    now: tuple[Key, ...]
    vpc_id: str
    public: bool
    ipv6: bool
    role: bool


def lock_out(case: Case) -> Iterator[Judgement]:
    """A change does not take away the last way by which you reach an instance."""
    found = edit(case)
    if found is None or not _about_ways_in(found):
        return
    own = (*case.policy.network.own_addresses, *case.origin.addresses)
    for alike, interfaces in _alike(case, found).items():
        first = interfaces[0]
        by = entrances(found.start, first, own, case.policy.network.bastion_groups, alike.role)
        was, now = ways(found.start, alike.was, by, lasting=True), ways(found.after, alike.now, by)
        before = ways(found.before, found.before.groups(first.key), by)
        lost = sorted(way for way in was - now if way in before)
        who = _who(interfaces)
        if lost:
            yield _lost(case, first, who, lost, now)
        elif not own and _narrowed(found, first, alike):
            reason = f"Whether you come in to {who} by this is not known: your own address is not known."
            yield case.says("lock_out", Level.CONFIRM, reason, subject=first.key, unknown=True)
    for why in unread(case.start, case.change.key, Kind.RULES, Kind.INTERFACES):
        reason = f"Whether this locks you out is not known. {why}"
        yield case.says("lock_out", Level.CONFIRM, reason, unknown=True)


def _lost(case: Case, first: NetworkInterface, who: str, lost: list[Way], left: set[Way]) -> Judgement:
    """You came in by your own address, or nothing else is left: that is a lock-out; else a way less."""
    names = ", ".join(way.words for way in lost)
    others = ", ".join(way.words for way in sorted(left))
    narrow = "Let yourself in first: tcp/22 from my-ip; then revoke."
    if any(way.how == DIRECT for way in lost) or not left:
        level = Level.CONFIRM if case.plan.undoes else Level.BLOCK
        rest = f"; left, if it is set up: {others}" if others else ", and no other way in is left"
        reason = f"It locks you out of {who}: no rule lets in {names} any more{rest}."
        return case.says("lock_out", level, reason, subject=first.key, alternative=narrow)
    reason = f"{who} loses a way in, by {names}; left: {others}."
    return case.says("lock_out", Level.WARN, reason, subject=first.key)


def _who(interfaces: list[NetworkInterface]) -> str:
    names = list(dict.fromkeys(one.instance_id or one.key.id for one in interfaces))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _alike(case: Case, found: Edit) -> dict[_Alike, list[NetworkInterface]]:
    """The interfaces of instances that the step touches, with those together for which it does the same."""
    together: dict[_Alike, list[NetworkInterface]] = {}
    for key in found.members():
        interface = found.before.interface(key)
        if interface is None or not interface.instance_id:
            continue
        instance = case.start.instance(key._replace(id=interface.instance_id))
        alike = _Alike(
            found.start.groups(key),
            found.after.groups(key),
            interface.vpc_id,
            bool(interface.public_ips),
            bool(interface.ipv6),
            not isinstance(instance, Missing) and instance.profile_arn is not None,
        )
        together.setdefault(alike, []).append(interface)
    return together


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
    """Whether somebody named by address can come in no more on a port that one works through."""
    before = found.before.groups(interface.key)
    spots = [(family, port) for family in (4, 6) for span in WAYS_IN.tcp for port in span]
    return any(
        not covers(_sources(found.after, alike.now, *spot), _sources(found.before, before, *spot))
        for spot in spots
    )


def _sources(state: State, groups: tuple[Key, ...], family: int, port: int) -> Intervals:
    found = segments(state.opened(groups, False), family, "tcp", (port, port))
    return union(segment.sources for segment in found)
