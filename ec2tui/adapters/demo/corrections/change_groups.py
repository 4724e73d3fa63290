"""Authorize, revoke, describe anew and delete: whole or not at all, and never what is in use."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.describe_groups import no_such_rule
from ec2tui.adapters.demo.errors import AwsError, invalid_value
from ec2tui.adapters.demo.group_documents import all_groups, rule_document, rules_of

Reply = dict[str, Any]

RULES_PER_DIRECTION = 60
"""AWS's default quota, for IPv4 and IPv6 separately; a reference counts for both."""

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}
"""Other ways to say a protocol, and how EC2 says it."""

_DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}").fullmatch


def authorize(call: Call) -> Reply:
    """Add all the rules of the request, or none."""
    egress = call.operation.endswith("Egress")
    group = group_of(call)
    present = group.egress_rules if egress else group.ingress_rules
    wanted = list(_rules(call, group, egress))
    for number, rule in enumerate(wanted):
        if any(_same(rule, other) for other in wanted[:number]):
            raise invalid_value("The same permission must not appear multiple times")
        if any(_same(rule, other) for other in present):
            raise AwsError("InvalidPermission.Duplicate", f'the specified rule "{_say(rule)}" already exists')
    for family in ("CidrIpv6", "CidrIp"):
        counted = [one for one in (*present, *wanted) if family not in one.ip_range]
        if len(counted) > RULES_PER_DIRECTION:
            limit = "The maximum number of rules per security group has been reached."
            raise AwsError("RulesPerSecurityGroupLimitExceeded", limit)
    tags = _rule_tags(call)
    for rule in wanted:
        rule.add_tags(tags)
        present.append(rule)
    return {"Return": True, "SecurityGroupRules": [rule_document(rule) for rule in wanted]}


def check_authorize(call: Call) -> None:
    """What AWS refuses in an authorization whether it is a DryRun or not."""
    group = group_of(call)
    list(_rules(call, group, call.operation.endswith("Egress")))


def check_revoke(call: Call) -> None:
    """The group and each rule id must exist."""
    group = group_of(call)
    rules = group.egress_rules if call.operation.endswith("Egress") else group.ingress_rules
    known = {rule.id for rule in rules}
    for one in call.param("SecurityGroupRuleIds", []):
        if one not in known:
            raise no_such_rule(str(one))


def describe_anew(call: Call) -> Reply:
    """Change descriptions only, by rule id or by the permission itself."""
    egress = call.operation.endswith("Egress")
    group = group_of(call)
    present = group.egress_rules if egress else group.ingress_rules
    texts: list[tuple[Any, str]] = []
    for one in call.param("SecurityGroupRuleDescriptions", []):
        found = [rule for rule in present if rule.id == one.get("SecurityGroupRuleId")]
        if not found:
            raise no_such_rule(str(one.get("SecurityGroupRuleId")))
        texts.append((found[0], one.get("Description") or ""))
    for rule in _rules(call, group, egress) if call.param("IpPermissions") else ():
        found = [other for other in present if _same(rule, other)]
        if not found:
            raise AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this group.")
        texts.append((found[0], rule.demo_description or ""))
    for rule, text in texts:
        rule.ip_range.pop("Description", None)
        rule.source_group.pop("Description", None)
        rule.demo_description = text
    return {"Return": True}


def check_delete(call: Call) -> None:
    """The default group stays, and so does one on an interface or in another group's rule."""
    group = group_of(call)
    if group.name == "default":
        message = f'the specified group: "{group.id}" name: "default" cannot be deleted by a user'
        raise AwsError("CannotDelete", message)
    on_interface = any(group in nic._group_set for nic in call.backend.enis.values())
    referenced = any(
        rule.source_group.get("GroupId") == group.id
        for other in all_groups(call.backend)
        if other is not group and other.vpc_id == group.vpc_id
        for rule in rules_of(other)
    )
    if on_interface or referenced:
        raise AwsError("DependencyViolation", f"resource {group.id} has a dependent object")


def group_of(call: Call) -> Any:
    """The group that the request names, by id or name."""
    wanted = call.param("GroupId") or call.param("GroupName")
    for group in all_groups(call.backend):
        if wanted in (group.id, group.name):
            return group
    raise AwsError("InvalidGroup.NotFound", f"The security group '{wanted}' does not exist")


def _rule_tags(call: Call) -> dict[str, str]:
    given = call.param("TagSpecifications", [])
    return {tag["Key"]: tag["Value"] for one in given for tag in one.get("Tags", [])}


