"""Settings of an account in a region that decide for whatever is made later."""

import msgspec

from ec2tui.core.model.key import Key

EBS_ENCRYPTION, SNAPSHOT_BLOCK, IMAGE_BLOCK, METADATA_DEFAULTS = (
    "ebs-encryption",
    "snapshot-block-public-access",
    "image-block-public-access",
    "metadata-defaults",
)
"""The ids under which they are kept; AWS gives them none."""


class AccountSetting(msgspec.Struct, frozen=True):
    """One setting by the id that we give it.

    `value` is AWS's word: `true` or `false` of EBS encryption by default (ec2:GetEbsEncryptionByDefault);
    `block-all-sharing`, `block-new-sharing` or `unblocked` of snapshots and of images
    (ec2:GetSnapshotBlockPublicAccessState, ec2:GetImageBlockPublicAccessState); the default of HttpTokens of
    the metadata service (ec2:GetInstanceMetadataDefaults; empty: no preference). `enforced` tells whether a
    launch may not say otherwise (HttpTokensEnforced). `managed_by` is `account` or `declarative-policy`.
    """

    key: Key
    value: str = ""
    enforced: bool | None = None
    managed_by: str = ""
