"""Rules of security groups as requests ask for them: canonical, comparable, and counted as quotas count."""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

from ec2tui.adapters.demo.correction import Call
from ec2tui.adapters.demo.errors import AwsError, invalid_value
from ec2tui.adapters.demo.group_documents import all_groups

RULES_PER_DIRECTION = 60
"""AWS's default quota, for IPv4 and IPv6 separately; a reference counts for both."""

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}
"""Other ways to say a protocol, and how EC2 says it."""

_NAMED = ("tcp", "udp", "icmp", "icmpv6", "-1")
_DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}").fullmatch
_FAMILIES = {"IPv4": "CidrIp", "IPv6": "CidrIpv6"}


def group_of(call: Call) -> Any:
    """The group that the request names, by id or name."""
    wanted = call.param("GroupId") or call.param("GroupName")
    if wanted is None:
        raise AwsError("MissingParameter", "The request must contain the parameter groupName or groupId")
    return find_group(call.backend, str(wanted))


def find_group(backend: Any, wanted: str) -> Any:
    """The group of this id or name; InvalidGroup.NotFound when there is none."""
    for group in all_groups(backend):
        if wanted in (group.id, group.name):
            return group
    raise AwsError("InvalidGroup.NotFound", f"The security group '{wanted}' does not exist")


def asked_rules(call: Call, group: Any, egress: bool) -> list[Any]:
    """The rules that the request's permissions stand for, one for each peer."""
    permissions = call.param("IpPermissions", []) or [_single(call)]
    return [rule for one in permissions for rule in rules_of_permission(call, group, egress, one)]


def rules_of_permission(call: Call, group: Any, egress: bool, permission: Any) -> Iterator[Any]:
    """The rules of one permission; each is new and belongs to no group yet."""
    protocol = _protocol(permission.get("IpProtocol"))
    ports = _ports(protocol, permission.get("FromPort"), permission.get("ToPort"))
    peers = [_checked(call, group, dict(one)) for kind in _PEERS for one in permission.get(kind, [])]
    if not peers:
        raise AwsError("MissingParameter", "The request must contain a source or destination for each rule")
    for peer in peers:
        yield _made(call, group, egress, protocol, ports, peer)


def identity(rule: Any) -> tuple[Any, ...]:
    """What makes two rules of a direction the same: description and tags do not count."""
    cidr = rule.ip_range.get("CidrIp") or rule.ip_range.get("CidrIpv6")
    peer = (cidr, rule.source_group.get("GroupId"), rule.prefix_list_id)
    return (rule.ip_protocol, rule.from_port, rule.to_port, *peer)


def require_new(wanted: Sequence[Any], present: Iterable[Any]) -> None:
    """Refuse a rule that is there already, or twice in the request."""
    asked = [identity(rule) for rule in wanted]
    if len(set(asked)) < len(asked):
        raise invalid_value("The same permission must not appear multiple times")
    known = {identity(rule) for rule in present}
    for rule in wanted:
        if identity(rule) in known:
            raise AwsError("InvalidPermission.Duplicate", f'the specified rule "{_say(rule)}" already exists')


def require_quota(backend: Any, rules: Sequence[Any]) -> None:
    """Refuse more rules of one direction than a family may have; a prefix list counts what it may hold."""
    for family in _FAMILIES.values():
        if sum(_places(backend, rule, family) for rule in rules) > RULES_PER_DIRECTION:
            limit = "The maximum number of rules per security group has been reached."
            raise AwsError("RulesPerSecurityGroupLimitExceeded", limit)


_PEERS = ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")


def _places(backend: Any, rule: Any, family: str) -> int:
    if rule.prefix_list_id:
        found = backend.managed_prefix_lists[rule.prefix_list_id]
        own = found.owner_id == backend.account_id
        return (int(found.max_entries) if own else 1) if _FAMILIES[found.address_family] == family else 0
    return int(not rule.ip_range or family in rule.ip_range)


