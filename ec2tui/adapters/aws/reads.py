"""What is read and how: one row per kind, from the kind to the operation, its parser and its pages."""

import re

from ec2tui.adapters.aws.operation import FILTER_VALUES, Operation, Params, listed
from ec2tui.adapters.aws.parse.account_setting import (
    ebs_encryption,
    image_block,
    metadata_defaults,
    snapshot_block,
)
from ec2tui.adapters.aws.parse.address import address
from ec2tui.adapters.aws.parse.alarm import alarms
from ec2tui.adapters.aws.parse.block_public_access import block_public_access, exclusion
from ec2tui.adapters.aws.parse.connect_endpoint import connect_endpoint
from ec2tui.adapters.aws.parse.flow_log import flow_log
from ec2tui.adapters.aws.parse.image import allowed_images, image
from ec2tui.adapters.aws.parse.instance import instances
from ec2tui.adapters.aws.parse.instance_type import instance_type
from ec2tui.adapters.aws.parse.key_pair import key_pair
from ec2tui.adapters.aws.parse.launch_template import launch_template
from ec2tui.adapters.aws.parse.managed_node import managed_node, patch_state
from ec2tui.adapters.aws.parse.network import network_interface
from ec2tui.adapters.aws.parse.network_acl import network_acl
from ec2tui.adapters.aws.parse.prefix_list import prefix_list
from ec2tui.adapters.aws.parse.profile_association import profile_associations
from ec2tui.adapters.aws.parse.route_table import route_table
from ec2tui.adapters.aws.parse.security_group import rule, security_group
from ec2tui.adapters.aws.parse.snapshot import snapshot
from ec2tui.adapters.aws.parse.status import status
from ec2tui.adapters.aws.parse.subnet import subnet
from ec2tui.adapters.aws.parse.volume import volume
from ec2tui.adapters.aws.parse.vpc import vpc
from ec2tui.adapters.aws.parse.vpc_endpoint import vpc_endpoint
from ec2tui.adapters.aws.prefix_list_entries import with_entries
from ec2tui.core.model.kind import Kind

__all__ = ["FILTER_VALUES", "READS", "Operation", "Params", "without_missing"]

_EVERY_ALARM = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": 100}
"""Composite alarms are left out unless they are asked for; CloudWatch has its own word for a page's size."""

_ALL_STATES = {"IncludeDeprecated": True, "IncludeDisabled": True}
"""Images past their time and switched off are told too; without it they would look deregistered."""

_PUBLIC = {"OwnerIds": ["self"], "RestorableByUserIds": ["all"]}
"""Own snapshots that every account may use."""

