"""What moto cannot say of groups: stale rules, references and associations across VPCs, usable groups."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.documents import tags
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.group_documents import all_groups, permissions, rules_of
from ec2tui.adapters.demo.group_rules import find_group

Reply = Mapping[str, Any]

FOR_VPC_FILTERS = {
    "group-id": "GroupId",
    "description": "Description",
    "group-name": "GroupName",
    "owner-id": "OwnerId",
    "primary-vpc-id": "PrimaryVpcId",
}
"""GetSecurityGroupsForVpc's filters."""

ASSOCIATION_FILTERS = {
    "group-id": "GroupId",
    "group-owner-id": "GroupOwnerId",
    "state": "State",
    "vpc-id": "VpcId",
    "vpc-owner-id": "VpcOwnerId",
}
"""DescribeSecurityGroupVpcAssociations' filters."""


def stale_groups(call: Call) -> Reply:
    """The groups of a VPC with rules that refer to a group which is gone."""
    found = []
    for group in _of_vpc(call):
        inbound = [rule for rule in group.ingress_rules if _stale(rule)]
        outbound = [rule for rule in group.egress_rules if _stale(rule)]
        if inbound or outbound:
            found.append(
                {
                    "GroupId": group.id,
                    "GroupName": group.name,
                    "Description": group.description,
                    "VpcId": group.vpc_id,
                    "StaleIpPermissions": [_without_ranges(one) for one in permissions(inbound)],
                    "StaleIpPermissionsEgress": [_without_ranges(one) for one in permissions(outbound)],
                }
            )
    page, following = cut(call, found, 5, 255, 255)
    return {"StaleSecurityGroupSet": page, "NextToken": following}


def references(call: Call) -> Reply:
    """The VPCs on the other side of a peering that refer to these groups."""
    found = []
    for group in [find_group(call.backend, str(one)) for one in call.param("GroupId", [])]:
        pairs = {
            (other.vpc_id, rule.source_group.get("VpcPeeringConnectionId"))
            for other in all_groups(call.backend)
            if other.vpc_id != group.vpc_id
            for rule in rules_of(other)
            if rule.source_group.get("GroupId") == group.id
        }
        found += [
            {"GroupId": group.id, "ReferencingVpcId": vpc, "VpcPeeringConnectionId": peering}
            for vpc, peering in sorted(pairs, key=str)
        ]
    return {"SecurityGroupReferenceSet": found}


def associations(call: Call) -> Reply:
    """Groups that are associated with further VPCs, of which the demo account has none."""
    none: list[dict[str, Any]] = []
    documents = list(select(none, call.filters, ASSOCIATION_FILTERS))
    page, following = cut(call, documents, 5, 1000, 1000)
    return {"SecurityGroupVpcAssociations": page, "NextToken": following}


def groups_for_vpc(call: Call) -> Reply:
    """The groups that an interface in the VPC may have."""
    documents = [
        {
            "GroupId": group.id,
            "GroupName": group.name,
            "Description": group.description,
            "OwnerId": group.owner_id,
            "PrimaryVpcId": group.vpc_id,
            "Tags": tags(call.backend, group.id),
        }
        for group in _of_vpc(call)
    ]
    page, following = cut(call, list(select(documents, call.filters, FOR_VPC_FILTERS)), 5, 1000, 1000)
    return {"SecurityGroupForVpcs": page, "NextToken": following}


def _of_vpc(call: Call) -> list[Any]:
    vpc_id = str(call.param("VpcId"))
    if vpc_id not in call.backend.vpcs:
        raise AwsError("InvalidVpcID.NotFound", f"The vpc ID '{vpc_id}' does not exist")
    return [group for group in all_groups(call.backend) if group.vpc_id == vpc_id]


def _stale(rule: Any) -> bool:
    wanted = rule.source_group.get("GroupId")
    return wanted is not None and rule.ec2_backend.get_security_group_from_id(wanted) is None


def _without_ranges(permission: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in permission.items() if key not in ("IpRanges", "Ipv6Ranges")}


CORRECTION = Correction(
    name="group-relations",
    moto="does not implement the operations",
    aws="says which rules are stale, who refers to a group over a peering, which groups are associated with "
    "further VPCs, and which may be used in a VPC",
    instead={
        "DescribeStaleSecurityGroups": stale_groups,
        "DescribeSecurityGroupReferences": references,
        "DescribeSecurityGroupVpcAssociations": associations,
        "GetSecurityGroupsForVpc": groups_for_vpc,
    },
)
