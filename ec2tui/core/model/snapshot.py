"""A snapshot of an EBS volume, and who may use it."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Snapshot(msgspec.Struct, frozen=True):
    """A snapshot as ec2:DescribeSnapshots tells it; `size` in GiB, `start_time` in epoch seconds."""

    key: Key
    volume_id: str = ""
    size: int = 0
    state: str = ""
    progress: str = ""
    encrypted: bool = False
    kms_key_id: str | None = None
    owner_id: str = ""
    description: str = ""
    start_time: int | None = None
    tags: Tags = ()


class SnapshotSharing(msgspec.Struct, frozen=True):
    """Who else may make volumes from a snapshot (ec2:DescribeSnapshotAttribute, createVolumePermission).

    `public`: every AWS account; `shared_with`: the accounts of 12 digits that are named.
    """

    key: Key
    public: bool = False
    shared_with: tuple[str, ...] = ()
