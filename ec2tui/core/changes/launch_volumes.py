"""The volumes of a launch as they are said in words, and the words for them."""

import re

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.storage_requests import words_of
from ec2tui.core.model.image import Image
from ec2tui.core.model.launch import LaunchVolume
from ec2tui.core.model.wish import Wish

KEEP = "keep"
"""The word that lets a volume stay when its instance is terminated."""

ROOT_WORDS = "size=20 type=gp3 iops=4000 throughput=250"
"""How the root volume is said; a number alone is its size."""

VOLUME_WORDS = "/dev/sdf size=100 type=gp3 keep"
"""How a further volume is said."""

_ROOT = {"size": int, "type": str, "iops": int, "throughput": int}
_MORE = {**_ROOT, "snapshot": str, "kms": str}
_DEVICE = re.compile(r"/dev/[a-z0-9]+|xvd[a-z]{1,2}")


def volume_of(text: str, encrypted: bool = True) -> LaunchVolume | Unready:
    """The volume that `/dev/sdf size=100 type=gp3 iops=4000 throughput=250 keep` means; size in GiB."""
    device, _, rest = text.strip().partition(" ")
    if not _DEVICE.fullmatch(device):
        return Unready(f"A volume begins with its device: {VOLUME_WORDS}.")
    words = rest.split()
    fields = words_of(" ".join(word for word in words if word != KEEP), _MORE)
    if isinstance(fields, Unready):
        return fields
    if not fields.get("size") and not fields.get("snapshot"):
        return Unready(f"{device} needs a size in GiB, or a snapshot: {VOLUME_WORDS}.")
    return LaunchVolume(
        device,
        fields.get("size"),
        fields.get("type", "gp3"),
        fields.get("iops"),
        fields.get("throughput"),
        encrypted,
        fields.get("kms", ""),
        KEEP in words,
        fields.get("snapshot", ""),
    )


def with_root(wish: Wish, text: str) -> Wish | Unready:
    """The wish with its root volume as said: nothing is the image's, a number alone a size."""
    text = text.strip()
    fields = words_of(f"size={text}" if text.isdigit() else text, _ROOT)
    if isinstance(fields, Unready):
        return fields
    return msgspec.structs.replace(
        wish,
        size=fields.get("size"),
        volume_type=fields.get("type", "gp3"),
        iops=fields.get("iops"),
        throughput=fields.get("throughput"),
    )


def root_words(wish: Wish) -> str:
    """The words that say the wish's root volume; empty where all of it is the usual."""
    figures = (("size", wish.size), ("iops", wish.iops), ("throughput", wish.throughput))
    words = [f"{name}={value}" for name, value in figures if value is not None]
    if wish.volume_type != Wish().volume_type:
        words.insert(1 if wish.size is not None else 0, f"type={wish.volume_type}")
    return " ".join(words)


def volumes_of(wish: Wish, image: Image) -> tuple[LaunchVolume, ...] | Unready:
    """The image's volumes, the root one as wished, and the further ones; one device is one volume."""
    found: dict[str, LaunchVolume] = {}
    for device in image.snapshots:
        volume = LaunchVolume(device.device, device.size, encrypted=wish.encrypted)
        if device.device == image.root_device:
            volume = msgspec.structs.replace(
                volume,
                size=wish.size or device.size,
                type=wish.volume_type,
                iops=wish.iops,
                throughput=wish.throughput,
                keep=wish.keep,
            )
        found[device.device] = volume
    for text in wish.volumes:
        volume_or_not = volume_of(text, wish.encrypted)
        if isinstance(volume_or_not, Unready):
            return volume_or_not
        if volume_or_not.device == image.root_device:
            return Unready(f"{volume_or_not.device} is the image's root volume, which is said by itself.")
        found[volume_or_not.device] = volume_or_not
    return tuple(found.values())
