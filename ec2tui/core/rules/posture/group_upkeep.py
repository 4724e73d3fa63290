"""Posture checks of how security groups are kept: too much at once, what is stale, unused or nearly full."""

from collections.abc import Iterable

from ec2tui.core.grammar.protocols import ALL, ICMP, PORTED, normal
from ec2tui.core.model.finding import Severity
from ec2tui.core.model.group_relations import GroupReferences, StaleRules
from ec2tui.core.model.inventory import Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch_template import LaunchTemplate
from ec2tui.core.model.quota import GROUPS_PER_INTERFACE, RULES_PER_GROUP, Quota
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.network.index import members_of
from ec2tui.core.rules.network.intervals import FAMILIES
from ec2tui.core.rules.network.openings import WHOLE, space
from ec2tui.core.rules.network.quota import quota_used
from ec2tui.core.rules.posture.check import Check, Judged, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.settings import (
    MOST_RULES,
    QUOTA_SHARE,
    USUAL_GROUPS,
    WIDEST_RANGE,
)


def all_to_self(place: Judged) -> Verdict:
    """Members of a group that may send each other anything fall together: who is on one host is next on all.
    Name the ports that they speak on.
    """
    own = {key.id for key in place.groups}
    wide = [
        rule.key.id
        for rule in place.rules
        if not rule.egress and rule.peer_group_id in own and _is_everything(rule)
    ]
    if wide:
        return failed("All its members may send each other everything.", rules=wide)
    return passed("Its members may send each other only what rules name.")


def _is_everything(rule: SecurityGroupRule) -> bool:
    word, low, high = space(rule.protocol, rule.from_port, rule.to_port)
    return word == ALL or (word in PORTED and (low, high) == WHOLE)


def wide_range(place: Judged) -> Verdict:
    """A range of hundreds of ports lets in every service that will ever listen on one of them. Name the ports
    that are served.
    """
    wide = []
    for rule in place.rules:
        word, low, high = space(rule.protocol, rule.from_port, rule.to_port)
        if rule.egress or rule.peer_group_id or word not in PORTED or _one_host(rule):
            continue
        if high - low + 1 > WIDEST_RANGE:
            wide.append((high - low + 1, rule))
    if not wide:
        return passed(f"No rule lets in more than {WIDEST_RANGE} ports.")
    most, rule = max(wide, key=lambda found: found[0])
    ports = f"{normal(rule.protocol)}/{rule.from_port}-{rule.to_port}"
    return failed(f"{ports} lets in {most} ports at once.", rules=(rule.key.id for _, rule in wide))


def _one_host(rule: SecurityGroupRule) -> bool:
    return (rule.cidr or "").endswith("/32") or (rule.cidr6 or "").endswith("/128")


def every_icmp(place: Judged) -> Verdict:
    """Networks need two or three kinds of ICMP; the others map them and open tunnels through them. Let in
    destination-unreachable and echo-request, and of ICMPv6 packet-too-big.
    """
    whole = {
        rule.key.id
        for rule in place.rules
        if not rule.egress
        and normal(rule.protocol) in ICMP
        and (rule.from_port is None or rule.from_port < 0)
    }
    hit = [
        one
        for one in place.public(place.open)
        if one.protocol in ICMP and any(opening.rule in whole for opening in one.segment.openings)
    ]
    if hit:
        return failed(f"The internet may send it every kind of {hit[0].protocol}.", hit)
    return passed("The internet may not send it every kind of ICMP.")


def stale_rules(place: Judged) -> Verdict:
    """A rule that refers to a group which is gone says nothing now, and nobody knows what it meant. Revoke
    it, before somebody reads it as a wall that stands.
    """
    group, table = place.group, place.inventory.table(Kind.SECURITY_GROUPS)
    if group is None:
        return not_applicable("The group is not known.")
    peers = {rule.peer_group_id for rule in place.rules if rule.peer_group_id}
    if not peers:
        return passed("No rule refers to a group.")
    told: StaleRules | None = place.inventory.table(Kind.STALE_RULES).get(
        place.subject._replace(id=group.vpc_id or "")
    )
    gone = (
        {id for one in told.groups if one.group_id == place.subject.id for id in one.peers} if told else set()
    )
    if place.inventory.reading_of(Kind.SECURITY_GROUPS, place.subject).known:
        own = place.subject.account
        gone |= {
            rule.peer_group_id or ""
            for rule in place.rules
            if rule.peer_group_id
            and rule.peer_account in (None, own)
            and place.subject._replace(id=rule.peer_group_id) not in table
        }
    if gone:
        rules = [rule.key.id for rule in place.rules if rule.peer_group_id in gone]
        return failed(f"Rules refer to {', '.join(sorted(gone))}, which is gone.", rules=rules)
    if told is None and any(_elsewhere(rule, group, table) for rule in place.rules):
        return _lacking(place, Kind.STALE_RULES, group.vpc_id or "", "Which rules are stale")
    return passed("What rules refer to is there.")


