"""What can be asked of volumes and snapshots in a word."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from ec2tui.core.changes.change import Unready, known
from ec2tui.core.changes.request import Build, Request, Wanted, just
from ec2tui.core.changes.sharing_requests import sharing, unsharing
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic, ShareSnapshot, UnshareSnapshot
from ec2tui.core.changes.snapshots import CopySnapshot, CreateSnapshot, DeleteSnapshot
from ec2tui.core.changes.tags import RemoveTag, SetTag, carried, tags_of
from ec2tui.core.changes.volumes import AttachVolume, DeleteVolume, DetachVolume, ModifyVolume
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

DEVICES = tuple(f"/dev/sd{letter}" for letter in "fghijklmnop")
"""The device names that AWS recommends for further volumes (EC2 User Guide, device names)."""

FORCE = "force"
"""The word that detaches a volume without waiting for the system."""


def tag_request(of: Kind) -> Build:
    """`KEY=VALUE` sets a tag of a resource of this kind, `KEY` alone removes it."""

    def wanted(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
        name, sign, value = text.partition("=")
        if not name:
            return Unready("A tag is KEY=VALUE; KEY alone removes it.")
        if sign:
            return (SetTag(key, name, value, of),)
        tags = tags_of(inventory, of, key)
        if tags is None:
            return Unready(f"{key.id} has not been read, so its tags are not known.")
        return (RemoveTag(key, name, dict(tags).get(name), of),)

    return wanted


def words_of(text: str, fields: Mapping[str, type]) -> dict[str, Any] | Unready:
    """`name=value` words as values of these types; a mistake names the nearest field."""
    found: dict[str, Any] = {}
    for word in text.split():
        name, sign, value = word.partition("=")
        if name not in fields:
            near = get_close_matches(name, fields, 1)
            hint = f"did you mean {near[0]}?" if near else f"they are {', '.join(fields)}."
            return Unready(f"There is no {name!r} to set; {hint}")
        if not (sign and value) or (fields[name] is int and not (value.isascii() and value.isdigit())):
            kind = "a number" if fields[name] is int else "a word"
            return Unready(f"{name} is set to {kind}: {name}=….")
        found[name] = fields[name](value)
    return found


def _modify(key: Key, _inventory: Inventory, text: str) -> Wanted | Unready:
    fields = words_of(text, {"size": int, "type": str, "iops": int, "throughput": int})
    if isinstance(fields, Unready):
        return fields
    if not fields:
        return Unready("Say what to set: size=200 type=gp3 iops=4000 throughput=250.")
    return (ModifyVolume(key, **fields),)


def _instance(key: Key, inventory: Inventory, word: str) -> Instance | Unready:
    """The instance of the volume's account and region with this id or, if it is the only one, this Name."""
    item = known(inventory.instance(key._replace(id=word)))
    if item is not None:
        return item
    here = (one for one in inventory.table(Kind.INSTANCES).values() if one.key[:2] == key[:2])
    named = [one for one in here if one.name == word]
    if len(named) > 1:
        return Unready(f"{len(named)} instances are called {word!r}; name one by its id.")
    return named[0] if named else Unready(f"The instance {word!r} is not known here.")


