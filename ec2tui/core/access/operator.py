"""The least privilege for changing: the reader's policy, and all that the changes may ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from ec2tui.core.access.reader import OUR_SCHEDULES, SCHEDULES, on, reader_policy, statement

SETTLE = ("ec2:DescribeTags",)
"""What is asked when an answer got lost: whether something new carries the plan's tag."""

FACTS = (
    "autoscaling:DescribeAutoScalingInstances",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeSpotInstanceRequests",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
)
"""What reviews read beside EC2's tables; without them the review says that it is not known.

They stand in one statement with the changes: a managed policy has 6,144 characters.
"""

PASSWORDS = ("ec2:GetPasswordData",)
"""The encrypted passwords of Windows instances: in no reader's policy, since it is the way in."""

TUNNEL = ("ec2-instance-connect:OpenTunnel",)
"""The way through an EC2 Instance Connect endpoint."""

SESSIONS = ("ssm:StartSession", "ssm:TerminateSession")
"""The way through Systems Manager: opened, and ended when its plugin fails."""

SESSION_RESOURCES = (
    "arn:*:ec2:*:*:instance/*",
    "arn:*:ssm:*::document/AWS-Start*Session*",
    "arn:*:ssm:*:*:session/${aws:username}-*",
    "arn:*:ssm:*:*:session/${aws:userid}-*",
)
"""Sessions are opened with AWS's documents for SSH and for ports, and only one's own are ended."""

APART = frozenset({"ConsoleOutput", "ProtectionAndUserData"})
"""Statements of the reader's policy that need none of their own beside the changes."""

OWN_SCHEDULES = "OurSchedules"
"""The reader's statement that the changes of schedules include."""

PASSING = "iam:PassRole"
"""IAM's own condition says to whom a role may be passed; IAM is not regional."""

TO_EC2 = ("ec2.amazonaws.com", "ec2.amazonaws.com.cn")
TO_SCHEDULER = ("scheduler.amazonaws.com",)
LOOK_AT_ROLES = ("iam:GetRole",)
"""Whether there is a role for schedules; without it they are tried."""
SETTING_UP = (
    "iam:CreateRole",
    "iam:CreateServiceLinkedRole",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:PutRolePolicy",
    "scheduler:CreateScheduleGroup",
)
"""What setting up the schedules' role, and the first alarm that acts on an instance, ask for. They are in no
operator's policy: who may write policies into roles that a service takes can give itself any right.
"""
ACCOUNT_WIDE = (
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:DisableSnapshotBlockPublicAccess",
    "ec2:EnableEbsEncryptionByDefault",
    "ec2:EnableSnapshotBlockPublicAccess",
    "ec2:ModifyInstanceMetadataDefaults",
    "ec2:ModifySubnetAttribute",
)
"""Settings of whatever anybody makes later: in no operator's policy, but for those who own the account."""
SETTING_UP_READS = ("iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "scheduler:GetScheduleGroup")
"""What is read for that."""
SCHEDULER_ROLES = "arn:*:iam::*:role/ec2tui-*"
"""The roles that may be passed to Scheduler, for revoking time-boxed rules."""
THROUGH_EC2 = ("ec2.*.amazonaws.com", "ec2.*.amazonaws.com.cn")
"""Values of `iam:PassedToService` and `kms:ViaService` (IAM and KMS condition keys)."""


def operator_policy(
    asks: Iterable[str], regions: Sequence[str] = (), until: str | None = None
) -> dict[str, Any]:
    """The policy with what changes ask for in everyday work, held to `regions` and ending at `until`."""
    wanted = sorted(set(asks) - {*SETTING_UP, *ACCOUNT_WIDE})
    keys = [action for action in wanted if action.startswith("kms:")]
    schedules = [action for action in wanted if action.startswith("scheduler:")]
    plain = [action for action in wanted if action not in (PASSING, *keys, *schedules)]
    policy = reader_policy(regions, until)
    within = {*APART, *((OWN_SCHEDULES,) if schedules else ())}
    kept = [one for one in policy["Statement"] if one["Sid"] not in within]
    apart = [action for one in policy["Statement"] if one["Sid"] in APART for action in one["Action"]]
    more = [statement("Change", (*plain, *SETTLE, *FACTS, *PASSWORDS, *TUNNEL, *apart), regions, until)]
    sessions = statement("Sessions", SESSIONS, regions, until)
    more.append({**sessions, "Resource": list(SESSION_RESOURCES)})
    if keys:
        more.append(
            _only(
                statement("KeysThroughEC2", keys, regions, until), "StringLike", "kms:ViaService", THROUGH_EC2
            )
        )
    if schedules:
        whole = (*SCHEDULES, *(action for action in schedules if action not in SCHEDULES))
        more.append(on(statement("ChangeOurSchedules", whole, regions, until), OUR_SCHEDULES))
        passed = _only(
            statement("PassRoleToScheduler", (PASSING,), (), until),
            "StringEquals",
            "iam:PassedToService",
            TO_SCHEDULER,
        )
        more.append(on(passed, SCHEDULER_ROLES))
        more.append(on(statement("LookAtOurRoles", LOOK_AT_ROLES, (), until), SCHEDULER_ROLES))
    if PASSING in wanted:
        more.append(
            _only(
                statement("PassRoleToEC2", (PASSING,), (), until),
                "StringEquals",
                "iam:PassedToService",
                TO_EC2,
            )
        )
    return {**policy, "Statement": [*kept, *more]}


def _only(held: dict[str, Any], operator: str, key: str, values: Sequence[str]) -> dict[str, Any]:
    """The statement with one condition more."""
    condition = held.get("Condition", {})
    return {**held, "Condition": {**condition, operator: {**condition.get(operator, {}), key: list(values)}}}
