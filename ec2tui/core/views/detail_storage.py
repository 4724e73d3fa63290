"""The storage part of an instance's detail pane: each volume, and what survives termination."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import BlockDevice, Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.volume import Volume
from ec2tui.core.views.durations import stamp
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone


def storage(instance: Instance, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """The root device, each attached volume, and in one sentence what a termination deletes."""
    lines: list[Line] = [
        labelled("Root device", instance.root_device_name, instance.root_device_type),
        labelled("EBS optimized", {True: "yes", False: "no", None: None}[instance.ebs_optimized]),
        labelled("On termination", _summary(instance)),
    ]
    for device in instance.block_devices:
        key = Key(instance.key.account, instance.key.region, device.volume_id)
        lines.append(BLANK)
        lines += _device(instance, device, inventory.volume(key))
    return tuple(lines)


def _summary(instance: Instance) -> Cell:
    devices = instance.block_devices
    if not devices:
        return Cell("no volumes attached", Tone.DIM)
    deleted = sum(device.delete_on_termination for device in devices)
    if deleted == len(devices):
        return Cell("all volumes are deleted" if deleted > 1 else "the volume is deleted", Tone.WARN)
    if not deleted:
        return Cell("all volumes stay" if len(devices) > 1 else "the volume stays", Tone.GOOD)
    return Cell(f"{deleted} of {len(devices)} volumes are deleted, the others stay", Tone.WARN)


def _device(instance: Instance, device: BlockDevice, volume: Volume | Missing) -> list[Line]:
    root = " (root)" if device.device == instance.root_device_name else ""
    fate = (
        Cell("deleted with the instance", Tone.WARN)
        if device.delete_on_termination
        else Cell("stays when the instance is terminated", Tone.GOOD)
    )
    lines: list[Line] = [
        heading(f"{device.device}{root}"),
        labelled("Volume", device.volume_id, device.status),
    ]
    if isinstance(volume, Missing):
        lines.append(labelled("Size, encryption", unknown(volume)))
    else:
        lines += _facts(volume)
    lines += [labelled("On termination", fate), labelled("Attached", stamp(device.attach_time))]
    return lines


def _facts(volume: Volume) -> list[Line]:
    speed = f"{volume.iops} IOPS" if volume.iops else ""
    if volume.throughput:
        speed += f", {volume.throughput} MiB/s" if speed else f"{volume.throughput} MiB/s"
    size = [said(f"{volume.size} GiB"), said(volume.type)] + ([Cell(clean(speed), Tone.DIM)] if speed else [])
    if volume.encrypted:
        encryption = [Cell("encrypted", Tone.GOOD), said(volume.kms_key_id, Tone.DIM)]
    else:
        encryption = [Cell("not encrypted", Tone.BAD)]
    lines = [labelled("Size", *size), labelled("Encryption", *encryption)]
    if volume.snapshot_id:
        lines.append(labelled("From snapshot", volume.snapshot_id))
    if volume.multi_attach:
        others = [a.instance_id for a in volume.attachments]
        lines.append(labelled("Multi-attach", f"attached to {len(others)} instances"))
    return lines
