"""Hosts of other groups that an edit keeps out: whether you come in by way of one is not known."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.lock_out_ways import Alike, Ways, alike_in, instances_in, isolates
from ec2tui.core.rules.network.doors import PORTS, may_be_door
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.index import members_of
from ec2tui.core.rules.network.intervals import covers, network, union
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.segments import segments
from ec2tui.core.rules.network.ways_in import BASTION, CONNECT, DIRECT, Way, lasts


class _Door(NamedTuple):
    """The members of a group, by its id, let in on a port."""

    group: str
    port: int


def hosts_kept_out(case: Case, found: Edit, known: Ways) -> Iterator[Judgement]:
    """Hosts of groups come in no more: nobody said which groups are bastions, so that may be the way of all.

    Nothing is said where you come in by your own address still. Bastions that are known are not asked about.
    """
    if not found.moved and not any(rule.peer_group_id and may_be_door(rule) for rule in found.removed):
        return
    told: dict[tuple[frozenset[_Door], frozenset[Way]], list[NetworkInterface]] = {}
    for alike, interfaces in alike_in(found):
        gone = _gone(found, known, alike, interfaces[0])
        left = known.left(alike, interfaces[0]) if gone else set()
        if gone and not any(way.how == DIRECT for way in left):
            told.setdefault((frozenset(gone), frozenset(left)), []).extend(interfaces)
    for (gone_alike, rest), interfaces in told.items():
        yield _said(case, found.before, interfaces, sorted(gone_alike), sorted(rest))


def _gone(found: Edit, known: Ways, alike: Alike, like: NetworkInterface) -> set[_Door]:
    """What let in members of groups until the step, and lets them in no more for good."""
    ways = known.entrances(alike.where, like).groups
    if any(how == BASTION for how, _ in ways):
        return set()
    there = found.start.inventory.table(Kind.RULES)
    groups = found.before.groups(like.key) if alike.moved else ()
    rules = [rule for group in groups for rule in found.before.doors(group)] if groups else found.removed
    old = [rule for rule in rules if rule.key in there]
    before = _doors(old, found.before.inventory)
    endpoints = {group for how, group in ways if how == CONNECT}
    gone = {door for door in before if door.group not in endpoints}
    if not gone:
        return gone
    stay = [rule for group in alike.now for rule in found.after.doors(group) if lasts(rule)]
    gone -= _doors(stay, found.after.inventory)
    foreign = {rule.peer_group_id for rule in old if rule.peer_account not in (None, rule.key.account)}
    return {door for door in gone if door.group in foreign or _somebody(found, door, like, stay)}


def _doors(rules: Iterable[SecurityGroupRule], inventory: Inventory) -> set[_Door]:
    inward = opened([rule for rule in rules if lasts(rule) and may_be_door(rule)], inventory)
    return {
        _Door(one.group, port)
        for one in inward
        if one.group and one.concerns("tcp")
        for port in PORTS
        if one.low <= port <= one.high
    }


def _somebody(found: Edit, door: _Door, like: NetworkInterface, stay: list[SecurityGroupRule]) -> bool:
    """Whether the group may have a member, other than the interface, whom no address that stays lets in."""
    state, group = found.before, like.key._replace(id=door.group)
    if not state.inventory.reading_of(Kind.INTERFACES, group).known:
        return True
    inward = list(segments(opened(stay, state.inventory), 4, "tcp", (door.port, door.port)))
    sources = union(segment.sources for segment in inward)
    members = (one for one in members_of(state.inventory, state.by_group, group) if one.key != like.key)
    return any(
        not one.private_ips or not all(covers(sources, (network(ip)[1],)) for ip in one.private_ips)
        for one in members
    )


def _said(
    case: Case, state: State, interfaces: list[NetworkInterface], gone: list[_Door], rest: list[Way]
) -> Judgement:
    """A way less of which it is not known whether it is yours, or perhaps the only one."""
    groups = ", ".join(dict.fromkeys(_name(state, interfaces[0], door.group) for door in gone))
    ports = ", ".join(str(port) for port in sorted({door.port for door in gone}))
    left = ", ".join(way.words for way in rest) or "nothing that is known"
    reason = (
        f"Other hosts come in to {instances_in(interfaces)} by this, from group {groups} on port {ports}; "
        f"whether you do, by way of them, is not known; left: {left}."
    )
    level = Level.WARN if rest or isolates(case) else Level.CONFIRM
    narrow = "Name the groups by whose hosts you come in: guardrails.network.bastion_groups."
    return case.says("lock_out", level, reason, subject=interfaces[0].key, alternative=narrow, unknown=True)


def _name(state: State, beside: NetworkInterface, id: str) -> str:
    """The name of a group, which its members tell too; its id when nothing does."""
    key: Key = beside.key._replace(id=id)
    group: SecurityGroup | None = state.inventory.table(Kind.SECURITY_GROUPS).get(key)
    members = members_of(state.inventory, state.by_group, key) if group is None else ()
    told = (ref.name for one in members for ref in one.groups if ref.id == id)
    return (group.name if group else next(told, "")) or id
