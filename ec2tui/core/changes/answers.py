"""What is wrong with an answer that was typed for a request, said where it is typed."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from ec2tui.core.changes.change import Unready, known
from ec2tui.core.changes.request import Request, build
from ec2tui.core.changes.tags import tags_of
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

Mistake = Callable[[Sequence[Key], Inventory, str], str]
"""What is wrong with a text for these subjects, as a sentence with what is valid; empty when nothing is."""

VOLUME_TYPES = ("gp3", "gp2", "io2", "io1", "st1", "sc1", "standard")
"""The types that ec2:ModifyVolume takes (shape VolumeType)."""

MOST_TOLD = 6
"""How many of the valid answers are told."""

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_ACCOUNT = re.compile(r"[0-9]{12}")
_PROFILE = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII)
_PROFILE_ARN = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile/\S+")


def mistake(entry: Request, keys: Sequence[Key], inventory: Inventory, text: str) -> str:
    """What is wrong with an answer: what the request's own words are, or that no change comes of it."""
    found = MISTAKES[entry.id](keys, inventory, text) if entry.id in MISTAKES else ""
    if found:
        return found
    wanted = build(entry, keys, inventory, text)
    return wanted.reason if isinstance(wanted, Unready) else ""


def _volumes(keys: Sequence[Key], inventory: Inventory, text: str) -> str:
    """Each word must be a volume, or a device, of one of the instances."""
    instances = [one for one in (known(inventory.instance(key)) for key in keys) if one is not None]
    there = {device.device: device.volume_id for one in instances for device in one.block_devices}
    for word in text.split():
        if word not in there and word not in there.values():
            near = get_close_matches(word, [*there, *there.values()], 1)
            return f"{word!r} is neither a volume nor a device here; {_valid(near, there)}"
    return ""


def _valid(near: Sequence[str], there: dict[str, str]) -> str:
    if near:
        return f"did you mean {near[0]}?"
    told = [f"{device} ({volume})" for device, volume in sorted(there.items())[:MOST_TOLD]]
    return f"there are {', '.join(told)}." if told else "there is none."


def _tag(of: Kind) -> Mistake:
    """A tag that is to be removed must be there, on one of them at least."""

    def found(keys: Sequence[Key], inventory: Inventory, text: str) -> str:
        name, sign, _ = text.partition("=")
        tables = [tags_of(inventory, of, key) for key in keys]
        if sign or not name or any(tags is None for tags in tables):
            return ""
        names = sorted({tag for tags in tables for tag, _ in tags or ()})
        if name in names:
            return ""
        near = get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"{name}=VALUE would set it."
        return f"There is no tag {name!r} to remove; {hint}"

    return found


def _role(_keys: Sequence[Key], _inventory: Inventory, text: str) -> str:
    name = text.strip()
    if ":role/" in name:
        return "That is a role's ARN; what is attached is an instance profile, by its name or ARN."
    if name.startswith("arn:"):
        good = _PROFILE_ARN.fullmatch(name)
        return "" if good else "An ARN is arn:aws:iam::ACCOUNT:instance-profile/NAME."
    if name and not _PROFILE.fullmatch(name):
        return f"{name!r} is no name of an instance profile: letters, digits and +=,.@-_ without spaces."
    return ""


def _modify(_keys: Sequence[Key], _inventory: Inventory, text: str) -> str:
    wanted = next((word[5:] for word in text.split() if word.startswith("type=")), "")
    if not wanted or wanted in VOLUME_TYPES:
        return ""
    return f"There is no volume type {wanted!r}; they are {', '.join(VOLUME_TYPES)}."


def _copy(_keys: Sequence[Key], _inventory: Inventory, text: str) -> str:
    region = next((word[7:] for word in text.split() if word.startswith("region=")), "")
    if not region or _REGION.fullmatch(region):
        return ""
    return f"{region!r} is no region; they are called as eu-central-1 is."


def _accounts(_keys: Sequence[Key], _inventory: Inventory, text: str) -> str:
    bad = next((word for word in text.replace(",", " ").split() if not _ACCOUNT.fullmatch(word)), "")
    return f"{bad!r} is not an account; each has 12 digits." if bad else ""


MISTAKES: dict[str, Mistake] = {
    "instance.tag": _tag(Kind.INSTANCES),
    "instance.keep_volumes": _volumes,
    "instance.delete_volumes": _volumes,
    "instance.role": _role,
    "volume.tag": _tag(Kind.VOLUMES),
    "volume.modify": _modify,
    "snapshot.tag": _tag(Kind.SNAPSHOTS),
    "snapshot.copy": _copy,
    "snapshot.share": _accounts,
    "snapshot.unshare": _accounts,
}
"""What is looked at beyond whether a change can be made of it, by request."""
