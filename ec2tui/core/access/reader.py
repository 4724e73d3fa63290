"""The least privilege for looking: the IAM policy of everything that the program reads."""

from collections.abc import Sequence
from typing import Any

READ = (
    "ec2:DescribeAddresses",
    "ec2:DescribeFlowLogs",
    "ec2:DescribeIamInstanceProfileAssociations",
    "ec2:DescribeImageAttribute",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceConnectEndpoints",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeKeyPairs",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeManagedPrefixLists",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroupReferences",
    "ec2:DescribeSecurityGroupRules",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSnapshotAttribute",
    "ec2:DescribeSnapshots",
    "ec2:DescribeStaleSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVolumes",
    "ec2:DescribeVpcBlockPublicAccessExclusions",
    "ec2:DescribeVpcBlockPublicAccessOptions",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
    "ec2:GetAllowedImagesSettings",
    "ec2:GetEbsEncryptionByDefault",
    "ec2:GetImageBlockPublicAccessState",
    "ec2:GetInstanceMetadataDefaults",
    "ec2:GetManagedPrefixListEntries",
    "ec2:GetSnapshotBlockPublicAccessState",
)
"""What is read of each region; EC2's Describe actions take no resource but `*`."""

EVERYWHERE = ("ec2:DescribeRegions", "sts:GetCallerIdentity")
"""What is asked in the home region, whichever regions are looked at."""

ALARMS = ("cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource")
"""The alarms with their history and their tags."""

PRICES = ("pricing:GetProducts",)
"""What a type costs; the price list is asked in us-east-1 for every region."""

PROTECTION = ("ec2:DescribeInstanceAttribute",)
"""Termination and stop protection; the same action tells an instance's user data, so it stands apart."""

CONSOLE = ("ec2:GetConsoleOutput",)
"""Console output, which may hold secrets that a guest printed."""

PROFILES = ("iam:ListInstanceProfiles",)
"""Which role an instance profile hands out; IAM is the same in every region."""

ROLES = (
    "iam:GetInstanceProfile",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
)
"""What the roles of instances may do: for the checks, and the review of attaching one."""

METRICS = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics")
"""Metrics of instances, and which of them the CloudWatch agent sends."""

NODES = ("ssm:DescribeInstanceInformation", "ssm:ListResourceComplianceSummaries")
"""Which instances Systems Manager manages, and whether their patches are in order."""

QUOTAS = ("servicequotas:GetServiceQuota",)
"""How many vCPUs, and rules of a security group, the account may have."""

SCHEDULES = ("scheduler:GetSchedule",)
"""Whether the end of a time-boxed rule is held by a schedule."""

PARAMETERS = ("ssm:GetParameters", "ssm:GetParametersByPath")
"""Which images their publishers call current."""

PUBLIC_PARAMETERS = "arn:*:ssm:*::parameter/aws/service/*"
"""The public parameters, which belong to AWS: none of the account's own can be read with this."""

OUR_SCHEDULES = "arn:*:scheduler:*:*:schedule/ec2tui/*"
"""The schedules of our own group; the partition differs in China and in the government's regions."""

STATEMENTS = (
    ("Read", (*READ, *ALARMS, *METRICS, *NODES, *QUOTAS), True),
    ("Everywhere", (*EVERYWHERE, *PRICES, *PROFILES, *ROLES), False),
    ("ProtectionAndUserData", PROTECTION, True),
    ("ConsoleOutput", CONSOLE, True),
)
"""(Sid, actions, whether the statement can be held to regions)."""


def reader_policy(regions: Sequence[str] = (), until: str | None = None) -> dict[str, Any]:
    """The policy, held to `regions` (none: all) and ending at `until` (ISO 8601 in UTC; None: never)."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            statement(sid, actions, regions if regional else (), until)
            for sid, actions, regional in STATEMENTS
        ]
        + [
            on(statement("OurSchedules", SCHEDULES, regions, until), OUR_SCHEDULES),
            on(statement("PublicParameters", PARAMETERS, regions, until), PUBLIC_PARAMETERS),
        ],
    }


def statement(
    sid: str, actions: Sequence[str], regions: Sequence[str] = (), until: str | None = None
) -> dict[str, Any]:
    """One statement that allows actions on everything, in these regions (none: all) and until that time."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": "*",
        **_condition(regions, until),
    }


def on(held: dict[str, Any], resource: str) -> dict[str, Any]:
    """The statement for one resource instead of everything."""
    return {**held, "Resource": resource}


def _condition(regions: Sequence[str], until: str | None) -> dict[str, Any]:
    condition: dict[str, Any] = {}
    if regions:
        condition["StringEquals"] = {"aws:RequestedRegion": list(regions)}
    if until:
        condition["DateLessThan"] = {"aws:CurrentTime": until}
    return {"Condition": condition} if condition else {}
