"""EBS volumes."""

from ec2tui.adapters.aws.parse.fields import Document, epoch, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.volume import Attachment, Volume


def volume(document: Document, account: str, region: str) -> Volume:
    """One volume (shape Volume)."""
    return Volume(
        key=Key(account, region, document["VolumeId"]),
        size=document.get("Size", 0),
        type=document.get("VolumeType", ""),
        state=document.get("State", ""),
        encrypted=document.get("Encrypted", False),
        kms_key_id=document.get("KmsKeyId") or None,
        iops=document.get("Iops"),
        throughput=document.get("Throughput"),
        az=document.get("AvailabilityZone", ""),
        snapshot_id=document.get("SnapshotId") or None,
        create_time=epoch(document.get("CreateTime")),
        multi_attach=document.get("MultiAttachEnabled", False),
        attachments=tuple(
            Attachment(
                instance_id=attachment.get("InstanceId", ""),
                device=attachment.get("Device", ""),
                state=attachment.get("State", ""),
                delete_on_termination=attachment.get("DeleteOnTermination", False),
            )
            for attachment in document.get("Attachments", ())
        ),
        tags=tags(document.get("Tags")),
    )
