"""DescribeVolumes with attachments that say what survives a termination, AWS's filters, and pages."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.documents import tags
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select

FILTERS = {
    "attachment.attach-time": "Attachments.AttachTime",
    "attachment.delete-on-termination": "Attachments.DeleteOnTermination",
    "attachment.device": "Attachments.Device",
    "attachment.instance-id": "Attachments.InstanceId",
    "attachment.status": "Attachments.State",
    "availability-zone": "AvailabilityZone",
    "create-time": "CreateTime",
    "encrypted": "Encrypted",
    "size": "Size",
    "snapshot-id": "SnapshotId",
    "status": "State",
    "tag-key": "Tags.Key",
    "volume-id": "VolumeId",
    "volume-type": "VolumeType",
}
"""AWS's filter names and where their values are in a volume's document."""


def describe_volumes(call: Call) -> dict[str, Any]:
    """The volumes that ids and filters choose."""
    wanted = [str(one) for one in call.param("VolumeIds", [])]
    missing = [one for one in wanted if one not in call.backend.volumes]
    if missing:
        raise AwsError("InvalidVolume.NotFound", f"The volume '{missing[0]}' does not exist.")
    found = [call.backend.volumes[one] for one in wanted] if wanted else list(call.backend.volumes.values())
    if call.filters:
        documents = list(select(map(volume_document, found), call.filters, FILTERS))
        page, following = cut(call, documents, 1, 1000, 1000)
    else:
        page, following = cut(call, found, 1, 1000, 1000)
        page = [volume_document(one) for one in page]
    return {"Volumes": page, "NextToken": following}


def volume_document(volume: Any) -> dict[str, Any]:
    """What DescribeVolumes says of one volume."""
    return {
        "VolumeId": volume.id,
        "Size": volume.size,
        "SnapshotId": volume.snapshot_id or "",
        "AvailabilityZone": volume.availability_zone,
        "State": volume.status,
        "CreateTime": volume.create_time,
        "Attachments": _attachments(volume),
        "Tags": tags(volume.ec2_backend, volume.id),
        "VolumeType": volume.volume_type,
        "Iops": volume.iops,
        "Throughput": volume.throughput or (125 if volume.volume_type == "gp3" else None),
        "Encrypted": bool(volume.encrypted),
        "KmsKeyId": volume.kms_key_id if volume.encrypted else None,
        "MultiAttachEnabled": bool(volume.multi_attach_enabled),
    }


def _attachments(volume: Any) -> list[dict[str, Any]]:
    attachment = volume.attachment
    if attachment is None:
        return []
    block = attachment.instance.block_device_mapping.get(attachment.device)
    return [
        {
            "VolumeId": volume.id,
            "InstanceId": attachment.instance.id,
            "Device": attachment.device,
            "State": attachment.status,
            "AttachTime": attachment.attach_time,
            "DeleteOnTermination": bool(block and block.delete_on_termination),
        }
    ]


CORRECTION = Correction(
    name="describe-volumes",
    moto="never tells DeleteOnTermination, ignores DryRun and MaxResults, and is slow",
    aws="tells for each attachment whether the volume survives, and pages",
    instead={"DescribeVolumes": describe_volumes},
)