def _elsewhere(rule: SecurityGroupRule, group: SecurityGroup, table: Table) -> bool:
    """Whether a rule refers to a group of another VPC or account, which it loses with the peering."""
    if not rule.peer_group_id:
        return False
    if rule.peer_account not in (None, group.key.account):
        return True
    peer: SecurityGroup | None = table.get(group.key._replace(id=rule.peer_group_id))
    return peer is not None and peer.vpc_id != group.vpc_id


def _lacking(place: Judged, kind: Kind, id: str, what: str) -> Verdict:
    return Scene(place.inventory).lacking(kind, place.subject._replace(id=id), what)


def _groups_of(template: LaunchTemplate) -> Iterable[str]:
    return template.groups


def unused_group(place: Judged) -> Verdict:
    """A group that nothing is in stays open in everybody's mind, and is taken one day for what it is not.
    Look who made it, then delete it. What else may name it (Auto Scaling groups, Lambda, stacks of others) is
    not looked at: AWS refuses to delete a group that is in use.
    """
    group, inventory, key = place.group, place.inventory, place.subject
    if group is None or group.name == "default":
        return not_applicable("A default group cannot be deleted.")
    if place.index.members.get(key):
        return passed("Network interfaces are in it.")
    others = [rule for rule in place.index.references.get(key, ()) if rule not in _own(place)]
    if others:
        return passed("Rules of other groups name it.")
    templates = inventory.table(Kind.LAUNCH_TEMPLATES).values()
    if any(key.id in one.groups and one.key[:2] == key[:2] for one in templates):
        return passed("A launch template names it.")
    told: GroupReferences | None = inventory.table(Kind.GROUP_REFERENCES).get(key)
    if told is not None and told.vpcs:
        return passed(f"Rules of {', '.join(told.vpcs)} name it over a peering.")
    for kind in (Kind.INTERFACES, Kind.RULES, Kind.LAUNCH_TEMPLATES):
        if not inventory.reading_of(kind, key).known:
            return Scene(inventory).unknown(key, kind, say="Nothing that is known uses it.")
    if told is None:
        return _lacking(place, Kind.GROUP_REFERENCES, key.id, "Whether a peered VPC names it")
    return failed("No network interface is in it, and no rule and no launch template names it.")


def _own(place: Judged) -> frozenset[Key]:
    return frozenset(rule.key for rule in place.rules)


FAMILY = {4: "IPv4", 6: "IPv6"}


def nearly_full(place: Judged) -> Verdict:
    """A group near AWS's quota takes no further rule when one is needed at once, and nobody reads sixty
    rules. Merge them with a prefix list or a group as their source.
    """
    quota = _quota(place, RULES_PER_GROUP, place.limits.quota)
    most = _quota(place, GROUPS_PER_INTERFACE, USUAL_GROUPS)
    for egress in (False, True):
        way = "egress" if egress else "ingress"
        for family in FAMILIES:
            used = quota_used(place.rules, place.inventory, egress, family)
            if used > MOST_RULES or used >= QUOTA_SHARE * quota:
                return failed(f"It uses {used} of {quota} {way} rules of {FAMILY[family]}.")
    for interface in members_of(place.inventory, place.index, place.subject):
        if len(interface.groups) >= most:
            return failed(f"{interface.key.id} is in {len(interface.groups)} groups, all that AWS allows.")
    if not place.inventory.reading_of(Kind.INTERFACES, place.subject).known:
        say = "Its rules are far from AWS's quota; how many groups each interface in it has is not known."
        return Scene(place.inventory).unknown(place.subject, Kind.INTERFACES, say=say)
    return passed("It is far from AWS's quotas.")


def _quota(place: Judged, code: str, usual: int) -> int:
    """What AWS allows the account; where it has not told, what the policy says or AWS gives everybody."""
    told: Quota | None = place.inventory.table(Kind.QUOTAS).get(place.subject._replace(id=code))
    return usual if told is None else int(told.value)


_RULES = (Kind.SECURITY_GROUPS, Kind.RULES)
_USES = (*_RULES, Kind.INTERFACES)

CHECKS: tuple[Check, ...] = (
    Check("SG-10", "Everything between the members of a group", Severity.LOW, all_to_self, False, _RULES),
    Check("SG-11", "A wide range of ports", Severity.MEDIUM, wide_range, False, _RULES),
    Check("SG-12", "Every kind of ICMP open to the internet", Severity.LOW, every_icmp, False),
    Check(
        "SG-15",
        "Rules that refer to what is gone",
        Severity.MEDIUM,
        stale_rules,
        False,
        (*_RULES, Kind.STALE_RULES),
    ),
    Check(
        "SG-16",
        "A group that nothing uses",
        Severity.LOW,
        unused_group,
        False,
        (*_USES, Kind.LAUNCH_TEMPLATES, Kind.GROUP_REFERENCES),
    ),
    Check(
        "SG-17",
        "A group near its quota",
        Severity.LOW,
        nearly_full,
        False,
        (*_USES, Kind.PREFIX_LISTS, Kind.QUOTAS),
    ),
)
"""The checks, in the order of their ids."""
