"""The columns of the volumes table."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.volume import Volume
from ec2tui.core.views import storage_cells as cells
from ec2tui.core.views.column import ABSENT, Column, SortKey
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.sorting import by_id, by_text
from ec2tui.core.views.tone import Cell, Tone

_DESCRIBE = "ec2:DescribeVolumes "
_V = frozenset({Kind.VOLUMES})
_HELD = frozenset({Kind.VOLUMES, Kind.INSTANCES})


def _holders(volume: Volume, inventory: Inventory, _now: float) -> Cell:
    """The instances that hold it, by name where that has been read, else by id."""
    return text_cell(", ".join(holder_words(volume, inventory)), Tone.ACCENT)


def holder_words(volume: Volume, inventory: Inventory) -> tuple[str, ...]:
    """Each instance that holds a volume: its name where that has been read, else its id."""
    words = []
    for held in volume.attachments:
        instance = inventory.instance(volume.key._replace(id=held.instance_id))
        name = "" if isinstance(instance, Missing) else instance.name
        words.append(name or held.instance_id)
    return tuple(words)


def _holders_key(volume: Volume, inventory: Inventory, _now: float) -> SortKey:
    return by_text(", ".join(holder_words(volume, inventory)))


def _fate(volume: Volume, _inventory: Inventory, _now: float) -> Cell:
    """What happens to it when what holds it is terminated; `-` when nothing does."""
    if not volume.attachments:
        return ABSENT
    if any(held.delete_on_termination for held in volume.attachments):
        return Cell("deleted", Tone.WARN)
    return Cell("kept", Tone.GOOD)


def _fate_key(volume: Volume, inventory: Inventory, now: float) -> SortKey:
    cell = _fate(volume, inventory, now)
    return by_text(None if cell is ABSENT else cell.text)


NAME: Column[Volume] = cells.text_column(
    "name", "Name", _DESCRIBE + "Tags[Name]", _V, cells.name_of, (12, 40), Tone.KEY
)
ID: Column[Volume] = cells.text_column(
    "id", "Id", _DESCRIBE + "VolumeId", _V, lambda v: v.key.id, (12, 21), key=by_id
)

COLUMNS: tuple[Column[Volume], ...] = (
    NAME,
    ID,
    Column(
        "state",
        "State",
        _DESCRIBE + "State",
        lambda v, _inventory, _now: cells.state_cell(v.state),
        lambda v, _inventory, _now: by_text(v.state),
        6,
        10,
        kinds=_V,
    ),
    cells.number_column("size", "Size", _DESCRIBE + "Size", _V, lambda v: v.size, "GiB", (7, 10)),
    cells.text_column("type", "Type", _DESCRIBE + "VolumeType", _V, lambda v: v.type, (4, 9)),
    cells.encryption_column(_DESCRIBE + "Encrypted", _V),
    Column(
        "instance",
        "Attached to",
        _DESCRIBE + "Attachments[].InstanceId",
        _holders,
        _holders_key,
        12,
        40,
        kinds=_HELD,
    ),
    cells.text_column(
        "device",
        "Device",
        _DESCRIBE + "Attachments[].Device",
        _V,
        lambda v: ", ".join(held.device for held in v.attachments),
        (6, 14),
    ),
    Column(
        "fate",
        "On termination",
        _DESCRIBE + "Attachments[].DeleteOnTermination",
        _fate,
        _fate_key,
        7,
        14,
        kinds=_V,
    ),
    cells.number_column("iops", "IOPS", _DESCRIBE + "Iops", _V, lambda v: v.iops, "", (4, 7)),
    cells.number_column(
        "throughput", "Throughput", _DESCRIBE + "Throughput", _V, lambda v: v.throughput, "MiB/s", (9, 10)
    ),
    cells.text_column("az", "AZ", _DESCRIBE + "AvailabilityZone", _V, lambda v: v.az, (10, 16)),
    cells.text_column(
        "snapshot",
        "From snapshot",
        _DESCRIBE + "SnapshotId",
        _V,
        lambda v: v.snapshot_id,
        (13, 22),
        key=by_id,
    ),
    cells.age_column(_DESCRIBE + "CreateTime", _V, lambda v: v.create_time),
    cells.text_column(
        "kms", "Key", _DESCRIBE + "KmsKeyId", _V, lambda v: (v.kms_key_id or "").rsplit("/", 1)[-1], (8, 36)
    ),
    cells.text_column("region", "Region", "AvailabilityZone", _V, lambda v: v.key.region, (9, 14)),
    cells.text_column(
        "account", "Account", "sts:GetCallerIdentity", _V, lambda v: v.key.account, (12, 12), key=by_id
    ),
)
"""Every column of the volumes table, in its usual order."""

DEFAULT_COLUMNS: tuple[str, ...] = (
    "name",
    "id",
    "state",
    "size",
    "type",
    "encrypted",
    "instance",
    "device",
    "fate",
    "az",
    "age",
    "iops",
    "throughput",
    "snapshot",
)
"""The ids of the columns shown until the user chooses, most wanted first."""


def column(id: str) -> Column[Volume] | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return cells.tag_column(id[4:], _DESCRIBE, _V)
    return next((known for known in COLUMNS if known.id == id), None)
