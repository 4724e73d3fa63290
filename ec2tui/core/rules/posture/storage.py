"""Posture checks of volumes and snapshots: encryption, sharing, what is kept, and what is backed up."""

from collections.abc import Iterable

from ec2tui.core.model.account_setting import AccountSetting
from ec2tui.core.model.finding import Severity
from ec2tui.core.model.instance import Instance, Tags
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene

NO = frozenset({"", "no", "false", "0", "unclear"})
"""Values of a tag that do not say that a volume is to be kept."""


def _kept(tags: Tags, scene: Scene) -> bool:
    return any(key in scene.settings.keep_tags and value.lower() not in NO for key, value in tags)


def unencrypted(volume: Volume, _scene: Scene) -> Verdict:
    """Who gets hold of a volume or a snapshot of it reads everything on it; encryption ties that to a key. A
    volume is never encrypted in place: copy a snapshot of it with encryption, and put a volume of the copy in
    its stead.
    """
    if not volume.attachments:
        return not_applicable("Nothing holds it.")
    if volume.encrypted:
        return passed("It is encrypted.")
    holders = ", ".join(held.instance_id for held in volume.attachments)
    return failed(f"It is not encrypted, and {holders} holds it.")


def encryption_default(setting: AccountSetting, _scene: Scene) -> Verdict:
    """Without it every launch has to remember to encrypt. Switch encryption by default on in every region;
    what exists stays as it is.
    """
    if setting.value == "true":
        return passed("New volumes are encrypted by default.")
    return failed("New volumes are encrypted only when somebody asks for it.")


def public_snapshot(item: Snapshot | AccountSetting, scene: Scene) -> Verdict:
    """Every AWS account can copy a public snapshot and read what was on the volume. Make it private, and
    block public sharing for the region, so that none becomes public again.
    """
    if isinstance(item, AccountSetting):
        if item.value == "block-all-sharing":
            return passed("No snapshot can be public.")
        left = "New snapshots cannot become public, those that are stay so."
        told = left if item.value == "block-new-sharing" else "Any snapshot can be made public."
        return failed(told)._replace(severity=Severity.HIGH)
    if item.key in scene.inventory.table(Kind.PUBLIC_SNAPSHOTS):
        return failed("Every AWS account may make volumes of it.")
    if not scene.known(Kind.PUBLIC_SNAPSHOTS, item.key):
        return scene.unknown(item.key, Kind.PUBLIC_SNAPSHOTS)
    return passed("It is not public.")


def wrong_ending(item: Instance | Volume, scene: Scene) -> Verdict:
    """A root volume that outlives its instance is an orphan that costs and is forgotten; a volume that is
    marked to be kept and goes with the instance is lost. Say for each what becomes of it, and snapshot and
    delete what nothing uses.
    """
    if isinstance(item, Volume):
        if item.state != "available" or item.attachments:
            return not_applicable("Its instance is told.")
        days = scene.age(item.create_time) if item.create_time else None
        since = f", and it is {days} days old" if days else ""
        return failed(f"Nothing holds it{since}.")
    orphans, lost = [], []
    unknown = False
    for block in item.block_devices:
        if block.device == item.root_device_name and not block.delete_on_termination:
            orphans.append(block.volume_id)
        elif block.delete_on_termination:
            volume = scene.find(Kind.VOLUMES, item.key, block.volume_id)
            if volume is not None and _kept(volume.tags, scene):
                lost.append(block.volume_id)
            unknown = unknown or volume is None
    if orphans or lost:
        told = [f"its root volume {orphans[0]} would stay"] if orphans else []
        told += [f"{', '.join(lost)}, tagged to be kept, would be deleted"] if lost else []
        return failed(f"On termination {' and '.join(told)}.")._replace(items=(*orphans, *lost))
    if unknown:
        say = "Whether a volume that is to be kept would go with it is not known."
        return scene.unknown(item.key, Kind.VOLUMES, say=say)
    return passed("Its volumes end as they should.")


def _volume_of(snapshot: Snapshot) -> Iterable[str]:
    return (snapshot.volume_id,) if snapshot.state == "completed" else ()


def without_backup(volume: Volume, scene: Scene) -> Verdict:
    """A data volume without a recent snapshot is one mistake away from being gone. Snapshot it, and let AWS
    Backup or a lifecycle policy do so every day.
    """
    if not volume.attachments:
        return not_applicable("Nothing holds it.")
    held = volume.attachments[0]
    instance: Instance | None = scene.find(Kind.INSTANCES, volume.key, held.instance_id)
    if instance is not None and instance.root_device_name == held.device:
        return not_applicable("It is a root volume, made anew from an image.")
    if held.delete_on_termination and not _kept(volume.tags, scene):
        return not_applicable("It goes with its instance: it holds nothing that is to be kept.")
    if instance is None and not scene.known(Kind.INSTANCES, volume.key):
        say = "Whether it is a root volume, made anew from an image, is not known."
        return scene.unknown(volume.key, Kind.INSTANCES, say=say)
    snapshots = scene.by(Kind.SNAPSHOTS, _volume_of).get(volume.key, ())
    last = max((one.start_time for one in snapshots if one.start_time), default=None)
    days = None if last is None else scene.age(last)
    if days is not None and days <= scene.settings.backup_days:
        return passed(f"Its last snapshot is {days} days old.")
    if not scene.known(Kind.SNAPSHOTS, volume.key):
        return scene.unknown(volume.key, Kind.SNAPSHOTS)
    if days is None:
        return failed("It has no snapshot.")
    return failed(f"Its last snapshot is {days} days old.")


ENCRYPTED = Check(
    "STO-01",
    "A volume in use is not encrypted",
    Severity.HIGH,
    unencrypted,
    reads=(Kind.VOLUMES,),
    kind=Kind.VOLUMES,
)
ENCRYPTION_DEFAULT = Check(
    "STO-02",
    "Volumes are not encrypted by default",
    Severity.MEDIUM,
    encryption_default,
    reads=(Kind.EBS_ENCRYPTION,),
    kind=Kind.EBS_ENCRYPTION,
)
PUBLIC_SNAPSHOT = Check(
    "STO-03",
    "A snapshot is public, or could become so",
    Severity.CRITICAL,
    public_snapshot,
    reads=(Kind.SNAPSHOTS, Kind.PUBLIC_SNAPSHOTS, Kind.SNAPSHOT_BLOCK),
    kind=Kind.SNAPSHOTS,
    also=(Kind.SNAPSHOT_BLOCK,),
    grades="high for a region that does not block public sharing",
)
ENDING = Check(
    "STO-05",
    "Volumes that stay or go against what is meant",
    Severity.MEDIUM,
    wrong_ending,
    reads=(Kind.INSTANCES, Kind.VOLUMES),
    kind=Kind.INSTANCES,
    also=(Kind.VOLUMES,),
)
BACKUP = Check(
    "STO-06",
    "A data volume without a recent snapshot",
    Severity.MEDIUM,
    without_backup,
    reads=(Kind.VOLUMES, Kind.INSTANCES, Kind.SNAPSHOTS),
    kind=Kind.VOLUMES,
)
