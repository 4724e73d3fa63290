"""What changes an own image: launch permissions, deprecation, disabling, deregistration, and making one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import AwsError, invalid_value

SETTLES = 20
"""Seconds of the demo's clock until a new image is available."""


def own_image(call: Call) -> Any:
    """The image that a call names; an error when there is none, or when it is another account's."""
    image_id = str(call.param("ImageId"))
    image = call.backend.amis.get(image_id)
    if image is None:
        raise AwsError("InvalidAMIID.NotFound", f"The image id '[{image_id}]' does not exist")
    if image.owner_id != call.world.account_id:
        raise AwsError("AuthFailure", f"Not authorized for image: [{image_id}]")
    return image


def check_owner(call: Call) -> None:
    """Only the owner may look at launch permissions, or change an image."""
    own_image(call)


def check_permission(call: Call) -> None:
    """Accounts have 12 digits, and a disabled image is shared with nobody."""
    image = own_image(call)
    for user in call.param("UserIds", []):
        if not (str(user).isdigit() and len(str(user)) == 12):
            raise AwsError(
                "InvalidAMIAttributeItemValue", f"Invalid attribute item value {user!r} for userId"
            )
    if image.state == "disabled" and call.param("OperationType") == "add":
        raise AwsError("InvalidAMIID.Unavailable", f"The image [{image.id}] is disabled.")


def deprecate(call: Call) -> dict[str, Any]:
    """Set the time from which on the image is deprecated."""
    image = own_image(call)
    at = call.param("DeprecateAt")
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at).replace("Z", "+00:00"))
    moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    if moment < call.world.clock.naive() - timedelta(minutes=1):
        raise invalid_value("The specified time is in the past.")
    image.demo_deprecation = moment.replace(second=0, microsecond=0)
    return {"Return": True}


def keep(call: Call) -> dict[str, Any]:
    """Take the time of deprecation away."""
    own_image(call).demo_deprecation = None
    return {"Return": True}


def disable(call: Call) -> dict[str, Any]:
    """Switch the image off: it becomes private, and nothing can be launched from it."""
    image = own_image(call)
    image.state = "disabled"
    image.launch_permissions.clear()
    return {"Return": True}


def enable(call: Call) -> dict[str, Any]:
    """Switch a disabled image on."""
    image = own_image(call)
    if image.state != "disabled":
        raise AwsError("InvalidAMIID.Unavailable", f"The image [{image.id}] is not disabled.")
    image.state = "available"
    return {"Return": True}


def deregister(call: Call) -> dict[str, Any]:
    """Take the image out, with its snapshots where that is asked for."""
    image = own_image(call)
    backend = call.backend
    del backend.amis[image.id]
    backend.deleted_amis.append(image.id)
    results = []
    if str(call.param("DeleteAssociatedSnapshots")).lower() == "true":
        snapshot = image.ebs_snapshot.id
        backend.snapshots.pop(snapshot, None)
        results = [{"SnapshotId": snapshot, "ReturnCode": "success"}]
    return {"Return": True, "DeleteSnapshotResults": results}


def check_new(call: Call) -> None:
    """A name is used once in an account, and the instance is there."""
    name = str(call.param("Name", ""))
    if not 3 <= len(name) <= 128:
        raise AwsError("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long.")
    account = call.world.account_id
    for one in call.backend.amis.values():
        if one.owner_id == account and one.name == name:
            message = f"AMI name {name} is already in use by AMI {one.id}"
            raise AwsError("InvalidAMIName.Duplicate", message)


def create(call: Call) -> dict[str, Any]:
    """Make an image of an instance, which is pending first."""
    specifications = call.param("TagSpecifications", [])
    image = call.backend.create_image(
        str(call.param("InstanceId")),
        str(call.param("Name")),
        str(call.param("Description", "") or ""),
        [one for one in specifications if one.get("ResourceType") == "image"],
    )
    now = call.world.clock.naive()
    source = call.backend.amis.get(image.instance.image_id)
    image.creation_date = now
    image.root_device_name = image.instance.root_device_name or "/dev/xvda"
    image.ebs_snapshot.start_time = now
    image.boot_mode = getattr(source, "boot_mode", "uefi-preferred")
    image.demo_imds_support = getattr(source, "demo_imds_support", None)
    image.demo_tpm = getattr(source, "demo_tpm", None)
    image.demo_available_at = now + timedelta(seconds=SETTLES)
    for one in specifications:
        if one.get("ResourceType") == "snapshot":
            image.ebs_snapshot.add_tags({tag["Key"]: tag["Value"] for tag in one.get("Tags", [])})
    return {"ImageId": image.id}


CORRECTION = Correction(
    name="change-images",
    moto="lets anybody change any image, has no deprecation, keeps the snapshots of what is deregistered, "
    "takes a name twice, and makes images that are available at once",
    aws="lets only owners change images, with deprecation and deletion of snapshots; names are unique, and a "
    "new image is pending first",
    before={
        "DescribeImageAttribute": check_owner,
        "ModifyImageAttribute": check_permission,
        "EnableImageDeprecation": check_owner,
        "DisableImageDeprecation": check_owner,
        "EnableImage": check_owner,
        "DisableImage": check_owner,
        "DeregisterImage": check_owner,
        "CreateImage": check_new,
    },
    instead={
        "EnableImageDeprecation": deprecate,
        "DisableImageDeprecation": keep,
        "EnableImage": enable,
        "DisableImage": disable,
        "DeregisterImage": deregister,
        "CreateImage": create,
    },
)
