"""Settings of an account in a region, each of which an operation of its own tells."""

from ec2tui.adapters.aws.parse.fields import Document
from ec2tui.core.model.account_setting import (
    EBS_ENCRYPTION,
    IMAGE_BLOCK,
    METADATA_DEFAULTS,
    SNAPSHOT_BLOCK,
    AccountSetting,
)
from ec2tui.core.model.key import Key


def ebs_encryption(document: Document, account: str, region: str) -> tuple[AccountSetting, ...]:
    """Encryption by default (shape GetEbsEncryptionByDefaultResult)."""
    on = document["EbsEncryptionByDefault"]
    return (AccountSetting(Key(account, region, EBS_ENCRYPTION), "true" if on else "false"),)


def snapshot_block(document: Document, account: str, region: str) -> tuple[AccountSetting, ...]:
    """Whether snapshots may be public (shape GetSnapshotBlockPublicAccessStateResult)."""
    return (
        AccountSetting(
            Key(account, region, SNAPSHOT_BLOCK), document["State"], None, document.get("ManagedBy", "")
        ),
    )


def image_block(document: Document, account: str, region: str) -> tuple[AccountSetting, ...]:
    """Whether images may be public (shape GetImageBlockPublicAccessStateResult)."""
    state = document["ImageBlockPublicAccessState"]
    return (AccountSetting(Key(account, region, IMAGE_BLOCK), state, None, document.get("ManagedBy", "")),)


def metadata_defaults(document: Document, account: str, region: str) -> tuple[AccountSetting, ...]:
    """What the metadata service is at a launch that says nothing (shape InstanceMetadataDefaultsResponse)."""
    told = document.get("AccountLevel") or {}
    tokens = told.get("HttpTokens", "")
    return (
        AccountSetting(
            Key(account, region, METADATA_DEFAULTS),
            "" if tokens == "no-preference" else tokens,
            told.get("HttpTokensEnforced") == "enabled",
            told.get("ManagedBy", ""),
        ),
    )