def _single(call: Call) -> dict[str, Any]:
    cidr = call.param("CidrIp")
    return {
        "IpProtocol": call.param("IpProtocol"),
        "FromPort": call.param("FromPort"),
        "ToPort": call.param("ToPort"),
        "IpRanges": [{"CidrIp": cidr}] if cidr else [],
    }


def _protocol(given: Any) -> str:
    if given is None:
        raise AwsError("MissingParameter", "The request must contain the parameter ipProtocol")
    protocol = PROTOCOLS.get(str(given).lower(), str(given).lower())
    if protocol not in _NAMED and not (protocol.isdecimal() and int(protocol) < 256):
        raise invalid_value(f"Invalid value '{given}' for IP protocol. Unknown protocol.")
    return protocol


def _ports(protocol: str, low: Any, high: Any) -> tuple[int, int]:
    """Ports, or ICMP type and code; -1 stands for all."""
    if protocol in ("tcp", "udp"):
        if low is None or high is None:
            both = "Must specify both from and to ports with TCP/UDP."
            raise invalid_value(f"Invalid value '{both}' for portRange.")
        if not 0 <= int(low) <= int(high) <= 65535:
            raise invalid_value(f"Invalid value '{low}-{high}' for portRange.")
        return int(low), int(high)
    if protocol in ("icmp", "icmpv6"):
        kind, code = (-1 if low is None else int(low)), (-1 if high is None else int(high))
        if not (-1 <= kind <= 255 and -1 <= code <= 255) or (kind == -1 and code != -1):
            raise invalid_value(f"Invalid ICMP type/code: {kind}/{code}.")
        return kind, code
    return -1, -1


def _checked(call: Call, group: Any, peer: dict[str, Any]) -> dict[str, Any]:
    """The peer in canonical form; what it names must exist, and its description be one."""
    if not _DESCRIPTION(str(peer.get("Description") or "")):
        raise invalid_value(
            "Invalid rule description. Valid descriptions are strings less than 256 characters from the "
            "following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
        )
    for key, family in (("CidrIp", ipaddress.IPv4Network), ("CidrIpv6", ipaddress.IPv6Network)):
        if key in peer:
            try:
                peer[key] = str(family(peer[key], strict=False))
            except ValueError as error:
                raise invalid_value(f"CIDR block {peer[key]} is malformed") from error
    if peer.get("PrefixListId", "") and peer["PrefixListId"] not in call.backend.managed_prefix_lists:
        message = f"The prefix list ID '{peer['PrefixListId']}' does not exist"
        raise AwsError("InvalidPrefixListID.NotFound", message)
    if "GroupId" in peer or "GroupName" in peer:
        wanted = peer.get("GroupId") or peer.get("GroupName")
        source = call.backend.get_security_group_by_name_or_id(wanted, group.vpc_id)
        if source is None:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{wanted}' does not exist")
        peer |= {"GroupId": source.id, "UserId": call.world.account_id}
    return peer


def _made(call: Call, group: Any, egress: bool, protocol: str, ports: tuple[int, int], peer: Any) -> Any:
    cidr = {key: peer[key] for key in ("CidrIp", "CidrIpv6") if key in peer}
    source = {key: peer[key] for key in ("GroupId", "UserId") if key in peer}
    rule = SecurityGroupRule(
        call.backend,
        protocol,
        group.id,
        str(ports[0]),
        str(ports[1]),
        cidr or None,
        source or None,
        peer if "PrefixListId" in peer else None,
        is_egress=egress,
    )
    rule.demo_description = peer.get("Description")  # type: ignore[attr-defined]
    return rule


def _say(rule: Any) -> str:
    protocol, low, high, *peers = identity(rule)
    peer = next((one for one in peers if one), "")
    return f"peer: {peer}, {str(protocol).upper()}, from port: {low}, to port: {high}, ALLOW"
