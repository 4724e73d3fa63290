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
    `public_parameter` is the public SSM parameter that AWS says resolves to it; `allowed` tells whether the
    account's Allowed AMIs setting lets it through; `deregistration_protection` is AWS's word for it.
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
    public_parameter: str | None = None
    allowed: bool | None = None
    source_instance_id: str | None = None
    root_device: str | None = None
    product_codes: tuple[str, ...] = ()
    deregistration_protection: str | None = None

    @property
    def own(self) -> bool:
        """Whether the account that looks publishes it."""
        return bool(self.owner_id) and self.owner_id == self.key.account

    @property
    def id(self) -> str:
        """Its id, such as `ami-0abc`."""
        return self.key.id


class ImageSharing(msgspec.Struct, frozen=True):
    """Who may launch an own image (ec2:DescribeImageAttribute, launchPermission).

    `public`: every AWS account; `accounts` of 12 digits; `organizations` are ARNs of organisations and of
    their units.
    """

    key: Key
    public: bool = False
    accounts: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()


class PublicParameter(msgspec.Struct, frozen=True, gc=False):
    """What a public SSM parameter resolves to in a region; the key's id is the parameter's name."""

    key: Key
    image_id: str = ""


ALLOWED_ID = "allowed-images"
"""The id of the one setting of a region."""


class AllowedImages(msgspec.Struct, frozen=True):
    """The Allowed AMIs setting of a region (ec2:GetAllowedImagesSettings); the key's id is ALLOWED_ID.

    `state` is `disabled`, `audit-mode` or `enabled`; `managed_by` is `account` or `declarative-policy`;
    `criteria` are AWS's criteria in words.
    """

    key: Key
    state: str = ""
    managed_by: str = ""
    criteria: tuple[str, ...] = ()
