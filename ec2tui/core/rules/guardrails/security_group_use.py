"""Guardrails of a group as a whole: who uses it, who made it, who refers to it, and what lives on."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from ec2tui.core.changes.isolation_group import DeleteSecurityGroup
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.guardrails.case import WHY, Case
from ec2tui.core.rules.guardrails.security_groups import edit, retold
from ec2tui.core.rules.guardrails.subject import CODE_TAGS, matches
from ec2tui.core.rules.network.coverage import covering
from ec2tui.core.rules.network.edit import Edit, State
from ec2tui.core.rules.network.index import index_of
from ec2tui.core.rules.network.intervals import EVERYTHING, covers
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.owners import words
from ec2tui.core.rules.network.readings import group_unread, unread
from ec2tui.core.rules.network.segments import segments

ESTABLISHED = "432000 s (5 days; 350 s on instances of the sixth Nitro generation)"
"""How long an idle tracked TCP connection lives on by default (EC2 user guide, connection tracking)."""


def group_shared(case: Case) -> Iterator[Judgement]:
    """A rule of a group holds for everything that is in it."""
    found = edit(case)
    if found is None:
        return
    for group in found.groups:
        counts = found.after.owners(group)
        if len(counts) > 1 or sum(counts.values()) > 1:
            level = Level.CONFIRM if len(counts) > 1 else Level.INFO
            count = _interfaces(len(found.after.by_group.members[group]))
            reason = f"{group.id} holds for {words(counts)}, over {count}."
            yield case.says("group_shared", level, reason, subject=group)
        for why in unread(case.start, group, Kind.INTERFACES):
            reason = f"Who else is in {group.id} is not known. {why}"
            yield case.says("group_shared", Level.WARN, reason, subject=group, unknown=True)


def _interfaces(count: int) -> str:
    return f"{count} network interface{'' if count == 1 else 's'}"


MADE_BY_AWS = (
    ("aws:eks:cluster-name", "EKS"),
    ("kubernetes.io/cluster/*", "Kubernetes"),
    ("elbv2.k8s.aws/*", "Kubernetes' load balancer controller"),
    ("aws:elasticmapreduce:*", "EMR"),
    ("aws:*", "an AWS service"),
)
"""Tags that tell who keeps a group in order."""

NAMES_OF_AWS = (
    ("eks-cluster-sg-*", "EKS"),
    ("ElasticMapReduce-*", "EMR"),
    ("d-??????????_controllers", "Directory Service"),
    ("awseb-*", "Elastic Beanstalk"),
)


def group_managed(case: Case) -> Iterator[Judgement]:
    """A group that something else keeps in order, or that is everybody's default, is not changed lightly."""
    found, rule = retold(case), "group_managed"
    touched = dict.fromkeys(found.groups if found else ())
    if isinstance(case.change, DeleteSecurityGroup):
        touched[case.change.key] = None
    for key in touched:
        group = case.start.security_group(key)
        if isinstance(group, Missing):
            if group is not Missing.GONE and not key.id.startswith(("(", "<")):
                reason = f"Whether something else manages {key.id} is not known: it {WHY[group]}."
                yield case.says(rule, Level.WARN, reason, subject=key, unknown=True)
            continue
        if group.name == "default":
            reason = "It is its VPC's default group: whatever is launched without a group gets it."
            narrow = "Give what needs this a group of its own."
            yield case.says(rule, Level.CONFIRM, reason, subject=key, alternative=narrow)
        who = _manager(group)
        if who:
            reason = f"{who} keeps {key.id} in order: a change by hand may be undone, or break it."
            yield case.says(rule, Level.CONFIRM, reason, subject=key)


def _manager(group: SecurityGroup) -> str:
    for pattern, who in NAMES_OF_AWS:
        if fnmatchcase(group.name, pattern):
            return who
    for pattern in (*CODE_TAGS, "*anaged*y=*[Tt]erraform*"):
        if tag := matches(group.tags, pattern):
            return f"Code (the tag {tag[0]}={tag[1]})"
    return next((who for pattern, who in MADE_BY_AWS if matches(group.tags, pattern)), "")


