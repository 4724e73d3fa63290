"""From rules as they are wanted to the changes that lead there: make before break, and nothing sent twice."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.plan import PLAN_TAG, Step, shifted
from ec2tui.core.changes.security_group_edits import DescribeRule, ModifyRule
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule, rules_in, same_rule
from ec2tui.core.changes.tags import RESERVED
from ec2tui.core.changes.time_box import Boxing, ended, opened, retimed
from ec2tui.core.grammar.expiry import moment_text
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec, spec_of
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule


class Wanted(NamedTuple):
    """A rule as it is wanted: the id of the rule that becomes it (empty: any), and a resolved spec.

    Its end is a time, not a span.
    """

    rule_id: str
    spec: RuleSpec


def allow(group: Key, spec: RuleSpec, inventory: Inventory, boxing: Boxing) -> tuple[Step, ...] | Unready:
    """Lets a resolved spec through; what is let through already is described or given its new end instead."""
    there = same_rule(inventory, group, spec)
    if there is None:
        return opened(group, spec, inventory, boxing)
    end = spec_of(there).until
    if end is None and spec.until is not None:
        line = format_rule(there)
        return Unready(
            f"{there.key.id} lets this through already, and without an end: {line}. Revoke it first."
        )
    if end is not None and spec.until is None:
        until = moment_text(end)
        return Unready(
            f"{there.key.id} lets this through already, until {until}: say until when it shall now."
        )
    description = spec.description or there.description
    wanted = msgspec.structs.replace(spec, description=description or None)
    return _in_order(_edited(there, wanted, inventory, boxing))


def edit_rule(
    rule: SecurityGroupRule, spec: RuleSpec, inventory: Inventory, boxing: Boxing
) -> tuple[Step, ...]:
    """Makes one rule read otherwise: in place where AWS allows it, else the new one before the old goes.

    Where another rule lets the same through already, this one only goes.
    """
    group = rule.key._replace(id=rule.group_id)
    other = same_rule(inventory, group, spec)
    if other is not None and other.key != rule.key:
        wanted = msgspec.structs.replace(spec, description=spec.description or other.description or None)
        return _in_order((*_edited(other, wanted, inventory, boxing), ended(rule, inventory)))
    return _in_order(_edited(rule, spec, inventory, boxing))


def difference(
    group: Key, wanted: Sequence[Wanted], inventory: Inventory, boxing: Boxing
) -> tuple[Step, ...]:
    """The steps from the rules of a group to those wanted; none when they are the same.

    A wanted rule is first the one that lets the same through, whatever its id; then the one whose id it
    keeps; else it is new. What is left over is revoked, once everything new of its direction is there.
    """
    there = {rule.key.id: rule for rule in sorted(rules_in(inventory, group), key=lambda rule: rule.key)}
    left = dict(there)
    same = {spec_of(rule).identity: rule for rule in there.values()}
    once = {one.spec.identity: one for one in reversed(wanted)}
    parts: list[tuple[Step, ...]] = []
    others: list[Wanted] = []
    for one in (one for one in wanted if once[one.spec.identity] is one):
        rule = same.get(one.spec.identity)
        if rule is None:
            others.append(one)
        else:
            del left[rule.key.id]
            parts += _edited(rule, one.spec, inventory, boxing)
    for one in others:
        rule = left.pop(one.rule_id, None)
        if rule is None:
            parts.append(opened(group, one.spec, inventory, boxing))
        else:
            parts += _edited(rule, one.spec, inventory, boxing)
    parts += [ended(rule, inventory) for rule in left.values()]
    return _in_order(parts)


def copy_rules(
    source: SecurityGroup, target: SecurityGroup, inventory: Inventory, boxing: Boxing
) -> tuple[Step, ...] | Unready:
    """Adds the rules of a group that another one lacks; `self` is then the group that they are copied to."""
    rules = sorted(rules_in(inventory, source.key), key=lambda rule: rule.key)
    if source.vpc_id != target.vpc_id:
        bound = [rule.key.id for rule in rules if spec_of(rule).peer.kind is PeerKind.GROUP]
        if bound:
            return Unready(f"{', '.join(bound)} refer to groups of {source.vpc_id}, not of {target.vpc_id}.")
    parts = []
    for rule in rules:
        spec = spec_of(rule)
        if spec.peer == Peer(PeerKind.GROUP, target.key.id):
            spec = msgspec.structs.replace(spec, peer=Peer(PeerKind.SELF))
        if spec.peer.kind is not PeerKind.NONE and same_rule(inventory, target.key, spec) is None:
            parts.append(opened(target.key, spec, inventory, boxing, own_tags(rule)))
    return _in_order(parts)


def own_tags(rule: SecurityGroupRule) -> Tags:
    """The tags of a rule that a new one in its place gets too: neither AWS's nor those of a plan."""
    return tuple(tag for tag in rule.tags if tag[0] != PLAN_TAG and not tag[0].lower().startswith(RESERVED))


