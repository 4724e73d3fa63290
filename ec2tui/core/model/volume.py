"""An EBS volume."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """Which instance holds a volume, under which device name."""

    instance_id: str
    device: str = ""
    state: str = ""
    delete_on_termination: bool = False


class Volume(msgspec.Struct, frozen=True):
    """A volume as ec2:DescribeVolumes tells it.

    `size` is in GiB, `throughput` in MiB/s, times are in epoch seconds.
    """

    key: Key
    size: int
    type: str
    state: str = ""
    encrypted: bool = False
    kms_key_id: str | None = None
    iops: int | None = None
    throughput: int | None = None
    az: str = ""
    snapshot_id: str | None = None
    create_time: int | None = None
    multi_attach: bool = False
    attachments: tuple[Attachment, ...] = ()
    tags: Tags = ()
