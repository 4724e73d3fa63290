"""EBS volumes: keep or delete with their instance, modify, attach, detach, delete."""

from typing import Any, ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Id, Subject, drop, ec2_call, edit, known
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import BlockDevice
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.volume import Attachment

IOPS_TYPES = frozenset({"gp3", "io1", "io2"})
"""Volume types whose IOPS can be set; only gp3 has a throughput to set."""


def device_of(inventory: Inventory, instance: Key, volume_id: str) -> BlockDevice | None:
    """The device under which an instance has a volume, None when that is not known."""
    item = known(inventory.instance(instance))
    devices = () if item is None else item.block_devices
    return next((device for device in devices if device.volume_id == volume_id), None)


class KeepVolume(Change, frozen=True, tag="volume.keep"):
    """Keeps a volume when its instance is terminated, or with `keep` false deletes it then.

    `key` is the instance's, `device` the name under which it has the volume.
    """

    volume_id: str
    device: str
    keep: bool = True

    verb: ClassVar[str] = "set what happens to a volume of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceAttribute",)

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceAttribute, BlockDeviceMappings."""
        mapping = {"DeviceName": self.device, "Ebs": {"DeleteOnTermination": not self.keep}}
        return ec2_call(
            self.key, "ModifyInstanceAttribute", InstanceId=self.key.id, BlockDeviceMappings=[mapping]
        )

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance and the volume."""
        volume = Subject(Kind.VOLUMES, self.key._replace(id=self.volume_id))
        return (Subject(Kind.INSTANCES, self.key), volume)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The volume's last snapshot."""
        return (Subject(Kind.LAST_SNAPSHOTS, self.key._replace(id=self.volume_id)),)

    def effect(self, inventory: Inventory) -> Inventory:
        """Both the instance and the volume say so."""
        after = inventory
        instance = known(inventory.instance(self.key))
        if instance is not None:
            devices = tuple(
                msgspec.structs.replace(d, delete_on_termination=not self.keep)
                if d.volume_id == self.volume_id
                else d
                for d in instance.block_devices
            )
            after = edit(after, Kind.INSTANCES, self.key, block_devices=devices)
        key = self.key._replace(id=self.volume_id)
        volume = known(inventory.volume(key))
        if volume is None:
            return after
        held = tuple(
            msgspec.structs.replace(a, delete_on_termination=not self.keep)
            if a.instance_id == self.key.id
            else a
            for a in volume.attachments
        )
        return edit(after, Kind.VOLUMES, key, attachments=held)

    def inverse(self, before: Inventory) -> Change | None:
        """What was set before."""
        device = device_of(before, self.key, self.volume_id)
        if device is None:
            return None
        return KeepVolume(self.key, self.volume_id, self.device, keep=not device.delete_on_termination)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is set so."""
        device = device_of(inventory, self.key, self.volume_id)
        return device is not None and device.delete_on_termination is not self.keep


class ModifyVolume(Change, frozen=True, tag="volume.modify"):
    """Changes a volume in place; None leaves a figure as it is. Size in GiB, throughput in MiB/s."""

    size: int | None = None
    type: str | None = None
    iops: int | None = None
    throughput: int | None = None

    verb: ClassVar[str] = "modify"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyVolume",)
    kind: ClassVar[Kind] = Kind.VOLUMES
    idempotent: ClassVar[bool] = False
    unrestored: ClassVar[frozenset[str]] = frozenset({"iops", "throughput"})

    def call(self) -> ApiCall:
        """ec2:ModifyVolume with only what is set."""
        names = {"size": "Size", "type": "VolumeType", "iops": "Iops", "throughput": "Throughput"}
        params = {names[field]: value for field, value in self._wanted().items()}
        return ec2_call(self.key, "ModifyVolume", VolumeId=self.key.id, **params)

    def _wanted(self) -> dict[str, Any]:
        fields = {"size": self.size, "type": self.type, "iops": self.iops, "throughput": self.throughput}
        return {field: value for field, value in fields.items() if value is not None}

    def effect(self, inventory: Inventory) -> Inventory:
        """The figures are as asked; those that another type brings along are not known."""
        volume = known(inventory.volume(self.key))
        if volume is None:
            return inventory
        fields = self._wanted()
        if self.type not in (None, volume.type):
            fields = {"iops": None, "throughput": None, **fields}
        return edit(inventory, Kind.VOLUMES, self.key, **fields)

    def inverse(self, before: Inventory) -> Change | None:
        """The figures as they were; a volume that has grown cannot shrink."""
        volume = known(before.volume(self.key))
        if volume is None or (self.size or volume.size) != volume.size:
            return None
        old: dict[str, Any] = {}
        if self.type not in (None, volume.type):
            old["type"] = volume.type
        if volume.type in IOPS_TYPES:
            old["iops"] = volume.iops
        if volume.type == "gp3":
            old["throughput"] = volume.throughput
        return ModifyVolume(self.key, **old) if old else None

    def irreversible(self, before: Inventory) -> str:
        """A volume never shrinks."""
        volume = known(before.volume(self.key))
        if volume is not None and self.size is not None and self.size < volume.size:
            return "A volume cannot shrink."
        if volume is not None and self.size is not None and self.size > volume.size:
            return f"A volume cannot shrink: it will not be {volume.size} GiB again."
        return Change.irreversible(self, before)

    def noop(self, inventory: Inventory) -> bool:
        """Whether all that is set is so already."""
        volume = known(inventory.volume(self.key))
        wanted = self._wanted().items()
        return volume is not None and all(getattr(volume, field) == value for field, value in wanted)


class DeleteVolume(Change, frozen=True, tag="volume.delete"):
    """Deletes a volume that no instance holds."""

    verb: ClassVar[str] = "delete"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeleteVolume",)
    kind: ClassVar[Kind] = Kind.VOLUMES

    def call(self) -> ApiCall:
        """ec2:DeleteVolume."""
        return ec2_call(self.key, "DeleteVolume", VolumeId=self.key.id)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """Its last snapshot."""
        return (Subject(Kind.LAST_SNAPSHOTS, self.key),)

    def effect(self, inventory: Inventory) -> Inventory:
        """The volume is gone."""
        return drop(inventory, Kind.VOLUMES, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing brings its data back."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """A deleted volume is gone."""
        return "A deleted volume cannot be brought back; a snapshot of it can make another one."

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.volume(self.key) is Missing.GONE


def _held(inventory: Inventory, volume: Key, instance_id: Id) -> Attachment | None:
    item = known(inventory.volume(volume))
    held = () if item is None else item.attachments
    return next((a for a in held if a.instance_id == instance_id), None)


def _pair(volume: Key, instance_id: str) -> tuple[Subject, ...]:
    return (Subject(Kind.VOLUMES, volume), Subject(Kind.INSTANCES, volume._replace(id=instance_id)))


class AttachVolume(Change, frozen=True, tag="volume.attach"):
    """Attaches a free volume to an instance in its zone, under a device name such as `/dev/sdf`."""

    instance_id: str
    device: str

    verb: ClassVar[str] = "attach"
    asks: ClassVar[tuple[str, ...]] = ("ec2:AttachVolume",)
    kind: ClassVar[Kind] = Kind.VOLUMES
    idempotent: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """ec2:AttachVolume."""
        return ec2_call(
            self.key, "AttachVolume", VolumeId=self.key.id, InstanceId=self.instance_id, Device=self.device
        )

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The volume and the instance."""
        return _pair(self.key, self.instance_id)

    def effect(self, inventory: Inventory) -> Inventory:
        """The instance holds the volume, and keeps it when terminated."""
        volume = known(inventory.volume(self.key))
        after = inventory
        if volume is not None:
            held = (*volume.attachments, Attachment(self.instance_id, self.device, "attached"))
            after = edit(after, Kind.VOLUMES, self.key, state="in-use", attachments=held)
        owner = self.key._replace(id=self.instance_id)
        instance = known(inventory.instance(owner))
        if instance is None:
            return after
        device = BlockDevice(self.device, self.key.id, False, "attached")
        return edit(after, Kind.INSTANCES, owner, block_devices=(*instance.block_devices, device))

    def inverse(self, before: Inventory) -> Change | None:
        """Detaching it."""
        if known(before.volume(self.key)) is None or _held(before, self.key, self.instance_id):
            return None
        return DetachVolume(self.key, self.instance_id, self.device)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the instance holds it."""
        return _held(inventory, self.key, self.instance_id) is not None


class DetachVolume(Change, frozen=True, tag="volume.detach"):
    """Detaches a volume from an instance; `force` does so without waiting, which may lose data."""

    instance_id: str
    device: str = ""
    force: bool = False

    verb: ClassVar[str] = "detach"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DetachVolume",)
    kind: ClassVar[Kind] = Kind.VOLUMES
    idempotent: ClassVar[bool] = False
    unrestored: ClassVar[frozenset[str]] = frozenset({"attachments", "block_devices"})

    def call(self) -> ApiCall:
        """ec2:DetachVolume."""
        extra: dict[str, Any] = {"Device": self.device} if self.device else {}
        if self.force:
            extra["Force"] = True
        return ec2_call(self.key, "DetachVolume", VolumeId=self.key.id, InstanceId=self.instance_id, **extra)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The volume and the instance."""
        return _pair(self.key, self.instance_id)

    def effect(self, inventory: Inventory) -> Inventory:
        """The volume is free."""
        volume = known(inventory.volume(self.key))
        after = inventory
        if volume is not None:
            held = tuple(a for a in volume.attachments if a.instance_id != self.instance_id)
            state = "in-use" if held else "available"
            after = edit(after, Kind.VOLUMES, self.key, state=state, attachments=held)
        owner = self.key._replace(id=self.instance_id)
        instance = known(inventory.instance(owner))
        if instance is None:
            return after
        devices = tuple(d for d in instance.block_devices if d.volume_id != self.key.id)
        return edit(after, Kind.INSTANCES, owner, block_devices=devices)

    def inverse(self, before: Inventory) -> Change | None:
        """Attaching it again under the same name."""
        held = _held(before, self.key, self.instance_id)
        return AttachVolume(self.key, self.instance_id, held.device) if held and held.device else None

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """That it was to be deleted with the instance."""
        held = _held(before, self.key, self.instance_id)
        if held is None or not held.delete_on_termination:
            return ()
        return ("Attached again, the volume is kept when the instance is terminated; it was to be deleted.",)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the volume is known and the instance does not hold it."""
        known_volume = known(inventory.volume(self.key)) is not None
        return known_volume and _held(inventory, self.key, self.instance_id) is None
