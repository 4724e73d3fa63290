"""Guardrails of volumes: shrinking, data that goes, what holds a volume."""

from collections.abc import Iterator

from ec2tui.core.changes.change import known
from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.changes.volumes import (
    IOPS_TYPES,
    AttachVolume,
    DeleteVolume,
    DetachVolume,
    KeepVolume,
    ModifyVolume,
)
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.guardrails.case import WHY, Case
from ec2tui.core.rules.guardrails.terminate import last_snapshot


def _volume(case: Case) -> Volume | Missing:
    return case.before.volume(case.change.key)


def volume_shrinks(case: Case) -> Iterator[Judgement]:
    """A volume never shrinks."""
    change = case.change
    if not isinstance(change, ModifyVolume) or change.size is None:
        return
    volume = _volume(case)
    if isinstance(volume, Missing):
        reason = f"Its size {WHY[volume]}; a volume cannot shrink."
        yield case.says("volume_shrinks", Level.CONFIRM, reason, unknown=True)
    elif change.size < volume.size:
        reason = f"A volume cannot shrink: it has {volume.size} GiB, {change.size} GiB are asked for."
        instead = "Make a smaller volume and copy the data."
        yield case.says("volume_shrinks", Level.BLOCK, reason, alternative=instead)


SIZES = {
    "gp2": (1, 16_384),
    "gp3": (1, 65_536),
    "io1": (4, 16_384),
    "io2": (4, 65_536),
    "st1": (125, 16_384),
    "sc1": (125, 16_384),
    "standard": (1, 1_024),
}
"""The sizes that each volume type takes, in GiB (ec2:ModifyVolume)."""


def volume_figures_invalid(case: Case) -> Iterator[Judgement]:
    """Each volume type takes its own sizes; IOPS and throughput can be set for some."""
    change, rule = case.change, "volume_figures_invalid"
    if isinstance(change, RunInstances):
        for one in change.launch.volumes:
            for wrong in _unfit(one.type, one.size, one.iops, one.throughput):
                yield case.says(rule, Level.BLOCK, f"{one.device}: {wrong}")
        return
    if not isinstance(change, ModifyVolume):
        return
    volume = _volume(case)
    now = None if isinstance(volume, Missing) else volume
    kind = change.type or (now.type if now else None)
    size = change.size or (now.size if now else None)
    if kind is None or size is None:
        reason = "Whether the new figures fit the volume is not known."
        yield case.says(rule, Level.WARN, reason, unknown=True)
        return
    for wrong in _unfit(kind, size, change.iops, change.throughput):
        yield case.says(rule, Level.BLOCK, wrong)


def _unfit(kind: str, size: int | None, iops: int | None, throughput: int | None) -> Iterator[str]:
    """What a type does not take, each as a sentence; a size that is not said is the snapshot's."""
    if kind not in SIZES:
        yield f"There is no volume type {kind!r}; they are {', '.join(SIZES)}."
        return
    least, most = SIZES[kind]
    if size is not None and not least <= size <= most:
        yield f"A {kind} volume has {least} to {most} GiB; this one would have {size}."
    if iops is not None and kind not in IOPS_TYPES:
        yield f"The IOPS of a {kind} volume cannot be set."
    if throughput is not None and kind != "gp3":
        yield f"The throughput of a {kind} volume cannot be set."


def volume_grows(case: Case) -> Iterator[Judgement]:
    """A volume that has grown is paid for as long as it lives, and its file system has to follow."""
    change = case.change
    volume = _volume(case)
    if not isinstance(change, ModifyVolume) or isinstance(volume, Missing) or change.size is None:
        return
    if change.size > volume.size:
        reason = f"It grows by {change.size - volume.size} GiB for good; the file system has to be grown too."
        yield case.says("volume_grows", Level.WARN, reason)


def volume_in_use(case: Case) -> Iterator[Judgement]:
    """A volume that an instance holds cannot be deleted."""
    if not isinstance(case.change, DeleteVolume):
        return
    volume = _volume(case)
    if isinstance(volume, Missing):
        yield case.says("volume_in_use", Level.CONFIRM, f"What holds it {WHY[volume]}.", unknown=True)
    elif volume.attachments:
        holders = ", ".join(attachment.instance_id for attachment in volume.attachments)
        reason = f"{holders} holds it."
        yield case.says("volume_in_use", Level.BLOCK, reason, alternative="Detach it first.")


def volume_data_lost(case: Case) -> Iterator[Judgement]:
    """Deleting a volume is confirmed by typing: its data is gone, except for its snapshots."""
    if isinstance(case.change, DeleteVolume):
        reason = f"Its data is gone; {last_snapshot(case, case.change.key.id)}."
        yield case.says("volume_data_lost", Level.CONFIRM, reason, alternative="Make a snapshot first.")


def volume_detached_in_use(case: Case) -> Iterator[Judgement]:
    """A volume taken from a running system loses what was not written; a root volume cannot be taken."""
    change, rule = case.change, "volume_detached_in_use"
    if not isinstance(change, DetachVolume):
        return
    instance = known(case.before.instance(change.key._replace(id=change.instance_id)))
    if instance is None:
        reason = f"Whether {change.instance_id} runs is not known."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
        return
    if instance.state == "stopped":
        return
    root = next((d for d in instance.block_devices if d.device == instance.root_device_name), None)
    if root is not None and root.volume_id == change.key.id:
        reason = f"It is the root volume of {instance.id}, which is {instance.state}."
        yield case.says(rule, Level.BLOCK, reason, alternative="Stop the instance first.")
    else:
        reason = (
            f"{instance.id} is {instance.state}: what it has not written is lost unless it unmounts first."
        )
        yield case.says(rule, Level.CONFIRM, reason)


def volume_zone(case: Case) -> Iterator[Judgement]:
    """A volume can only be attached to an instance in its own zone, while nothing else holds it."""
    change, rule = case.change, "volume_zone"
    if not isinstance(change, AttachVolume):
        return
    volume, instance = _volume(case), case.before.instance(change.key._replace(id=change.instance_id))
    if isinstance(volume, Missing) or isinstance(instance, Missing) or not (volume.az and instance.az):
        reason = "Whether the volume and the instance are in the same zone is not known."
        yield case.says(rule, Level.WARN, reason, unknown=True)
    elif volume.az != instance.az:
        yield case.says(rule, Level.BLOCK, f"The volume is in {volume.az}, the instance in {instance.az}.")
    if isinstance(volume, Volume) and volume.attachments and not volume.multi_attach:
        holder = volume.attachments[0].instance_id
        yield case.says(rule, Level.BLOCK, f"{holder} holds the volume.", alternative="Detach it first.")


def volume_kept_needlessly(case: Case) -> Iterator[Judgement]:
    """Keep only the volumes that are strongly needed; one that is to be deleted takes its data with it."""
    change = case.change
    if not isinstance(change, KeepVolume):
        return
    key = change.key._replace(id=change.volume_id)
    if change.keep:
        reason = "It will stay, and be paid for, after the instance is terminated: keep only what is needed."
        yield case.says("volume_kept_needlessly", Level.INFO, reason, subject=key)
    else:
        reason = f"It will be deleted with the instance; {last_snapshot(case, change.volume_id)}."
        yield case.says("volume_kept_needlessly", Level.WARN, reason, subject=key)
