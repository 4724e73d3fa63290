"""From when on something counts as wrong, where a check has a measure."""

import msgspec

from ec2tui.core.rules.network.limits import NetworkLimits

STOPPED_DAYS, RUNNING_DAYS, KEY_DAYS, BACKUP_DAYS = 30, 180, 730, 7
REQUIRED_TAGS = ("Name", "env", "owner")
WIDEST_RANGE = 100
MOST_SHARING_A_KEY = 20
QUOTA_SHARE = 0.8
MOST_RULES = 50
USUAL_GROUPS = 5
"""Defaults: AWS's own quota of groups on an interface, and prowler's and Cloud Custodian's usual measures."""


class PostureSettings(msgspec.Struct, frozen=True):
    """What decides; ages in days. `limits` are those of the guardrails, by which groups are judged too.

    `keep_tags` are tag keys (any value but `no`, `false` and `unclear`) of volumes that must outlive their
    instance; `production` are patterns `key=value` that make an instance one of production.
    """

    limits: NetworkLimits = NetworkLimits()
    required_tags: tuple[str, ...] = REQUIRED_TAGS
    keep_tags: tuple[str, ...] = ("keep",)
    production: tuple[tuple[str, str], ...] = (("env", "prod"), ("env", "production"))
    stopped_days: int = STOPPED_DAYS
    running_days: int = RUNNING_DAYS
    key_days: int = KEY_DAYS
    backup_days: int = BACKUP_DAYS
    most_sharing_a_key: int = MOST_SHARING_A_KEY
