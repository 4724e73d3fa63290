"""Volumes and snapshots as tables."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Volume
from ec2tui.core.views import snapshots, volumes
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.snapshot_fields import SNAPSHOTS as SNAPSHOT_WORDS
from ec2tui.core.views.storage_cells import name_of
from ec2tui.core.views.storage_detail import snapshot_overview, snapshot_tags, volume_overview, volume_tags
from ec2tui.core.views.volume_fields import VOLUMES as VOLUME_WORDS

VOLUMES: Resource[Volume] = Resource(
    noun="volume",
    plural="volumes",
    kind=Kind.VOLUMES,
    columns=volumes.COLUMNS,
    shown=volumes.DEFAULT_COLUMNS,
    sort=volumes.NAME.id,
    column=volumes.column,
    words=VOLUME_WORDS,
    sections=(("volume", "Volume", volume_overview), ("tags", "Tags", volume_tags)),
    keyed=frozenset({Kind.VOLUMES}),
    title=lambda v: name_of(v) or v.key.id,
    describe=Describe("DescribeVolumes", "VolumeIds", "Volumes", "describe-volumes --volume-ids"),
    reads=frozenset({Kind.SNAPSHOTS}),
)

SNAPSHOTS: Resource[Snapshot] = Resource(
    noun="snapshot",
    plural="snapshots",
    kind=Kind.SNAPSHOTS,
    columns=snapshots.COLUMNS,
    shown=snapshots.DEFAULT_COLUMNS,
    sort=snapshots.NAME.id,
    column=snapshots.column,
    words=SNAPSHOT_WORDS,
    sections=(("snapshot", "Snapshot", snapshot_overview), ("tags", "Tags", snapshot_tags)),
    keyed=frozenset({Kind.SNAPSHOTS, Kind.SHARING}),
    title=lambda s: name_of(s) or s.key.id,
    describe=Describe("DescribeSnapshots", "SnapshotIds", "Snapshots", "describe-snapshots --snapshot-ids"),
    reads=frozenset({Kind.VOLUMES}),
)
