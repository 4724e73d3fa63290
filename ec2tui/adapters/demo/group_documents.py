"""EC2's own description of security groups and their rules, made from moto's objects."""

from collections.abc import Iterator
from typing import Any

from ec2tui.adapters.demo.documents import tags

Document = dict[str, Any]


def all_groups(backend: Any) -> Iterator[Any]:
    """Every security group of a region."""
    for groups in backend.groups.values():
        yield from groups.values()


def rules_of(group: Any) -> list[Any]:
    """All rules of a group, outbound ones last."""
    return [*group.ingress_rules, *group.egress_rules]


def description_of(rule: Any) -> str | None:
    """A rule's description, whatever kind of peer it has."""
    given = getattr(rule, "demo_description", None)
    found = given or rule.ip_range.get("Description") or rule.source_group.get("Description")
    return str(found) if found else None


def rule_document(rule: Any) -> Document:
    """What DescribeSecurityGroupRules says of a rule: ports are -1 where there are none."""
    return {
        "SecurityGroupRuleId": rule.id,
        "GroupId": rule.group_id,
        "GroupOwnerId": rule.ec2_backend.account_id,
        "IsEgress": rule.is_egress,
        "IpProtocol": rule.ip_protocol,
        "FromPort": -1 if rule.from_port is None else rule.from_port,
        "ToPort": -1 if rule.to_port is None else rule.to_port,
        "CidrIpv4": rule.ip_range.get("CidrIp"),
        "CidrIpv6": rule.ip_range.get("CidrIpv6"),
        "PrefixListId": rule.prefix_list_id,
        "ReferencedGroupInfo": _referenced(rule),
        "Description": description_of(rule),
        "Tags": tags(rule.ec2_backend, rule.id),
        "SecurityGroupRuleArn": _arn(rule.ec2_backend, "security-group-rule", rule.id),
    }


def group_document(group: Any) -> Document:
    """What DescribeSecurityGroups says of a group."""
    return {
        "GroupId": group.id,
        "GroupName": group.name,
        "Description": group.description,
        "OwnerId": group.owner_id,
        "VpcId": group.vpc_id,
        "SecurityGroupArn": _arn(group.ec2_backend, "security-group", group.id),
        "IpPermissions": permissions(group.ingress_rules),
        "IpPermissionsEgress": permissions(group.egress_rules),
        "Tags": tags(group.ec2_backend, group.id),
    }


def _arn(backend: Any, kind: str, one: str) -> str:
    return f"arn:aws:ec2:{backend.region_name}:{backend.account_id}:{kind}/{one}"


def _referenced(rule: Any) -> Document | None:
    if not rule.source_group:
        return None
    group_id = rule.source_group.get("GroupId")
    deleted = rule.ec2_backend.get_security_group_from_id(group_id) is None
    return {
        "GroupId": group_id,
        "UserId": None if deleted else rule.source_group.get("UserId") or rule.ec2_backend.account_id,
        "VpcPeeringConnectionId": rule.source_group.get("VpcPeeringConnectionId"),
        "PeeringStatus": rule.source_group.get("PeeringStatus"),
    }


def permissions(rules: list[Any]) -> list[Document]:
    """Rules of one direction, gathered by protocol and ports as DescribeSecurityGroups tells them."""
    by_ports: dict[tuple[Any, ...], Document] = {}
    for rule in rules:
        key = (rule.ip_protocol, rule.from_port, rule.to_port)
        if key not in by_ports:
            by_ports[key] = {
                "IpProtocol": rule.ip_protocol,
                "FromPort": rule.from_port,
                "ToPort": rule.to_port,
                "UserIdGroupPairs": [],
                "IpRanges": [],
                "Ipv6Ranges": [],
                "PrefixListIds": [],
            }
        _add_peer(by_ports[key], rule)
    return list(by_ports.values())


def _add_peer(permission: Document, rule: Any) -> None:
    description = description_of(rule)
    if rule.ip_range.get("CidrIp"):
        permission["IpRanges"].append({"CidrIp": rule.ip_range["CidrIp"], "Description": description})
    elif rule.ip_range.get("CidrIpv6"):
        permission["Ipv6Ranges"].append({"CidrIpv6": rule.ip_range["CidrIpv6"], "Description": description})
    elif rule.prefix_list_id:
        permission["PrefixListIds"].append({"PrefixListId": rule.prefix_list_id, "Description": description})
    elif rule.source_group:
        permission["UserIdGroupPairs"].append({**(_referenced(rule) or {}), "Description": description})
