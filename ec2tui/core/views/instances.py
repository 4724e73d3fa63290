"""The columns of the instances table."""

from collections.abc import Callable

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views import instance_cells as cells
from ec2tui.core.views import instance_facts as facts
from ec2tui.core.views.alarms.facts import alarm, alarm_key
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey
from ec2tui.core.views.findings_column import findings_cell, findings_key
from ec2tui.core.views.instance_image import VERDICT_KINDS, image_verdict, image_verdict_key
from ec2tui.core.views.metrics.cells import LIVE_COLUMNS
from ec2tui.core.views.sorting import by_address, by_id, by_text
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone

InstanceColumn = Column[Instance]

_DESCRIBE = "ec2:DescribeInstances "


def _plain(
    id: str,
    title: str,
    field: str,
    read: Callable[[Instance], str | None],
    width: tuple[int, int],
    tone: Tone = Tone.PLAIN,
    key: Callable[[str | None], SortKey] = by_text,
) -> InstanceColumn:
    """A column that shows one text of the instance as it is."""
    return Column(
        id,
        title,
        _DESCRIBE + field,
        lambda i, _inventory, _now: cells.text_cell(read(i), tone),
        lambda i, _inventory, _now: key(read(i)),
        *width,
    )


def _address(
    id: str, title: str, field: str, read: Callable[[Instance], str | None], width: int
) -> InstanceColumn:
    return Column(
        id,
        title,
        _DESCRIBE + field,
        lambda i, _inventory, _now: cells.text_cell(read(i)),
        lambda i, _inventory, _now: by_address(read(i)),
        width,
        width,
    )


NAME = _plain("name", "Name", "Tags[Name]", lambda i: i.name, (12, 40), Tone.KEY)
ID = _plain("id", "Id", "InstanceId", lambda i: i.key.id, (19, 19), key=by_id)
STATE = InstanceColumn("state", "State", _DESCRIBE + "State.Name", cells.state, cells.state_key, 7, 13)

_STATUS = frozenset({Kind.INSTANCES, Kind.STATUSES})
_PROTECTION = frozenset({Kind.INSTANCES, Kind.PROTECTION})
_TYPES = frozenset({Kind.INSTANCES, Kind.INSTANCE_TYPES})