def _attach(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """`INSTANCE` or `INSTANCE DEVICE`; the first free device name when none is given."""
    word, _, device = text.strip().rpartition(" ") if " /" in text else (text.strip(), "", "")
    if not word:
        return Unready("Say which instance gets it: INSTANCE, or INSTANCE DEVICE.")
    instance = _instance(key, inventory, word.strip())
    if isinstance(instance, Unready):
        return instance
    taken = {d.device.replace("xvd", "sd") for d in instance.block_devices}
    chosen = device or next((name for name in DEVICES if name not in taken), "")
    if not chosen:
        return Unready(f"{instance.id} has no free device name of {DEVICES[0]} to {DEVICES[-1]}; name one.")
    return (AttachVolume(key, instance.id, chosen),)


def _detach(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """Nothing, `INSTANCE`, or `force`; the instance must be named only where several hold the volume."""
    words = text.split()
    force = FORCE in words
    named = [word for word in words if word != FORCE]
    volume = known(inventory.volume(key))
    if volume is None:
        return Unready(f"{key.id} has not been read, so what holds it is not known.")
    holding = [a.instance_id for a in volume.attachments]
    wanted = {word if word in holding else _id_of(key, inventory, word) for word in named}
    if not wanted <= set(holding):
        return Unready(f"{' '.join(named)} does not hold {key.id}; {', '.join(holding) or 'nothing'} does.")
    held = [a for a in volume.attachments if not wanted or a.instance_id in wanted]
    if not held:
        return Unready(f"Nothing holds {key.id}.")
    if len(held) > 1:
        holders = ", ".join(a.instance_id for a in held)
        return Unready(f"{holders} hold {key.id}; name one of them.")
    return (DetachVolume(key, held[0].instance_id, held[0].device, force),)


def _id_of(key: Key, inventory: Inventory, word: str) -> str:
    """The id of the instance of this Name, the word itself where there is none."""
    found = _instance(key, inventory, word)
    return word if isinstance(found, Unready) else found.id


def _copy(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """The copy carries the snapshot's tags."""
    fields = words_of(text, {"region": str, "kms": str})
    if isinstance(fields, Unready):
        return fields
    tags = carried(tags_of(inventory, Kind.SNAPSHOTS, key) or ())
    region, kms_key = fields.get("region", ""), fields.get("kms", "")
    return (CopySnapshot(key, region, kms_key, f"Copy of {key.id}", tags),)


def _shared_with(key: Key, inventory: Inventory) -> tuple[str, ...] | None:
    found = known(inventory.sharing(key))
    return None if found is None else found.shared_with


def _snapshot(key: Key, inventory: Inventory, text: str) -> Wanted:
    """The snapshot carries the volume's tags."""
    return (CreateSnapshot(key, text.strip(), carried(tags_of(inventory, Kind.VOLUMES, key) or ())),)


_DESCRIBED = "Description (may be empty)"

VOLUME_REQUESTS: tuple[Request, ...] = (
    Request("volume.snapshot", "snapshot", "Make a snapshot", _snapshot, _DESCRIBED),
    Request(
        "volume.modify",
        "modify",
        "Change size, type or speed",
        _modify,
        "size=200 type=gp3 iops=4000 throughput=250",
    ),
    Request("volume.attach", "attach", "Attach to an instance", _attach, "INSTANCE, or INSTANCE DEVICE"),
    Request(
        "volume.detach",
        "detach",
        "Detach from its instance",
        _detach,
        "Empty, or INSTANCE where several hold it; force: without waiting",
    ),
    Request(
        "volume.tag", "tag", "Tag", tag_request(Kind.VOLUMES), "KEY=VALUE sets a tag, KEY alone removes it"
    ),
    Request("volume.delete", "delete", "Delete", just(DeleteVolume)),
)
"""Everything that can be asked of a volume."""

SNAPSHOT_REQUESTS: tuple[Request, ...] = (
    Request("snapshot.tag", "tag", "Tag", tag_request(Kind.SNAPSHOTS), "KEY=VALUE sets, KEY alone removes"),
    Request(
        "snapshot.copy",
        "copy",
        "Copy, encrypted",
        _copy,
        "Empty, or region=eu-central-1 kms=KEY (else the default key)",
    ),
    Request(
        "snapshot.share", "share", "Share with accounts", sharing(ShareSnapshot), "Accounts, 12 digits each"
    ),
    Request(
        "snapshot.unshare",
        "unshare",
        "Share no more",
        unsharing(UnshareSnapshot, _shared_with),
        "Accounts (empty: all that are named there)",
    ),
    Request("snapshot.make_private", "make-private", "Make private", just(SetSnapshotPublic, public=False)),
    Request("snapshot.delete", "delete", "Delete", just(DeleteSnapshot)),
)
"""Everything that can be asked of a snapshot."""
