"""Snapshots of EBS volumes."""

from ec2tui.adapters.aws.parse.fields import Document, epoch, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing


def snapshot(document: Document, account: str, region: str) -> Snapshot:
    """One snapshot (shape Snapshot); with whom it is shared is read apart."""
    return Snapshot(
        key=Key(account, region, document["SnapshotId"]),
        volume_id=document.get("VolumeId", ""),
        size=document.get("VolumeSize", 0),
        state=document.get("State", ""),
        progress=document.get("Progress", ""),
        encrypted=document.get("Encrypted", False),
        kms_key_id=document.get("KmsKeyId") or None,
        owner_id=document.get("OwnerId", ""),
        description=document.get("Description", ""),
        start_time=epoch(document.get("StartTime")),
        tags=tags(document.get("Tags")),
    )


def sharing(key: Key, document: Document) -> SnapshotSharing:
    """Who may use a snapshot (shape DescribeSnapshotAttributeResult, createVolumePermission)."""
    permissions = document.get("CreateVolumePermissions", ())
    accounts = tuple(one["UserId"] for one in permissions if one.get("UserId"))
    return SnapshotSharing(key, any(one.get("Group") == "all" for one in permissions), accounts)