def _rules(call: Call, group: Any, egress: bool) -> Iterator[Any]:
    permissions = call.param("IpPermissions", []) or [_single(call)]
    for permission in permissions:
        protocol = str(permission.get("IpProtocol", "-1")).lower()
        protocol = PROTOCOLS.get(protocol, protocol)
        ports = (permission.get("FromPort"), permission.get("ToPort"))
        if protocol in ("tcp", "udp") and (None in ports or int(ports[0]) > int(ports[1])):
            raise invalid_value(f"Invalid value for portRange: {ports[0]}-{ports[1]}.")
        for peer in _peers(permission):
            yield _rule(call, group, egress, protocol, ports, peer)


def _single(call: Call) -> dict[str, Any]:
    cidr = call.param("CidrIp")
    return {
        "IpProtocol": call.param("IpProtocol"),
        "FromPort": call.param("FromPort"),
        "ToPort": call.param("ToPort"),
        "IpRanges": [{"CidrIp": cidr}] if cidr else [],
    }


def _peers(permission: Any) -> Iterator[dict[str, Any]]:
    for kind in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"):
        for one in permission.get(kind, []):
            peer = dict(one)
            if not _DESCRIPTION(str(peer.get("Description") or "")):
                raise invalid_value(
                    "Invalid rule description. Valid descriptions are strings less than 256 "
                    "characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
                )
            yield _canonical(peer)


def _canonical(peer: dict[str, Any]) -> dict[str, Any]:
    for key, family in (("CidrIp", ipaddress.IPv4Network), ("CidrIpv6", ipaddress.IPv6Network)):
        if key in peer:
            try:
                peer[key] = str(family(peer[key], strict=False))
            except ValueError as error:
                raise invalid_value(f"CIDR block {peer[key]} is malformed") from error
    return peer


def _rule(call: Call, group: Any, egress: bool, protocol: str, ports: Any, peer: dict[str, Any]) -> Any:
    if "GroupId" in peer or "GroupName" in peer:
        wanted = peer.get("GroupId") or peer.get("GroupName")
        source = call.backend.get_security_group_by_name_or_id(wanted, group.vpc_id)
        if source is None:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{wanted}' does not exist")
        peer = {**peer, "GroupId": source.id, "UserId": call.world.account_id}
    number = protocol not in ("tcp", "udp", "icmp", "icmpv6", "-1")
    is_cidr, is_group = "CidrIp" in peer or "CidrIpv6" in peer, "GroupId" in peer
    rule = SecurityGroupRule(
        call.backend,
        protocol,
        group.id,
        "-1" if number or ports[0] is None else ports[0],
        "-1" if number or ports[1] is None else ports[1],
        {key: peer[key] for key in ("CidrIp", "CidrIpv6") if key in peer} if is_cidr else None,
        {key: peer[key] for key in ("GroupId", "UserId")} if is_group else None,
        peer if "PrefixListId" in peer else None,
        is_egress=egress,
    )
    rule.demo_description = peer.get("Description")  # type: ignore[attr-defined]
    return rule


def _same(one: Any, other: Any) -> bool:
    return _identity(one) == _identity(other)


def _identity(rule: Any) -> tuple[Any, ...]:
    cidr = rule.ip_range.get("CidrIp") or rule.ip_range.get("CidrIpv6")
    peer = (cidr, rule.source_group.get("GroupId"), rule.prefix_list_id)
    return (rule.ip_protocol, rule.from_port, rule.to_port, *peer)


def _say(rule: Any) -> str:
    protocol, low, high, *peers = _identity(rule)
    peer = next((one for one in peers if one), "")
    return f"peer: {peer}, {str(protocol).upper()}, from port: {low}, to port: {high}, ALLOW"


CORRECTION = Correction(
    name="change-security-groups",
    moto="replies with the last permission's rules, leaves the first rules of a failed call behind, "
    "keeps host bits in CIDRs, ignores descriptions by rule id, and deletes groups in use",
    aws="adds all rules or none in canonical form and replies with all of them; a group in use or "
    "referenced answers DependencyViolation, the default group CannotDelete",
    before={
        "AuthorizeSecurityGroupIngress": check_authorize,
        "AuthorizeSecurityGroupEgress": check_authorize,
        "RevokeSecurityGroupIngress": check_revoke,
        "RevokeSecurityGroupEgress": check_revoke,
        "UpdateSecurityGroupRuleDescriptionsIngress": lambda call: group_of(call) and None,
        "UpdateSecurityGroupRuleDescriptionsEgress": lambda call: group_of(call) and None,
        "DeleteSecurityGroup": check_delete,
    },
    instead={
        "AuthorizeSecurityGroupIngress": authorize,
        "AuthorizeSecurityGroupEgress": authorize,
        "UpdateSecurityGroupRuleDescriptionsIngress": describe_anew,
        "UpdateSecurityGroupRuleDescriptionsEgress": describe_anew,
    },
)
