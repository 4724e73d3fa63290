"""What Systems Manager knows of an instance: whether its agent answers, and which patches it lacks."""

import msgspec

from ec2tui.core.model.key import Key


class ManagedNode(msgspec.Struct, frozen=True):
    """An instance as ssm:DescribeInstanceInformation tells it; the key is the instance's.

    `ping` is `Online`, `ConnectionLost` or `Inactive`; `pinged_at` is in epoch seconds.
    """

    key: Key
    ping: str = ""
    pinged_at: int | None = None
    agent: str = ""
    platform: str = ""


class PatchState(msgspec.Struct, frozen=True):
    """The patch compliance of an instance (ssm:ListResourceComplianceSummaries); the key is the instance's.

    `status` is `COMPLIANT` or `NON_COMPLIANT`, `severity` AWS's word for the worst that is missing, `missing`
    how many patches are.
    """

    key: Key
    status: str = ""
    severity: str = ""
    missing: int = 0
