"""ModifySecurityGroupRules: the whole rule in place, never another kind of peer."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.describe_groups import no_such_rule
from ec2tui.adapters.demo.errors import invalid_value
from ec2tui.adapters.demo.group_documents import rules_of
from ec2tui.adapters.demo.group_rules import group_of, require_new, require_quota, rules_of_permission

PEERS = {
    "CidrIpv4": ("IpRanges", "CidrIp", "an IPv4 CIDR", "IPv4 CIDR"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6", "an IPv6 CIDR", "IPv6 CIDR"),
    "PrefixListId": ("PrefixListIds", "PrefixListId", "a prefix list id", "prefix list"),
    "ReferencedGroupId": ("UserIdGroupPairs", "GroupId", "a referenced group id", "referenced group"),
}
"""Member of the request: (its list in a permission, its member there, how AWS names it asked and present)."""

_CHANGES = ("ip_protocol", "from_port", "to_port", "ip_range", "source_group", "prefix_list_id")


def modify(call: Call) -> dict[str, Any]:
    """Change all the rules of the request, or none; ids, tags and directions stay."""
    for old, new in _changes(call):
        for name in _CHANGES:
            setattr(old, name, getattr(new, name))
        old.demo_description = new.demo_description
    return {"Return": True}


def check_modify(call: Call) -> None:
    """What AWS refuses in a modification whether it is a DryRun or not."""
    _changes(call)


def _changes(call: Call) -> list[tuple[Any, Any]]:
    """Each rule with what it becomes."""
    group = group_of(call)
    known = {rule.id: rule for rule in rules_of(group)}
    changes = []
    for one in call.param("SecurityGroupRules", []):
        rule_id = str(one.get("SecurityGroupRuleId"))
        if rule_id not in known:
            raise no_such_rule(rule_id)
        changes.append((known[rule_id], _changed(call, group, known[rule_id], one["SecurityGroupRule"])))
    touched = [old.id for old, _ in changes]
    if len(set(touched)) < len(touched):
        raise invalid_value("The same security group rule ID must not appear multiple times")
    for egress in (False, True):
        new = [becomes for _, becomes in changes if becomes.is_egress is egress]
        kept = [rule for rule in known.values() if rule.is_egress is egress and rule.id not in touched]
        require_new(new, kept)
        if new:
            require_quota(call.backend, [*kept, *new])
    return changes


def _changed(call: Call, group: Any, old: Any, asked: Any) -> Any:
    given = [member for member in PEERS if asked.get(member)]
    if len(given) != 1:
        raise invalid_value("You must specify exactly one of: " + ", ".join(PEERS))
    if given[0] != _kind(old):
        phrase, present = PEERS[given[0]][2], PEERS[_kind(old)][3]
        raise invalid_value(f"You may not specify {phrase} for an existing {present} rule")
    kind, member, _, _ = PEERS[given[0]]
    peer = {member: asked[given[0]], "Description": asked.get("Description")}
    permission = {key: asked.get(key) for key in ("IpProtocol", "FromPort", "ToPort")} | {kind: [peer]}
    return next(rules_of_permission(call, group, old.is_egress, permission))


def _kind(rule: Any) -> str:
    if rule.prefix_list_id:
        return "PrefixListId"
    if rule.source_group:
        return "ReferencedGroupId"
    return "CidrIpv6" if "CidrIpv6" in rule.ip_range else "CidrIpv4"


CORRECTION = Correction(
    name="modify-rules",
    moto="rejects -1 without ports, accepts another kind of peer and does nothing then, and makes duplicates",
    aws="takes the whole rule with exactly one peer of the kind it has, refuses what is there already, and "
    "keeps the rule's id and tags",
    before={"ModifySecurityGroupRules": check_modify},
    instead={"ModifySecurityGroupRules": modify},
)