def group_referenced(case: Case) -> Iterator[Judgement]:
    """Other groups let in the members of this one: who leaves it, or deletes it, loses that."""
    rule = "group_referenced"
    if isinstance(case.change, DeleteSecurityGroup):
        yield from _deleted(case, case.change.key)
        return
    found = edit(case)
    for key in found.moved if found else ():
        assert found is not None
        for left in set(found.before.groups(key)) - set(found.after.groups(key)):
            rules = _referring(found.after, left)
            if rules:
                lets = "lets" if len(rules) == 1 else "let"
                reason = f"{_names(rules)} {lets} in the members of {left.id}, of which {key.id} is no more."
                yield case.says(rule, Level.CONFIRM, reason, subject=key)
            elif why := group_unread(case.start, left):
                reason = f"Whether other groups let in the members of {left.id} is not known. {why}"
                yield case.says(rule, Level.CONFIRM, reason, subject=key, unknown=True)


def _deleted(case: Case, group: Key) -> Iterator[Judgement]:
    rule, state = "group_referenced", State(case.before, index_of(case.before))
    members = state.by_group.members.get(group, ())
    if members:
        reason = f"{_interfaces(len(members))} still use {group.id}, {members[0].id} first: AWS refuses this."
        yield case.says(rule, Level.BLOCK, reason, alternative="Give them another group first.")
    others = tuple(one for one in _referring(state, group) if one.group_id != group.id)
    if others:
        reason = f"{_names(others)} refer to {group.id}: AWS refuses while they are in its VPC."
        yield case.says(rule, Level.CONFIRM, reason, alternative="Revoke those rules first.")
    for why in unread(case.before, group, Kind.INTERFACES, Kind.RULES):
        reason = f"Whether something uses {group.id} is not known. {why}"
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)


def _referring(state: State, group: Key) -> tuple[SecurityGroupRule, ...]:
    table = state.inventory.table(Kind.RULES)
    return tuple(table[key] for key in state.by_group.references.get(group, ()))


def _names(rules: Iterable[SecurityGroupRule]) -> str:
    names = [f"{rule.key.id} of {rule.group_id}" for rule in rules]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return " and ".join(names[:2]) + more


def sessions_live_on(case: Case) -> Iterator[Judgement]:
    """Revoking a rule ends no tracked connection: those live until they are idle for long enough."""
    found, rule = edit(case), "sessions_live_on"
    if found is None:
        return
    closed = [one for one in found.removed if closes(found, one) and _tracked(found, one)]
    if not closed:
        return
    for why in unread(case.start, case.change.key, Kind.INTERFACES):
        reason = f"Connections that are open live on until they are idle, by default for {ESTABLISHED}. {why}"
        yield case.says(rule, Level.WARN, reason, unknown=True)
        return
    groups = dict.fromkeys(one.key._replace(id=one.group_id) for one in closed)
    used = [group for group in groups if found.before.by_group.members.get(group)]
    if used:
        told = [found.before.crowd(group).seconds for group in used]
        known = [seconds for seconds in told if seconds is not None]
        span = f"{max(known)} s" if len(known) == len(told) else ESTABLISHED
        reason = f"It ends no open connection: tracked ones of TCP live on until they are idle for {span}."
        narrow = "To cut them: a deny entry in the network ACL, or end the session where it starts."
        yield case.says(rule, Level.WARN, reason, alternative=narrow)


def closes(found: Edit, rule: SecurityGroupRule) -> bool:
    """Whether nothing else in its group lets through what a rule did."""
    group = rule.key._replace(id=rule.group_id)
    return covering(rule, found.after.rules(group), found.after.inventory) is None


def _tracked(found: Edit, rule: SecurityGroupRule) -> bool:
    """Whether flows of a rule are tracked: all but those from everywhere whose answers may go everywhere.

    So does AWS for TCP and UDP in each family (EC2 user guide, security group connection tracking).
    """
    group = rule.key._replace(id=rule.group_id)
    back = found.before.opened((group,), not rule.egress)
    for opening in opened((rule,), found.before.inventory, rule.egress):
        every = EVERYTHING[opening.family]
        if opening.protocol in ("icmp", "icmpv6", "-1") or not covers(opening.sources, every):
            return True
        answers = list(segments(back, opening.family, opening.protocol))
        if not any(s.low == 0 and s.high == 65535 and covers(s.sources, every) for s in answers):
            return True
    return False