READS: dict[Kind, Operation] = {
    Kind.INSTANCES: Operation("DescribeInstances", instances, 1000, "instance-id"),
    Kind.STATUSES: Operation(
        "DescribeInstanceStatus",
        listed("InstanceStatuses", status),
        1000,
        ids_param="InstanceIds",
        max_ids=100,
        by_ids={"IncludeAllInstances": True},
    ),
    Kind.SECURITY_GROUPS: Operation(
        "DescribeSecurityGroups", listed("SecurityGroups", security_group), 1000, "group-id"
    ),
    Kind.RULES: Operation(
        "DescribeSecurityGroupRules",
        listed("SecurityGroupRules", rule),
        1000,
        "security-group-rule-id",
        group_filter="group-id",
    ),
    Kind.INTERFACES: Operation(
        "DescribeNetworkInterfaces",
        listed("NetworkInterfaces", network_interface),
        1000,
        "network-interface-id",
        group_filter="group-id",
    ),
    Kind.VOLUMES: Operation("DescribeVolumes", listed("Volumes", volume), 500, "volume-id"),
    Kind.IMAGES: Operation(
        "DescribeImages",
        listed("Images", image),
        ids_param="ImageIds",
        max_ids=100,
        by_ids=_ALL_STATES,
        needs_ids=True,
    ),
    Kind.OWN_IMAGES: Operation(
        "DescribeImages",
        listed("Images", image),
        1000,
        ids_param="ImageIds",
        max_ids=100,
        whole={"Owners": ["self"], **_ALL_STATES},
        also=({"ExecutableUsers": ["self"], **_ALL_STATES},),
        by_ids=_ALL_STATES,
    ),
    Kind.ALLOWED_IMAGES: Operation("GetAllowedImagesSettings", allowed_images),
    Kind.KEY_PAIRS: Operation(
        "DescribeKeyPairs",
        listed("KeyPairs", key_pair),
        filter_name="key-name",
        whole={"IncludePublicKey": True},
        by_ids={"IncludePublicKey": True},
    ),
    Kind.INSTANCE_TYPES: Operation(
        "DescribeInstanceTypes", listed("InstanceTypes", instance_type), 100, "instance-type", max_ids=100
    ),
    Kind.ADDRESSES: Operation("DescribeAddresses", listed("Addresses", address), filter_name="allocation-id"),
    Kind.SNAPSHOTS: Operation(
        "DescribeSnapshots",
        listed("Snapshots", snapshot),
        1000,
        "snapshot-id",
        whole={"OwnerIds": ["self"]},
    ),
    Kind.PROFILE_ASSOCIATIONS: Operation(
        "DescribeIamInstanceProfileAssociations", profile_associations, 1000, "instance-id"
    ),
    Kind.PREFIX_LISTS: Operation(
        "DescribeManagedPrefixLists",
        listed("PrefixLists", prefix_list),
        100,
        ids_param="PrefixListIds",
        max_ids=100,
        complete=with_entries,
        asks=("GetManagedPrefixListEntries",),
    ),
    Kind.VPCS: Operation("DescribeVpcs", listed("Vpcs", vpc), 1000, "vpc-id"),
    Kind.SUBNETS: Operation("DescribeSubnets", listed("Subnets", subnet), 1000, "subnet-id"),
    Kind.ROUTE_TABLES: Operation(
        "DescribeRouteTables", listed("RouteTables", route_table), 100, "route-table-id"
    ),
    Kind.NETWORK_ACLS: Operation(
        "DescribeNetworkAcls", listed("NetworkAcls", network_acl), 1000, "network-acl-id"
    ),
    Kind.BLOCK_PUBLIC_ACCESS: Operation("DescribeVpcBlockPublicAccessOptions", block_public_access),
    Kind.PUBLIC_ACCESS_EXCLUSIONS: Operation(
        "DescribeVpcBlockPublicAccessExclusions",
        listed("VpcBlockPublicAccessExclusions", exclusion),
        1000,
        ids_param="ExclusionIds",
    ),
    Kind.VPC_ENDPOINTS: Operation(
        "DescribeVpcEndpoints", listed("VpcEndpoints", vpc_endpoint), 1000, "vpc-endpoint-id"
    ),
    Kind.CONNECT_ENDPOINTS: Operation(
        "DescribeInstanceConnectEndpoints",
        listed("InstanceConnectEndpoints", connect_endpoint),
        50,
        ids_param="InstanceConnectEndpointIds",
    ),
    Kind.ALARMS: Operation(
        "DescribeAlarms",
        alarms,
        ids_param="AlarmNames",
        max_ids=100,
        whole=_EVERY_ALARM,
        by_ids=_EVERY_ALARM,
        service="cloudwatch",
    ),
    Kind.EBS_ENCRYPTION: Operation("GetEbsEncryptionByDefault", ebs_encryption),
    Kind.SNAPSHOT_BLOCK: Operation("GetSnapshotBlockPublicAccessState", snapshot_block),
    Kind.IMAGE_BLOCK: Operation("GetImageBlockPublicAccessState", image_block),
    Kind.METADATA_DEFAULTS: Operation("GetInstanceMetadataDefaults", metadata_defaults),
    Kind.FLOW_LOGS: Operation(
        "DescribeFlowLogs", listed("FlowLogs", flow_log), 1000, ids_param="FlowLogIds", max_ids=100
    ),
    Kind.LAUNCH_TEMPLATES: Operation(
        "DescribeLaunchTemplateVersions",
        listed("LaunchTemplateVersions", launch_template),
        200,
        whole={"Versions": ["$Latest", "$Default"]},
    ),
    Kind.PUBLIC_SNAPSHOTS: Operation(
        "DescribeSnapshots", listed("Snapshots", snapshot), 1000, "snapshot-id", whole=_PUBLIC, by_ids=_PUBLIC
    ),
    Kind.MANAGED_NODES: Operation(
        "DescribeInstanceInformation",
        listed("InstanceInformationList", managed_node),
        50,
        service="ssm",
    ),
    Kind.PATCHES: Operation(
        "ListResourceComplianceSummaries",
        listed("ResourceComplianceSummaryItems", patch_state),
        50,
        whole={"Filters": [{"Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL"}]},
        service="ssm",
    ),
}
"""Every kind that AWS lists; the others are told for some ids at a time (by_id.py)."""

NAMED_ID = re.compile(r"\b(?:i|ami|pl|eice)-[0-9a-f]+\b")


def without_missing(ids: tuple[str, ...], message: str) -> list[tuple[str, ...]]:
    """What to ask for after a "not found" for some of `ids`: the ids that the message does not name.

    When it names none of them the ids are halved, until the unknown one is alone and is dropped.
    """
    named = set(NAMED_ID.findall(message))
    left = tuple(item for item in ids if item not in named)
    if len(left) < len(ids):
        return [left] if left else []
    half = len(ids) // 2
    return [part for part in (ids[:half], ids[half:]) if half and part]
