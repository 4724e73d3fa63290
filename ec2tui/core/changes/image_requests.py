"""What can be asked of own images in a word, and of an instance: an image of it."""

import re
from datetime import UTC, datetime

from ec2tui.core.changes.account_settings import BlockPublicImages, setting_key
from ec2tui.core.changes.change import Unready, known
from ec2tui.core.changes.image_sharing import SetImagePublic, ShareImage, UnshareImage
from ec2tui.core.changes.images import (
    CreateImage,
    DeprecateImage,
    DeregisterImage,
    SetImageEnabled,
    UndeprecateImage,
)
from ec2tui.core.changes.request import Build, Request, Wanted, just
from ec2tui.core.changes.sharing_requests import sharing, unsharing
from ec2tui.core.changes.storage_requests import tag_request
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

KEEP = "keep"
"""The word that deregisters an image without its snapshots."""

REBOOT = "reboot"
"""The word that lets an instance be rebooted for its image."""


def _shared_with(key: Key, inventory: Inventory) -> tuple[str, ...] | None:
    found = known(inventory.image_sharing(key))
    return None if found is None else found.accounts


def date(text: str) -> int | None:
    """The epoch seconds of `2027-01-31`, or of a time of ISO 8601 (UTC unless it says its zone)."""
    try:
        at = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


_SPAN = re.compile(r"(?:in )?(\d{1,4}) ?([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def dated(text: str, now: float) -> str:
    """The date that a span such as `90d`, `12w`, `6m` or `2y` from now means; another text as it is."""
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        return text
    at = now + int(found[1]) * _DAYS[found[2]] * 86_400
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def _deprecate(key: Key, _inventory: Inventory, text: str) -> Wanted | Unready:
    at = date(text)
    return (
        Unready("Say the date, such as 2027-01-31 (UTC), or a span: 90d.")
        if at is None
        else (DeprecateImage(key, at),)
    )


def _deregister(key: Key, _inventory: Inventory, text: str) -> Wanted | Unready:
    word = text.strip()
    if word not in ("", KEEP):
        return Unready(f"Say nothing, or {KEEP!r} to keep its snapshots.")
    return (DeregisterImage(key, keep_snapshots=word == KEEP),)


def _create(key: Key, _inventory: Inventory, text: str) -> Wanted | Unready:
    """`NAME`, `NAME reboot`, `NAME: description`; a name may have spaces, and AWS allows no colon in it."""
    said, _, description = text.partition(":")
    words = said.split()
    reboot = len(words) > 1 and words[-1] == REBOOT
    name = " ".join(words[:-1] if reboot else words)
    if not name:
        return Unready("An image needs a name.")
    return (CreateImage(key, name, description.strip(), reboot),)


def _block(on: bool) -> Build:
    """The setting of the region that an image is in."""
    return lambda key, _inventory, _text: (BlockPublicImages(setting_key(Kind.IMAGE_BLOCK, key), on),)


IMAGE_REQUESTS: tuple[Request, ...] = (
    Request("image.make_private", "make-private", "Make private", just(SetImagePublic, public=False)),
    Request("image.share", "share", "Share with accounts", sharing(ShareImage), "Accounts, 12 digits each"),
    Request(
        "image.unshare",
        "unshare",
        "Share no more",
        unsharing(UnshareImage, _shared_with),
        "Accounts (empty: all that are named there)",
    ),
    Request(
        "image.deprecate",
        "deprecate",
        "Deprecate",
        _deprecate,
        "From when on: 2027-01-31, 90d, 1y",
    ),
    Request("image.undeprecate", "undeprecate", "Take the deprecation back", just(UndeprecateImage)),
    Request("image.disable", "disable", "Switch off", just(SetImageEnabled, on=False)),
    Request("image.enable", "enable", "Switch on again", just(SetImageEnabled, on=True)),
    Request("image.tag", "tag", "Tag", tag_request(Kind.OWN_IMAGES), "KEY=VALUE sets, KEY alone removes"),
    Request(
        "image.deregister",
        "deregister",
        "Deregister, with its snapshots",
        _deregister,
        "Empty, or keep: its snapshots stay",
    ),
    Request("account.block_images", "", "Block public images in the region", _block(True)),
    Request("account.unblock_images", "", "Allow public images in the region", _block(False)),
)
"""Everything that can be asked of an own image."""

CREATE: Request = Request(
    "instance.image", "", "Make an image of it", _create, "NAME, NAME reboot (consistent), NAME: description"
)
"""An image of an instance."""
