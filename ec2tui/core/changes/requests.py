"""What can be asked of an instance in a word: each request becomes the changes of a plan."""

from ec2tui.core.changes.alarm_requests import ALARM_REQUESTS, ON_INSTANCES
from ec2tui.core.changes.change import Unready, known
from ec2tui.core.changes.image_requests import CREATE, IMAGE_REQUESTS
from ec2tui.core.changes.instance_metadata import SetMetadataOptions, SetMonitoring
from ec2tui.core.changes.instance_protection import ProtectStop, ProtectTermination, SetShutdownBehavior
from ec2tui.core.changes.instance_requests import METADATA_WORDS, metadata, take_address, use_address
from ec2tui.core.changes.instance_role import set_role
from ec2tui.core.changes.instance_state import (
    RebootInstance,
    StartInstance,
    StopInstance,
    TerminateInstance,
)
from ec2tui.core.changes.instance_type import resize
from ec2tui.core.changes.quarantine import quarantine, release
from ec2tui.core.changes.request import Build, Request, Wanted, build, just
from ec2tui.core.changes.snapshots import CreateSnapshot
from ec2tui.core.changes.storage_requests import SNAPSHOT_REQUESTS, VOLUME_REQUESTS, tag_request
from ec2tui.core.changes.tags import carried, tags_of
from ec2tui.core.changes.volumes import KeepVolume
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

__all__ = ["REQUESTS", "REQUESTS_OF", "Request", "build", "request"]


def _toggle_protection(key: Key, inventory: Inventory, _text: str) -> Wanted | Unready:
    protection = known(inventory.protection(key))
    if protection is None or protection.termination is None:
        return Unready(f"Whether termination protection of {key.id} is on has not been read yet.")
    return (ProtectTermination(key, on=not protection.termination),)


