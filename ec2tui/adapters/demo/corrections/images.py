"""DescribeImages with the facts that vet an image, deprecation rules, and pages."""

from datetime import UTC, datetime
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.allowed_images import allowed
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.documents import tags
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.world import World

FILTERS = {
    "architecture": "Architecture",
    "block-device-mapping.encrypted": "BlockDeviceMappings.Ebs.Encrypted",
    "block-device-mapping.snapshot-id": "BlockDeviceMappings.Ebs.SnapshotId",
    "creation-date": "CreationDate",
    "description": "Description",
    "ena-support": "EnaSupport",
    "hypervisor": "Hypervisor",
    "image-id": "ImageId",
    "image-type": "ImageType",
    "is-public": "Public",
    "name": "Name",
    "owner-alias": "ImageOwnerAlias",
    "owner-id": "OwnerId",
    "platform": "Platform",
    "root-device-name": "RootDeviceName",
    "root-device-type": "RootDeviceType",
    "source-instance-id": "SourceInstanceId",
    "state": "State",
    "tag-key": "Tags.Key",
    "virtualization-type": "VirtualizationType",
}
"""AWS's filter names and where their values are in an image's document."""


def describe_images(call: Call) -> dict[str, Any]:
    """The images that ids, owners, launch permissions and filters choose."""
    images = list(call.backend.amis.values())
    wanted = [str(one) for one in call.param("ImageIds", [])]
    if wanted:
        missing = set(wanted) - set(call.backend.amis)
        if missing:
            message = f"The image id '[{min(missing)}]' does not exist"
            raise AwsError("InvalidAMIID.NotFound", message)
        images = [call.backend.amis[one] for one in dict.fromkeys(wanted)]
    images = [one for one in images if _visible(call, one, bool(wanted))]
    documents = [image_document(one, call.world) for one in images]
    page, following = cut(call, list(select(documents, call.filters, FILTERS)), 1, 1000, 1000)
    return {"Images": page, "NextToken": following}


def image_document(image: Any, world: World) -> dict[str, Any]:
    """What DescribeImages says of one image."""
    windows = image.platform == "windows"
    imds = getattr(image, "demo_imds_support", None)
    return {
        "ImageId": image.id,
        "Name": image.name,
        "Description": image.description or "",
        "OwnerId": image.owner_id,
        "ImageOwnerAlias": image.owner_alias,
        "ImageLocation": image.image_location or f"{image.owner_id}/{image.name}",
        "ImageType": "machine",
        "State": _state(image, world),
        "Public": image.is_public,
        "Architecture": image.architecture,
        "Platform": image.platform,
        "PlatformDetails": "Windows" if windows else "Linux/UNIX",
        "UsageOperation": "RunInstances:0002" if windows else "RunInstances",
        "CreationDate": _text(image.creation_date),
        "DeprecationTime": _text(getattr(image, "demo_deprecation", None)),
        "RootDeviceName": image.root_device_name,
        "RootDeviceType": "ebs",
        "VirtualizationType": "hvm",
        "Hypervisor": "xen",
        "EnaSupport": getattr(image, "demo_ena", True),
        "SriovNetSupport": "simple",
        "ImdsSupport": imds,
        "BootMode": image.boot_mode,
        "TpmSupport": getattr(image, "demo_tpm", None),
        "SourceInstanceId": image.source_instance_id,
        "BlockDeviceMappings": _block_devices(image),
        "Tags": tags(image.ec2_backend, image.id),
        "ImageAllowed": allowed(image, world.account_id),
        "PublicSsmParameterName": getattr(image, "demo_parameter", None),
    }


def _state(image: Any, world: World) -> str:
    """A new image is pending until its time has come."""
    at = getattr(image, "demo_available_at", None)
    return "pending" if at is not None and world.clock.naive() < at else str(image.state)


def _block_devices(image: Any) -> list[dict[str, Any]]:
    snapshot = image.ebs_snapshot
    return [
        {
            "DeviceName": image.root_device_name,
            "Ebs": {
                "SnapshotId": snapshot.id,
                "VolumeSize": snapshot.volume.size,
                "VolumeType": "gp3",
                "DeleteOnTermination": True,
                "Encrypted": bool(snapshot.encrypted),
            },
        }
    ]


def _visible(call: Call, image: Any, by_id: bool) -> bool:
    own = image.owner_id == call.world.account_id
    shared = {"UserId": call.world.account_id} in image.launch_permissions
    if not (own or shared or image.is_public):
        return False
    if image.state == "disabled" and str(call.param("IncludeDisabled")).lower() != "true":
        return False
    deprecation = getattr(image, "demo_deprecation", None)
    hidden = deprecation is not None and deprecation <= call.world.clock.naive() and not own
    if hidden and not by_id and str(call.param("IncludeDeprecated")).lower() != "true":
        return False
    owners = [str(one) for one in call.param("Owners", [])]
    mine = "self" in owners and own
    if owners and not mine and image.owner_id not in owners and image.owner_alias not in owners:
        return False
    users = [str(one) for one in call.param("ExecutableUsers", [])]
    if not users:
        return True
    account = call.world.account_id
    implicit = "self" in users and (own or shared)
    return implicit or ("all" in users and image.is_public) or (account in users and shared)


def _text(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%S.000Z")


CORRECTION = Correction(
    name="describe-images",
    moto="ignores MaxResults, shows every image of everybody, and has neither deprecation nor the IMDS, "
    "TPM, ENA and encryption facts",
    aws="shows own, shared and public images, hides others' deprecated ones, tells those facts, and pages",
    instead={"DescribeImages": describe_images},
)
