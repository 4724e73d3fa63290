"""An image that every fact speaks for, and what is known around it."""

from typing import Any

import msgspec

from ec2tui.core.model.image import AllowedImages, Image, ImageSharing, ImageSnapshot
from ec2tui.core.model.key import Key
from ec2tui.core.rules.images import ImageFacts

ACCOUNT = "111122223333"
CANONICAL = "099720109477"
STRANGER = "634519214787"
NOW = 1_800_000_000
DAY = 86400
PARAMETER = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"
KEY = Key(ACCOUNT, "eu-central-1", "ami-0aa")

UBUNTU = Image(
    key=KEY,
    name="ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260901",
    owner_id=CANONICAL,
    state="available",
    public=True,
    architecture="x86_64",
    creation_time=NOW - 30 * DAY,
    deprecation_time=NOW + 600 * DAY,
    boot_mode="uefi-preferred",
    imds_support="v2.0",
    tpm_support="v2.0",
    ena_support=True,
    snapshots=(ImageSnapshot("/dev/sda1", "snap-0aa", 8, True),),
    allowed=True,
)
OWN = msgspec.structs.replace(UBUNTU, owner_id=ACCOUNT, name="acme-golden-2026.09", public=False)

FACTS = ImageFacts(
    now=NOW,
    parameters={PARAMETER: KEY.id},
    allowed=AllowedImages(KEY._replace(id="allowed-images"), "enabled", "account"),
    sharing=ImageSharing(KEY),
    newest=UBUNTU,
)


def ubuntu(**fields: Any) -> Image:
    """The sample with some fields replaced."""
    return msgspec.structs.replace(UBUNTU, **fields)


def own(**fields: Any) -> Image:
    """An image of the account's own with some fields replaced."""
    return msgspec.structs.replace(OWN, **fields)


def facts(**fields: Any) -> ImageFacts:
    """What is known around it with some of it replaced."""
    return msgspec.structs.replace(FACTS, **fields)
