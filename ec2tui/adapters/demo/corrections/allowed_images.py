"""The Allowed AMIs setting: the demo looks on, and keeps nothing out."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction

PROVIDERS = ("amazon", "099720109477", "136693071363")
"""Whom the demo account's setting lets through: Amazon, Canonical and Debian."""


def settings(_call: Call) -> dict[str, Any]:
    """The setting, the same in every region."""
    criteria = [{"ImageProviders": list(PROVIDERS)}]
    return {"State": "audit-mode", "ManagedBy": "account", "ImageCriteria": criteria}


def allowed(image: Any, account_id: str) -> bool:
    """Whether the setting lets an image through: own ones, and those of the providers."""
    return image.owner_id == account_id or bool({image.owner_id, image.owner_alias} & set(PROVIDERS))


CORRECTION = Correction(
    name="allowed-images",
    moto="does not know the operation",
    aws="tells the state and the criteria of the account's own list of images",
    instead={"GetAllowedImagesSettings": settings},
)
