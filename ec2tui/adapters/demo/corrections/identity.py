"""GetCallerIdentity names the demo's operator, whoever made up the keys."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction

USER = "demo-operator"
"""The IAM user that the demo's access key belongs to."""


def caller(call: Call) -> dict[str, Any]:
    """The user of the per-run access key."""
    account = call.world.account_id
    return {
        "UserId": "AIDADEMOOPERATOR00001",
        "Account": account,
        "Arn": f"arn:aws:iam::{account}:user/{USER}",
    }


CORRECTION = Correction(
    name="caller-identity",
    moto="calls everybody arn:aws:sts::…:user/moto",
    aws="names the IAM user or role session that signed",
    service="sts",
    instead={"GetCallerIdentity": caller},
)
