"""Machine images."""

from ec2tui.adapters.aws.parse.fields import Document, epoch_of_text, tags
from ec2tui.core.model.image import Image, ImageSnapshot
from ec2tui.core.model.key import Key


def snapshots(documents: list[Document] | None) -> tuple[ImageSnapshot, ...]:
    """The EBS devices of an image; instance-store mappings are left out."""
    return tuple(
        ImageSnapshot(
            device=mapping.get("DeviceName", ""),
            snapshot_id=ebs.get("SnapshotId") or None,
            size=ebs.get("VolumeSize"),
            encrypted=ebs.get("Encrypted"),
            delete_on_termination=ebs.get("DeleteOnTermination"),
        )
        for mapping in documents or ()
        if (ebs := mapping.get("Ebs")) is not None
    )


def image(document: Document, account: str, region: str) -> Image:
    """One image (shape Image); the key's account is the one that looks."""
    get = document.get
    return Image(
        key=Key(account, region, document["ImageId"]),
        name=get("Name", ""),
        description=get("Description", ""),
        owner_id=get("OwnerId", ""),
        owner_alias=get("ImageOwnerAlias") or None,
        state=get("State", ""),
        public=get("Public", False),
        architecture=get("Architecture", ""),
        platform=get("Platform") or None,
        platform_details=get("PlatformDetails") or None,
        creation_time=epoch_of_text(get("CreationDate")),
        deprecation_time=epoch_of_text(get("DeprecationTime")),
        boot_mode=get("BootMode") or None,
        imds_support=get("ImdsSupport") or None,
        tpm_support=get("TpmSupport") or None,
        ena_support=get("EnaSupport"),
        root_device_type=get("RootDeviceType") or None,
        snapshots=snapshots(get("BlockDeviceMappings")),
        tags=tags(get("Tags")),
    )
