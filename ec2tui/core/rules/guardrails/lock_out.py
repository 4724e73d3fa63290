"""The guardrail against locking yourself out: the last rule that lets you in stays, and gets no end."""

from collections.abc import Iterator
from typing import NamedTuple

from ec2tui.core.grammar.expiry import MINUTE, span_text
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.lock_out_ways import Alike, Ways, alike_in, instances_in, isolates
from ec2tui.core.rules.guardrails.other_hosts import hosts_kept_out
from ec2tui.core.rules.guardrails.security_groups import edit
from ec2tui.core.rules.network.coverage import covering
from ec2tui.core.rules.network.doors import may_be_door
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.intervals import Intervals, covers, public, union
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.ports import WAYS_IN
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.network.segments import segments
from ec2tui.core.rules.network.ways_in import DIRECT, Way, lasts


class _Losing(NamedTuple):
    """What is lost alike: the ways that go, those that stay, and the last end of what lets in until then.

    `until` is in epoch seconds: 0 when nothing lets in any more, -1 when that does not say when it ends.
    """

    gone: frozenset[Way]
    rest: frozenset[Way]
    until: int


def lock_out(case: Case) -> Iterator[Judgement]:
    """A change neither takes away nor gives an end to the last way by which you reach an instance."""
    found = edit(case)
    if found is None or case.change.creates or not _about_ways_in(found):
        return
    known = Ways(case, found)
    losing: dict[_Losing, list[NetworkInterface]] = {}
    narrowed: NetworkInterface | None = None
    for alike, interfaces in alike_in(found):
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
    if not losing:
        yield from hosts_kept_out(case, found, known)
    if narrowed is not None:
        who = instances_in([narrowed])
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


def _closes_for_good(found: Edit, rule: SecurityGroupRule) -> bool:
    """Whether nothing that stays in its group lets through what a rule did."""
    group = rule.key._replace(id=rule.group_id)
    stay = [other for other in found.after.rules(group) if lasts(other)]
    return covering(rule, stay, found.after.inventory) is None


def _lost(case: Case, interfaces: list[NetworkInterface], lost: _Losing) -> Judgement:
    """You came in by your own address, or nothing else is left: that is a lock-out; else a way less."""
    first, who = interfaces[0], instances_in(interfaces)
    names = ", ".join(way.words for way in sorted(lost.gone))
    others = ", ".join(way.words for way in sorted(lost.rest))
    when, direct = _when(case, lost.until), any(way.how == DIRECT for way in lost.gone)
    if direct or not lost.rest:
        level = Level.CONFIRM if case.plan.undoes or isolates(case) else Level.BLOCK
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


def _about_ways_in(found: Edit) -> bool:
    """Whether the step takes away something that one could come in by, or that SSM needs."""
    if found.moved:
        return True
    inward = opened(found.removed, found.before.inventory)
    if any(list(segments(inward, family, "tcp", span)) for family in (4, 6) for span in WAYS_IN.tcp):
        return True
    outward = opened(found.removed, found.before.inventory, egress=True)
    return any(list(segments(outward, family, "tcp", (443, 443))) for family in (4, 6))


def _narrowed(found: Edit, interface: NetworkInterface, alike: Alike) -> bool:
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
