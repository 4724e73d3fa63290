"""A machine image (AMI)."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class ImageSnapshot(msgspec.Struct, frozen=True, gc=False):
    """One EBS device of an image; `size` in GiB."""

    device: str
    snapshot_id: str | None = None
    size: int | None = None
    encrypted: bool | None = None
    delete_on_termination: bool | None = None


class Image(msgspec.Struct, frozen=True):
    """An image as ec2:DescribeImages tells it; name and description are a stranger's words.

    The key's account is the account that looks, `owner_id` is the publisher. Times in epoch seconds.
    """

    key: Key
    name: str = ""
    description: str = ""
    owner_id: str = ""
    owner_alias: str | None = None
    state: str = ""
    public: bool = False
    architecture: str = ""
    platform: str | None = None
    platform_details: str | None = None
    creation_time: int | None = None
    deprecation_time: int | None = None
    boot_mode: str | None = None
    imds_support: str | None = None
    tpm_support: str | None = None
    ena_support: bool | None = None
    root_device_type: str | None = None
    snapshots: tuple[ImageSnapshot, ...] = ()
    tags: Tags = ()
