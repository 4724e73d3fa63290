"""The columns of the snapshots table."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.views import storage_cells as cells
from ec2tui.core.views.column import UNKNOWN, Column, SortKey, missing_cell
from ec2tui.core.views.sorting import by_id, by_text
from ec2tui.core.views.tone import Cell, Tone

_DESCRIBE = "ec2:DescribeSnapshots "
_S = frozenset({Kind.SNAPSHOTS})
_SHARING = frozenset({Kind.SNAPSHOTS, Kind.SHARING})


def sharing_word(sharing: SnapshotSharing) -> tuple[str, Tone]:
    """Who else may use a snapshot: `public`, `1 account`, `private`."""
    if sharing.public:
        return "public", Tone.BAD
    count = len(sharing.shared_with)
    if count:
        return f"{count} account{'s' * (count > 1)}", Tone.WARN
    return "private", Tone.GOOD


def _shared(snapshot: Snapshot, inventory: Inventory, _now: float) -> Cell:
    sharing = inventory.sharing(snapshot.key)
    return missing_cell(sharing) if isinstance(sharing, Missing) else Cell(*sharing_word(sharing))


def _shared_key(snapshot: Snapshot, inventory: Inventory, _now: float) -> SortKey:
    """Public first, then by how many accounts."""
    sharing = inventory.sharing(snapshot.key)
    if isinstance(sharing, Missing):
        return UNKNOWN
    return (False, (not sharing.public, -len(sharing.shared_with)))


NAME: Column[Snapshot] = cells.text_column(
    "name", "Name", _DESCRIBE + "Tags[Name]", _S, cells.name_of, (12, 40), Tone.KEY
)
ID: Column[Snapshot] = cells.text_column(
    "id", "Id", _DESCRIBE + "SnapshotId", _S, lambda s: s.key.id, (13, 22), key=by_id
)

COLUMNS: tuple[Column[Snapshot], ...] = (
    NAME,
    ID,
    Column(
        "state",
        "State",
        _DESCRIBE + "State, Progress",
        lambda s, _inventory, _now: cells.state_cell(s.state, s.progress),
        lambda s, _inventory, _now: by_text(s.state),
        7,
        12,
        kinds=_S,
    ),
    cells.number_column("size", "Size", _DESCRIBE + "VolumeSize", _S, lambda s: s.size, "GiB", (7, 10)),
    cells.text_column(
        "volume", "Of volume", _DESCRIBE + "VolumeId", _S, lambda s: s.volume_id, (12, 21), key=by_id
    ),
    cells.encryption_column(_DESCRIBE + "Encrypted", _S),
    Column(
        "shared",
        "Shared",
        "ec2:DescribeSnapshotAttribute createVolumePermission",
        _shared,
        _shared_key,
        7,
        11,
        kinds=_SHARING,
    ),
    cells.age_column(_DESCRIBE + "StartTime", _S, lambda s: s.start_time),
    cells.text_column(
        "description", "Description", _DESCRIBE + "Description", _S, lambda s: s.description, (12, 60)
    ),
    cells.text_column("owner", "Owner", _DESCRIBE + "OwnerId", _S, lambda s: s.owner_id, (12, 12), key=by_id),
    cells.text_column(
        "kms", "Key", _DESCRIBE + "KmsKeyId", _S, lambda s: (s.kms_key_id or "").rsplit("/", 1)[-1], (8, 36)
    ),
    cells.text_column("region", "Region", "the region asked", _S, lambda s: s.key.region, (9, 14)),
    cells.text_column(
        "account", "Account", "sts:GetCallerIdentity", _S, lambda s: s.key.account, (12, 12), key=by_id
    ),
)
"""Every column of the snapshots table, in its usual order."""

DEFAULT_COLUMNS: tuple[str, ...] = (
    "name",
    "id",
    "state",
    "size",
    "volume",
    "encrypted",
    "shared",
    "age",
    "description",
)
"""The ids of the columns shown until the user chooses, most wanted first."""


def column(id: str) -> Column[Snapshot] | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return cells.tag_column(id[4:], _DESCRIBE, _S)
    return next((known for known in COLUMNS if known.id == id), None)
