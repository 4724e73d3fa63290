"""What `[checks]` means for the checks: their measures, with the limits of the policy."""

from ec2tui.core.config.schema import Checks
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.posture.settings import PostureSettings


def settings_of(limits: NetworkLimits, checks: Checks) -> PostureSettings:
    """The measures in force."""
    return PostureSettings(
        limits,
        required_tags=checks.required_tags,
        keep_tags=checks.keep_tags,
        stopped_days=checks.stopped_days,
        running_days=checks.running_days,
        key_days=checks.key_days,
        backup_days=checks.backup_days,
    )
