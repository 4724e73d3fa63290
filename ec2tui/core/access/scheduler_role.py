"""The role with which schedules revoke time-boxed rules: who may take it, and the one thing it may do."""

from collections.abc import Sequence
from typing import Any

SERVICE = "scheduler.amazonaws.com"
MANAGED = "ec2tui:managed"
"""The tag of the groups in which the role may revoke (`true`): IAM can hold a revocation to no rule."""

REVOKES = ("ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress")


def trust_policy(account: str, regions: Sequence[str], partition: str = "aws") -> dict[str, Any]:
    """Only Scheduler may take the role, and only for schedules of our own group in this account."""
    groups = [
        f"arn:{partition}:scheduler:{region}:{account}:schedule-group/ec2tui" for region in regions or ("*",)
    ]
    condition = {"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": groups}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": SERVICE},
                "Action": "sts:AssumeRole",
                "Condition": condition,
            }
        ],
    }


def permissions_policy(
    account: str, regions: Sequence[str], partition: str = "aws", dead_letter: str = ""
) -> dict[str, Any]:
    """It may revoke in groups that are marked, and tell a queue what failed."""
    groups = [f"arn:{partition}:ec2:{region}:{account}:security-group/*" for region in regions or ("*",)]
    statements: list[dict[str, Any]] = [
        {
            "Sid": "RevokeInMarkedGroups",
            "Effect": "Allow",
            "Action": list(REVOKES),
            "Resource": groups,
            "Condition": {"StringEquals": {f"aws:ResourceTag/{MANAGED}": "true"}},
        }
    ]
    if dead_letter:
        statements.append(
            {
                "Sid": "TellWhatFailed",
                "Effect": "Allow",
                "Action": ["sqs:SendMessage"],
                "Resource": dead_letter,
            }
        )
    return {"Version": "2012-10-17", "Statement": statements}