COLUMNS: tuple[InstanceColumn, ...] = (
    NAME,
    ID,
    STATE,
    Column(
        "checks",
        "Checks",
        "ec2:DescribeInstanceStatus InstanceStatus, SystemStatus, AttachedEbsStatus, Events",
        cells.checks,
        cells.checks_key,
        8,
        18,
        kinds=_STATUS,
    ),
    Column(
        "alarm",
        "Alarm",
        "cloudwatch:DescribeAlarms StateValue",
        alarm,
        alarm_key,
        9,
        13,
        kinds=frozenset({Kind.INSTANCES, Kind.ALARMS}),
    ),
    Column(
        "protected",
        "Protected",
        "ec2:DescribeInstanceAttribute DisableApiTermination",
        cells.protected,
        cells.protected_key,
        9,
        9,
        kinds=_PROTECTION,
    ),
    _plain("type", "Type", "InstanceType", lambda i: i.type, (9, 18)),
    Column(
        "vcpu",
        "vCPU",
        "ec2:DescribeInstanceTypes VCpuInfo.DefaultVCpus",
        cells.vcpu,
        cells.vcpu_key,
        4,
        6,
        Align.RIGHT,
        _TYPES,
    ),
    Column(
        "memory",
        "Memory",
        "ec2:DescribeInstanceTypes MemoryInfo.SizeInMiB",
        cells.memory,
        cells.memory_key,
        7,
        9,
        Align.RIGHT,
        _TYPES,
    ),
    _plain("az", "AZ", "Placement.AvailabilityZone", lambda i: i.az, (10, 16)),
    _address("private", "Private IP", "PrivateIpAddress", lambda i: i.private_ip, 15),
    Column(
        "public",
        "Public IP",
        _DESCRIBE + "PublicIpAddress, NetworkInterfaces[].Association.PublicIp",
        cells.public,
        cells.public_key,
        15,
        18,
    ),
    _plain("key", "Key", "KeyName", lambda i: i.key_name, (8, 24)),
    _plain("image", "Image", "ImageId", lambda i: i.image_id, (12, 21), key=by_id),
    Column(
        "image_verdict",
        "Image verdict",
        "ec2:DescribeImages and ssm:GetParameters, judged by guardrails.images",
        image_verdict,
        image_verdict_key,
        10,
        14,
        kinds=VERDICT_KINDS | {Kind.INSTANCES},
    ),
    _plain("groups", "Security groups", "SecurityGroups[].GroupName", cells.groups, (12, 40)),
    Column(
        "role",
        "Role",
        "iam:ListInstanceProfiles InstanceProfiles[].Roles[].RoleName",
        cells.role,
        cells.role_key,
        8,
        32,
        kinds=frozenset({Kind.INSTANCES, Kind.INSTANCE_PROFILES}),
    ),
    Column("age", "Age", _DESCRIBE + "LaunchTime", cells.age, cells.age_key, 4, 5, Align.RIGHT),
    _plain("vpc", "VPC", "VpcId", lambda i: i.vpc_id, (12, 21), key=by_id),
    _plain("subnet", "Subnet", "SubnetId", lambda i: i.subnet_id, (15, 24), key=by_id),
    _plain("profile", "Instance profile", "IamInstanceProfile.Arn", lambda i: i.profile, (16, 32)),
    _plain("platform", "Platform", "PlatformDetails, Platform", facts.platform_word, (8, 24)),
    _plain("arch", "Arch", "Architecture", lambda i: i.architecture, (6, 11)),
    _plain("lifecycle", "Lifecycle", "InstanceLifecycle", facts.lifecycle_word, (9, 14)),
    Column(
        "imds",
        "IMDS",
        _DESCRIBE + "MetadataOptions",
        cells.imds,
        lambda i, _inventory, _now: by_text(facts.imds_word(i.metadata)[0]),
        6,
        9,
    ),
    Column(
        "event",
        "Event",
        "ec2:DescribeInstanceStatus Events[].Code, NotBefore",
        cells.event,
        cells.event_key,
        8,
        30,
        kinds=_STATUS,
    ),
    _plain("region", "Region", "Placement.AvailabilityZone", lambda i: i.key.region, (9, 14)),
    _plain("account", "Account", "Reservations[].OwnerId", lambda i: i.key.account, (12, 12), key=by_id),
    *LIVE_COLUMNS,
    Column(
        "findings",
        "Findings",
        "the checks",
        findings_cell,
        findings_key,
        8,
        22,
        kinds=frozenset({Kind.FINDINGS}),
    ),
)
"""Every column of the instances table but those of tags, in their usual order."""

DEFAULT_COLUMNS: tuple[str, ...] = (
    "name",
    "id",
    "state",
    "checks",
    "type",
    "az",
    "private",
    "public",
    "groups",
    "protected",
    "age",
    "key",
    "role",
    "vcpu",
    "memory",
    "image",
)
"""The ids of the columns shown until the user chooses, most wanted first."""


def tag_column(key: str) -> InstanceColumn:
    """The column of one tag, `tag:KEY`; instances without the tag show `-`."""

    def cell(i: Instance, _inventory: Inventory, _now: float) -> Cell:
        value = i.tag(key)
        if value is None:
            return ABSENT
        return Cell(clean(value, cells.CELL_LIMIT)) if value else Cell('""', Tone.DIM)

    return Column(
        f"tag:{key}",
        clean(key, 24),
        f"{_DESCRIBE}Tags[{key}]",
        cell,
        lambda i, _inventory, _now: UNKNOWN if (value := i.tag(key)) is None else (False, by_text(value)),
        8,
        32,
    )


def column(id: str) -> InstanceColumn | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return tag_column(id[4:])
    return next((known for known in COLUMNS if known.id == id), None)
