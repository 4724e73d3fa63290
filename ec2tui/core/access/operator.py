"""The least privilege for changing: the reader's policy, and all that the changes may ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from ec2tui.core.access.reader import reader_policy, statement

SETTLE = ("ec2:DescribeTags",)
"""What is asked when an answer got lost: whether something new carries the plan's tag."""

PASS_ROLE = "iam:PassRole"
"""IAM's own condition says to whom a role may be passed; IAM is not regional."""

TO_EC2 = ("ec2.amazonaws.com", "ec2.amazonaws.com.cn")


def operator_policy(
    asks: Iterable[str], regions: Sequence[str] = (), until: str | None = None
) -> dict[str, Any]:
    """The policy with the actions that changes ask for, held to `regions` and ending at `until`."""
    wanted = sorted(set(asks))
    passing = statement("PassRoleToEC2", (PASS_ROLE,), (), until)
    passing.setdefault("Condition", {})["StringEquals"] = {"iam:PassedToService": list(TO_EC2)}
    policy = reader_policy(regions, until)
    return {
        **policy,
        "Statement": [
            *policy["Statement"],
            statement("Change", [action for action in wanted if action != PASS_ROLE], regions, until),
            statement("Settle", SETTLE, regions, until),
            *([passing] if PASS_ROLE in wanted else []),
        ],
    }