def _resize(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    wanted = text.strip()
    return resize(key, wanted, inventory) if wanted else Unready("A type is needed, such as m7i.large.")


def _volumes(keep: bool) -> Build:
    def build(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
        instance = known(inventory.instance(key))
        if instance is None:
            return Unready(f"{key.id} has not been read, so its volumes are not known.")
        named = text.split()
        chosen = [d for d in instance.block_devices if not named or {d.volume_id, d.device} & set(named)]
        if not instance.block_devices:
            return Unready(f"{key.id} has no volume that is known.")
        there = {word for d in instance.block_devices for word in (d.volume_id, d.device)}
        if named and not chosen:
            return Unready(f"{key.id} has no volume {' '.join(named)}; it has {', '.join(sorted(there))}.")
        return tuple(KeepVolume(key, device.volume_id, device.device, keep) for device in chosen)

    return build


def _snapshots(key: Key, inventory: Inventory, _text: str) -> Wanted | Unready:
    instance = known(inventory.instance(key))
    if instance is None or not instance.block_devices:
        return Unready(f"{key.id} has no volume that is known.")
    volumes = [key._replace(id=device.volume_id) for device in instance.block_devices]
    return tuple(_of_volume(volume, instance, inventory) for volume in volumes)


def _of_volume(volume: Key, instance: Instance, inventory: Inventory) -> CreateSnapshot:
    """A snapshot that carries the volume's tags, or the instance's where the volume has not been read."""
    own = tags_of(inventory, Kind.VOLUMES, volume)
    return CreateSnapshot(volume, tags=carried(instance.tags if own is None else own))


def _role(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """An instance profile by name or ARN; empty detaches."""
    name = text.strip()
    arn = (
        name if name.startswith("arn:") or not name else f"arn:aws:iam::{key.account}:instance-profile/{name}"
    )
    change = set_role(key, arn or None, inventory)
    if isinstance(change, Unready):
        return change
    return () if change is None else (change,)


REQUESTS: tuple[Request, ...] = (
    Request("instance.start", "start", "Start", just(StartInstance)),
    Request("instance.stop", "stop", "Stop", just(StopInstance)),
    Request("instance.hibernate", "hibernate", "Stop and hibernate", just(StopInstance, hibernate=True)),
    Request("instance.force_stop", "force-stop", "Stop by force", just(StopInstance, force=True)),
    Request("instance.reboot", "reboot", "Reboot", just(RebootInstance)),
    Request("instance.terminate", "terminate", "Terminate", just(TerminateInstance)),
    Request("instance.toggle_protection", "", "Termination protection on/off", _toggle_protection),
    Request("instance.protect", "protect", "Termination protection on", just(ProtectTermination, on=True)),
    Request(
        "instance.unprotect", "unprotect", "Termination protection off", just(ProtectTermination, on=False)
    ),
    Request("instance.protect_stop", "protect-stop", "Stop protection on", just(ProtectStop, on=True)),
    Request("instance.unprotect_stop", "unprotect-stop", "Stop protection off", just(ProtectStop, on=False)),
    Request(
        "instance.shutdown_stops",
        "shutdown-stops",
        "A shutdown from inside stops",
        just(SetShutdownBehavior, behavior="stop"),
    ),
    Request("instance.resize", "resize", "Change the type", _resize, "New type, such as m7i.large"),
    Request(
        "instance.tag",
        "tag",
        "Tag",
        tag_request(Kind.INSTANCES),
        "KEY=VALUE sets a tag, KEY alone removes it",
    ),
    Request(
        "instance.require_imds_v2",
        "require-imdsv2",
        "Require version 2 of the metadata service",
        just(SetMetadataOptions, http_tokens="required"),
    ),
    Request(
        "instance.imds", "imds", "Metadata service: version, hop limit, on or off", metadata, METADATA_WORDS
    ),
    Request("instance.monitor", "monitor", "Detailed monitoring on", just(SetMonitoring, on=True)),
    Request("instance.unmonitor", "unmonitor", "Detailed monitoring off", just(SetMonitoring, on=False)),
    Request(
        "instance.keep_volumes",
        "keep-volumes",
        "Keep volumes on termination",
        _volumes(True),
        "Volume ids or devices (empty: all)",
    ),
    Request(
        "instance.delete_volumes",
        "delete-volumes",
        "Delete volumes on termination",
        _volumes(False),
        "Volume ids or devices (empty: all)",
    ),
    Request("instance.snapshot", "snapshot-volumes", "Snapshot all volumes", _snapshots),
    CREATE,
    Request(
        "instance.role",
        "role",
        "Attach, replace or detach the role",
        _role,
        "Profile name or ARN (empty: none)",
    ),
    Request(
        "instance.address",
        "give-address",
        "Associate an Elastic IP, new or yours",
        use_address,
        "Which of yours that is free, by address or id (empty: a new one)",
    ),
    Request(
        "instance.take_address",
        "take-address",
        "Disassociate its Elastic IP",
        take_address(False),
        "Which (empty: all)",
    ),
    Request(
        "instance.release_address",
        "release-address",
        "Disassociate and release its Elastic IP",
        take_address(True),
        "Which (empty: all)",
    ),
    Request(
        "instance.quarantine",
        "quarantine",
        "Quarantine",
        lambda key, inventory, text: quarantine(key, text, inventory),
        "Why (goes into a tag)",
    ),
    Request("instance.release", "release", "Release from quarantine", lambda k, inv, _t: release(k, inv)),
    *ON_INSTANCES,
)


REQUESTS_OF: dict[Kind, tuple[Request, ...]] = {
    Kind.INSTANCES: REQUESTS,
    Kind.VOLUMES: VOLUME_REQUESTS,
    Kind.SNAPSHOTS: SNAPSHOT_REQUESTS,
    Kind.OWN_IMAGES: IMAGE_REQUESTS,
    Kind.ALARMS: ALARM_REQUESTS,
}
"""Everything that can be asked for, by the kind of what it is asked of."""

_BY_ID = {entry.id: entry for entries in REQUESTS_OF.values() for entry in entries}


def request(request_id: str) -> Request:
    """The request with this id; KeyError when there is none."""
    return _BY_ID[request_id]
