"""Which IAM actions let each kind be read, so that an unknown can name what would tell it."""

from collections.abc import Iterable

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
    Kind.ROLE_POLICIES: (
        "iam:GetInstanceProfile",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
    ),
}
"""The actions of the calls that read a kind, for all kinds that a check looks at."""


def permissions_of(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """The actions that these kinds need together, each once and in their order."""
    return tuple(dict.fromkeys(action for kind in kinds for action in PERMISSIONS.get(kind, ())))
