"""The shape of the configuration file; every key here changes something, and no other key is accepted."""

from typing import Annotated, Literal

import msgspec

from ec2tui.core.access.settings import Access
from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.rules.accepting import Accept
from ec2tui.core.rules.policy_file import PolicyDocument
from ec2tui.core.rules.posture.settings import (
    BACKUP_DAYS,
    KEY_DAYS,
    REQUIRED_TAGS,
    RUNNING_DAYS,
    STOPPED_DAYS,
)
from ec2tui.core.views.choices import View

Regions = tuple[str, ...]
Days = Annotated[int, msgspec.Meta(ge=1, le=36_500)]


class Ui(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[ui]`: how things look.

    `columns` are the columns of the instances table, in order, and `sort` is the one it is ordered by, with
    `-` before it for descending (empty: those last used). `refresh` is how often a region is read, in
    seconds, while things happen.
    """

    theme: Literal["dark", "light"] = "dark"
    columns: tuple[str, ...] = ()
    sort: str = ""
    refresh: Annotated[int, msgspec.Meta(ge=5, le=240)] = 30


class Aws(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[aws]`: where to look when neither a flag nor the environment says so.

    `regions` may be `["all"]`; `read_only` refuses every change.
    `endpoint_honours_dry_run` says of an endpoint that is not AWS's own that it never acts on DryRun.
    """

    profile: str = ""
    regions: Regions = ()
    read_only: bool = False
    endpoint_honours_dry_run: bool = False


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[profiles.NAME]`: what is special about a profile of the AWS configuration.

    `production` marks it on the screen; `read_only` refuses every change there; `regions` replace those of
    `[aws]`.
    """

    production: bool = False
    read_only: bool = False
    regions: Regions = ()


class Cache(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[cache]`: whether the last known rows are kept on this machine between runs."""

    enabled: bool = True


class Audit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[audit]`: where the record of changes is kept (empty: the platform's own place)."""

    path: str = ""


class SecurityGroups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[security_groups]`: what lines of rules and their ends need to know.

    `my_ip` is the address that `my-ip` stands for: yours as AWS sees it, since nobody is asked for it.
    `scheduler_role` is the name or ARN of the role that schedules revoke with (`off`: no schedules), and
    `dead_letter_queue` the ARN of the queue where a revocation that failed is told.
    """

    my_ip: str = ""
    scheduler_role: str = ""
    dead_letter_queue: str = ""


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[checks]`: what posture looks at, and from when on something counts as wrong.

    `off` are ids of checks that are not made; `deep` also reads what costs calls for each instance (user
    data, and protection of more than 500). `required_tags` are the keys that everything should have beside
    those that `[guardrails]` requires, `keep_tags` those of volumes that must outlive their instance. Ages
    are in days.
    """

    off: tuple[str, ...] = ()
    deep: bool = False
    required_tags: tuple[str, ...] = REQUIRED_TAGS
    keep_tags: tuple[str, ...] = ("keep",)
    stopped_days: Days = STOPPED_DAYS
    running_days: Days = RUNNING_DAYS
    key_days: Days = KEY_DAYS
    backup_days: Days = BACKUP_DAYS


class Metrics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[metrics]`: what reading metrics may cost without being asked about, and how their times are told.

    `budget` is in US dollars an hour, for the live columns: what AWS charges for GetMetricData, 0.01 per
    1,000 metrics. `time_zone` is that of charts: `local` is what the system or TZ says.
    """

    time_zone: Literal["local", "UTC"] = "local"
    budget: Annotated[float, msgspec.Meta(ge=0)] = 0.25


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; `[keys]` maps an action id to its keys, which replace the default ones.

    `[views.NAME]` is a query with its columns and its order. `[[accept]]` are failures that somebody answers
    for until a day.
    """

    ui: Ui = Ui()
    aws: Aws = Aws()
    cache: Cache = Cache()
    audit: Audit = Audit()
    security_groups: SecurityGroups = SecurityGroups()
    access: Access = Access()
    metrics: Metrics = Metrics()
    alarms: AlarmPolicy = AlarmPolicy()
    guardrails: PolicyDocument = PolicyDocument()
    checks: Checks = Checks()
    accept: tuple[Accept, ...] = ()
    keys: dict[str, tuple[str, ...]] = {}
    profiles: dict[str, Profile] = {}
    views: dict[str, View] = {}
