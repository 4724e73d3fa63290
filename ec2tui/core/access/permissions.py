"""Which IAM actions let each kind be read, so that an unknown can name what would tell it."""

from collections.abc import Iterable
from functools import cache

from ec2tui.core.model.kind import Kind

PERMISSIONS: dict[Kind, tuple[str, ...]] = {
    Kind.INSTANCES: ("ec2:DescribeInstances",),
    Kind.STATUSES: ("ec2:DescribeInstanceStatus",),
    Kind.PROTECTION: ("ec2:DescribeInstanceAttribute",),
    Kind.SECURITY_GROUPS: ("ec2:DescribeSecurityGroups",),
    Kind.RULES: ("ec2:DescribeSecurityGroupRules",),
    Kind.INTERFACES: ("ec2:DescribeNetworkInterfaces",),
    Kind.VOLUMES: ("ec2:DescribeVolumes",),
    Kind.IMAGES: ("ec2:DescribeImages",),
    Kind.OWN_IMAGES: ("ec2:DescribeImages",),
    Kind.IMAGE_SHARING: ("ec2:DescribeImageAttribute",),
    Kind.PUBLIC_PARAMETERS: ("ssm:GetParameters",),
    Kind.ALLOWED_IMAGES: ("ec2:GetAllowedImagesSettings",),
    Kind.KEY_PAIRS: ("ec2:DescribeKeyPairs",),
    Kind.INSTANCE_TYPES: ("ec2:DescribeInstanceTypes",),
    Kind.ADDRESSES: ("ec2:DescribeAddresses",),
    Kind.SNAPSHOTS: ("ec2:DescribeSnapshots",),
    Kind.PREFIX_LISTS: ("ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"),
    Kind.VPCS: ("ec2:DescribeVpcs",),
    Kind.SUBNETS: ("ec2:DescribeSubnets",),
    Kind.ROUTE_TABLES: ("ec2:DescribeRouteTables",),
    Kind.NETWORK_ACLS: ("ec2:DescribeNetworkAcls",),
    Kind.BLOCK_PUBLIC_ACCESS: ("ec2:DescribeVpcBlockPublicAccessOptions",),
    Kind.PUBLIC_ACCESS_EXCLUSIONS: ("ec2:DescribeVpcBlockPublicAccessExclusions",),
    Kind.VPC_ENDPOINTS: ("ec2:DescribeVpcEndpoints",),
    Kind.SCHEDULES: ("scheduler:GetSchedule",),
    Kind.ALARMS: ("cloudwatch:DescribeAlarms",),
    Kind.EBS_ENCRYPTION: ("ec2:GetEbsEncryptionByDefault",),
    Kind.SNAPSHOT_BLOCK: ("ec2:GetSnapshotBlockPublicAccessState",),
    Kind.IMAGE_BLOCK: ("ec2:GetImageBlockPublicAccessState",),
    Kind.METADATA_DEFAULTS: ("ec2:GetInstanceMetadataDefaults",),
    Kind.FLOW_LOGS: ("ec2:DescribeFlowLogs",),
    Kind.STALE_RULES: ("ec2:DescribeStaleSecurityGroups",),
    Kind.GROUP_REFERENCES: ("ec2:DescribeSecurityGroupReferences",),
    Kind.QUOTAS: ("servicequotas:GetServiceQuota",),
    Kind.LAUNCH_TEMPLATES: ("ec2:DescribeLaunchTemplateVersions",),
    Kind.PUBLIC_SNAPSHOTS: ("ec2:DescribeSnapshots",),
    Kind.MANAGED_NODES: ("ssm:DescribeInstanceInformation",),
    Kind.PATCHES: ("ssm:ListResourceComplianceSummaries",),
    Kind.USER_DATA: ("ec2:DescribeInstanceAttribute",),
    Kind.PRINCIPALS: ("sts:GetCallerIdentity",),
    Kind.LOCAL_KEYS: (),
    Kind.ROLE_GRANTS: (
        "iam:GetRolePolicy",
        "iam:GetInstanceProfile",
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
    ),
    Kind.ROLE_POLICIES: (
        "iam:GetInstanceProfile",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
    ),
}
"""The actions of the calls that read a kind, for all kinds that a check looks at."""


def permissions_of(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """The actions that these kinds need together, each once and in their order."""
    return _permissions_of(tuple(kinds))


@cache
def _permissions_of(kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action for kind in kinds for action in PERMISSIONS.get(kind, ())))
