"""What snapshots a volume has, and which images are made from a snapshot."""

import msgspec

from ec2tui.core.model.key import Key


class LastSnapshot(msgspec.Struct, frozen=True, gc=False):
    """The newest completed snapshot of a volume that this account owns, keyed by the volume.

    `snapshot_id` is empty when there is none; `start_time` in epoch seconds.
    """

    key: Key
    snapshot_id: str = ""
    start_time: int | None = None


class SnapshotImages(msgspec.Struct, frozen=True):
    """The ids of this account's images that are made from a snapshot, keyed by the snapshot."""

    key: Key
    images: tuple[str, ...] = ()
