"""A snapshot of an EBS volume."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Snapshot(msgspec.Struct, frozen=True):
    """A snapshot as ec2:DescribeSnapshots tells it; `size` in GiB, `start_time` in epoch seconds.

    `public` and `shared_with` (12-digit accounts) come from ec2:DescribeSnapshotAttribute; None: not read.
    """

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
    public: bool | None = None
    shared_with: tuple[str, ...] | None = None
    tags: Tags = ()
