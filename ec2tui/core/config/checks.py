"""What `[checks]` means for the checks: their measures, with those of the policy."""

from ec2tui.core.config.schema import Checks
from ec2tui.core.rules.policy import Policy
from ec2tui.core.rules.posture.settings import PostureSettings


def settings_of(policy: Policy, checks: Checks) -> PostureSettings:
    """The measures in force; tags that the policy requires are required here too."""
    return PostureSettings(
        policy.network,
        required_tags=tuple(dict.fromkeys((*checks.required_tags, *policy.required_tags))),
        keep_tags=checks.keep_tags,
        stopped_days=checks.stopped_days,
        running_days=checks.running_days,
        key_days=checks.key_days,
        backup_days=checks.backup_days,
    )