def _edited(
    rule: SecurityGroupRule, spec: RuleSpec, inventory: Inventory, boxing: Boxing
) -> tuple[tuple[Step, ...], ...]:
    """The parts that make a rule read as the spec."""
    old = spec_of(rule)
    if old.identity != spec.identity and not _in_place(old, spec):
        group = rule.key._replace(id=rule.group_id)
        new = opened(group, spec, inventory, boxing, own_tags(rule))
        made = next(at for at, step in enumerate(new) if isinstance(step.change, AuthorizeRule))
        old_goes = [shifted(step, len(new)) for step in ended(rule, inventory)]
        first = Step(old_goes[0].change, (made, *old_goes[0].needs))
        return ((*new, first, *old_goes[1:]),)
    parts: list[tuple[Step, ...]] = []
    if old.identity != spec.identity:
        said = msgspec.structs.replace(spec, lasts=None, until=None)
        parts.append((Step(ModifyRule(rule.key, rule.group_id, said)),))
    elif old.description != spec.description:
        parts.append((Step(DescribeRule(rule.key, rule.group_id, rule.egress, spec.description)),))
    if old.until != spec.until:
        parts.append(retimed(rule, spec.until, inventory, boxing))
    return tuple(parts)


def _in_place(old: RuleSpec, new: RuleSpec) -> bool:
    """Whether AWS changes one into the other in place: not the direction, nor the type of peer."""
    if old.egress != new.egress or new.peer.account or PeerKind.NONE in (old.peer.kind, new.peer.kind):
        return False
    return _type(old.peer.kind) is _type(new.peer.kind)


def _type(kind: PeerKind) -> PeerKind:
    return PeerKind.GROUP if kind is PeerKind.SELF else kind


def _in_order(parts: Iterable[tuple[Step, ...]]) -> tuple[Step, ...]:
    """All parts as one list: those that open, then those that change, then those that only revoke.

    What only revokes waits for everything new of its direction: no way in goes before its successor is there.
    """
    steps: list[Step] = []
    for part in sorted(parts, key=_rank):
        moved = [shifted(step, len(steps)) for step in part]
        if moved and isinstance(moved[0].change, RevokeRule):
            new = _opening(steps, moved[0].change.egress)
            moved[0] = Step(moved[0].change, (*new, *moved[0].needs))
        steps += moved
    return tuple(steps)


def _rank(part: tuple[Step, ...]) -> int:
    if any(isinstance(step.change, AuthorizeRule) for step in part):
        return 0
    return 2 if part and isinstance(part[0].change, RevokeRule) else 1


def _opening(steps: Sequence[Step], egress: bool) -> tuple[int, ...]:
    return tuple(
        at
        for at, step in enumerate(steps)
        if isinstance(step.change, AuthorizeRule) and step.change.spec.egress == egress
    )
