"""Settings of a region that hold for what is made later: public snapshots and images, metadata service."""

from collections.abc import Callable
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import invalid_value

Reply = dict[str, Any]

SNAPSHOT_STATES = ("block-all-sharing", "block-new-sharing")
UNBLOCKED = "unblocked"
BLOCKED_IMAGES = "block-new-sharing"
"""AWS's words."""


def snapshots(call: Call) -> Reply:
    """Whether snapshots may be public."""
    return {"State": _kept(call, "snapshot_block", UNBLOCKED), "ManagedBy": "account"}


def check_snapshots(call: Call) -> None:
    """Only states that exist."""
    if call.param("State") not in SNAPSHOT_STATES:
        raise invalid_value(f"Invalid State: {call.param('State')}")


def block_snapshots(call: Call) -> Reply:
    """No public snapshots, or no new ones."""
    return {"State": _keep(call, "snapshot_block", str(call.param("State")))}


def unblock_snapshots(call: Call) -> Reply:
    """Snapshots may be public."""
    return {"State": _keep(call, "snapshot_block", UNBLOCKED)}


def images(call: Call) -> Reply:
    """Whether images may be made public."""
    return {
        "ImageBlockPublicAccessState": _kept(call, "image_block", UNBLOCKED),
        "ManagedBy": "account",
    }


def check_images(call: Call) -> None:
    """The only state that there is."""
    if call.param("ImageBlockPublicAccessState") != BLOCKED_IMAGES:
        raise invalid_value(f"Invalid value: {call.param('ImageBlockPublicAccessState')}")


def block_images(call: Call) -> Reply:
    """No image becomes public; AWS takes minutes for it."""
    return {"ImageBlockPublicAccessState": _keep(call, "image_block", BLOCKED_IMAGES)}


def unblock_images(call: Call) -> Reply:
    """Images may be made public."""
    return {"ImageBlockPublicAccessState": _keep(call, "image_block", UNBLOCKED)}


METADATA = (
    "HttpTokens",
    "HttpPutResponseHopLimit",
    "HttpEndpoint",
    "InstanceMetadataTags",
    "HttpTokensEnforced",
)
"""The members of the metadata service's defaults."""


def metadata(call: Call) -> Reply:
    """What the metadata service is at a launch that says nothing; what has no default is not told."""
    return {"AccountLevel": {**_kept(call, "metadata_defaults", {}), "ManagedBy": "account"}}


def set_metadata(call: Call) -> Reply:
    """Other defaults; `no-preference` and -1 take one away."""
    known = dict(_kept(call, "metadata_defaults", {}))
    for name in METADATA:
        value = call.param(name)
        if str(value) in ("no-preference", "-1"):
            known.pop(name, None)
        elif value is not None:
            known[name] = value
    _keep(call, "metadata_defaults", known)
    return {"Return": True}


def _kept(call: Call, name: str, default: Any) -> Any:
    return getattr(call.backend, f"demo_{name}", default)


def _keep(call: Call, name: str, value: Any) -> Any:
    setattr(call.backend, f"demo_{name}", value)
    return value


_INSTEAD: dict[str, Callable[[Call], Reply]] = {
    "GetSnapshotBlockPublicAccessState": snapshots,
    "EnableSnapshotBlockPublicAccess": block_snapshots,
    "DisableSnapshotBlockPublicAccess": unblock_snapshots,
    "GetImageBlockPublicAccessState": images,
    "EnableImageBlockPublicAccess": block_images,
    "DisableImageBlockPublicAccess": unblock_images,
    "GetInstanceMetadataDefaults": metadata,
    "ModifyInstanceMetadataDefaults": set_metadata,
}

CORRECTION = Correction(
    name="account-settings",
    moto="does not know the operations",
    aws="keeps for each region whether snapshots and images may be public, and the defaults of the metadata "
    "service",
    before={
        "EnableSnapshotBlockPublicAccess": check_snapshots,
        "EnableImageBlockPublicAccess": check_images,
    },
    instead=_INSTEAD,
)
