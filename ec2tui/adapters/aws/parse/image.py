"""Machine images."""

from ec2tui.adapters.aws.parse.fields import Document, epoch_of_text, tags
from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, ImageSharing, ImageSnapshot
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
        public_parameter=get("PublicSsmParameterName") or None,
        allowed=get("ImageAllowed"),
        source_instance_id=get("SourceInstanceId") or None,
        root_device=get("RootDeviceName") or None,
        product_codes=tuple(code.get("ProductCodeId", "") for code in get("ProductCodes") or ()),
        deregistration_protection=get("DeregistrationProtection") or None,
    )


def sharing(key: Key, document: Document) -> ImageSharing:
    """Who may launch an image (shape ImageAttribute, launchPermission)."""
    permissions = document.get("LaunchPermissions", ())
    fields = ("OrganizationArn", "OrganizationalUnitArn")
    return ImageSharing(
        key,
        any(one.get("Group") == "all" for one in permissions),
        tuple(one["UserId"] for one in permissions if one.get("UserId")),
        tuple(one[field] for one in permissions for field in fields if one.get(field)),
    )


def allowed_images(document: Document, account: str, region: str) -> tuple[AllowedImages, ...]:
    """The region's Allowed AMIs setting (ec2:GetAllowedImagesSettings); KeyError when AWS tells none."""
    return (
        AllowedImages(
            Key(account, region, ALLOWED_ID),
            document["State"],
            document.get("ManagedBy", ""),
            tuple(_criterion(one) for one in document.get("ImageCriteria", ())),
        ),
    )


def _criterion(document: Document) -> str:
    """One of AWS's criteria as words: `providers amazon, 123456789012; at most 90 days old`."""
    words = [
        f"{word} {', '.join(document[name])}"
        for name, word in (
            ("ImageProviders", "providers"),
            ("MarketplaceProductCodes", "product codes"),
            ("ImageNames", "names"),
        )
        if document.get(name)
    ]
    for name, field, word in (
        ("CreationDateCondition", "MaximumDaysSinceCreated", "old"),
        ("DeprecationTimeCondition", "MaximumDaysSinceDeprecated", "past deprecation"),
    ):
        days = document.get(name, {}).get(field)
        if days is not None:
            words.append(f"at most {days} days {word}")
    if document.get("ImageWatermarks"):
        words.append("with a watermark")
    return "; ".join(words) or "everything"
