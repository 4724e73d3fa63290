"""What can be asked of volumes and snapshots: the changes it becomes, or why there are none."""

import pytest

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.request import build
from ec2tui.core.changes.requests import request
from ec2tui.core.changes.snapshot_sharing import ShareSnapshot, UnshareSnapshot
from ec2tui.core.changes.snapshots import CopySnapshot, CreateSnapshot
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.changes.volumes import AttachVolume, DetachVolume, ModifyVolume
from ec2tui.core.model.instance import BlockDevice, Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.volume import Attachment, Volume
from tests.core.changes.worlds import build as world
from tests.core.changes.worlds import key

WEB = Instance(
    key("i-1"),
    "running",
    "m5.large",
    name="web",
    block_devices=(BlockDevice("/dev/xvdf", "v", True),),
)
ODD = Instance(key("i-2"), "running", "m5.large", name="twin")
EVEN = Instance(key("i-3"), "running", "m5.large", name="twin")
HELD = Volume(key("vol-1"), 8, "gp3", attachments=(Attachment("i-1", "/dev/xvdf"),), tags=(("env", "prod"),))
BOTH = Volume(key("vol-2"), 8, "io2", attachments=(Attachment("i-1", "/a"), Attachment("i-2", "/b")))
FREE = Volume(key("vol-3"), 8, "gp3")
SNAP = Snapshot(key("snap-1"), tags=(("a", "b"),))
SHARED = SnapshotSharing(SNAP.key, False, ("1" * 12, "2" * 12))
WORLD = world(
    *((Kind.INSTANCES, one) for one in (WEB, ODD, EVEN)),
    *((Kind.VOLUMES, one) for one in (HELD, BOTH, FREE)),
    (Kind.SNAPSHOTS, SNAP),
    (Kind.SHARING, SHARED),
)


@pytest.mark.parametrize(
    ("id", "subject", "text", "wanted"),
    [
        ("volume.modify", FREE, "size=20 type=io2 iops=500", ModifyVolume(FREE.key, 20, "io2", 500)),
        ("volume.attach", FREE, "i-1", AttachVolume(FREE.key, "i-1", "/dev/sdg")),
        ("volume.attach", FREE, "web", AttachVolume(FREE.key, "i-1", "/dev/sdg")),
        ("volume.attach", FREE, "web /dev/sdz", AttachVolume(FREE.key, "i-1", "/dev/sdz")),
        ("volume.detach", HELD, "", DetachVolume(HELD.key, "i-1", "/dev/xvdf")),
        ("volume.detach", BOTH, "i-2 force", DetachVolume(BOTH.key, "i-2", "/b", True)),
        ("volume.tag", HELD, "x=y=z", SetTag(HELD.key, "x", "y=z", Kind.VOLUMES)),
        ("volume.tag", HELD, "env", RemoveTag(HELD.key, "env", "prod", Kind.VOLUMES)),
        ("snapshot.tag", SNAP, "a", RemoveTag(SNAP.key, "a", "b", Kind.SNAPSHOTS)),
        (
            "snapshot.copy",
            SNAP,
            "region=eu-central-1 kms=alias/x",
            CopySnapshot(SNAP.key, "eu-central-1", "alias/x", "Copy of snap-1", (("a", "b"),)),
        ),
        ("snapshot.share", SNAP, "3 4,5 4", ShareSnapshot(SNAP.key, ("3", "4", "5"))),
        ("snapshot.unshare", SNAP, "3", UnshareSnapshot(SNAP.key, ("3",))),
        ("snapshot.unshare", SNAP, "", UnshareSnapshot(SNAP.key, SHARED.shared_with)),
    ],
)
def test_it_becomes_a_change(id, subject, text, wanted):
    assert build(request(id), [subject.key], WORLD, text) == (wanted,)


@pytest.mark.parametrize(
    ("id", "subject", "text", "reason"),
    [
        ("volume.modify", FREE, "", "Say what to set"),
        ("volume.modify", FREE, "sise=20", "did you mean size"),
        ("volume.modify", FREE, "size=big", "size is set to a number"),
        ("volume.modify", FREE, "size", "size is set to a number"),
        ("volume.attach", FREE, "", "which instance"),
        ("volume.attach", FREE, "nobody", "'nobody' is not known"),
        ("volume.attach", FREE, "twin", "2 instances are called 'twin'"),
        ("volume.detach", FREE, "", "Nothing holds vol-3"),
        ("volume.detach", BOTH, "", "i-1, i-2 hold vol-2"),
        ("volume.detach", HELD, "i-9", "i-9 does not hold vol-1"),
        ("volume.tag", HELD, "=x", "KEY=VALUE"),
        ("snapshot.share", SNAP, " , ", "Name the accounts"),
        ("snapshot.copy", SNAP, "regoin=x", "did you mean region"),
    ],
)
def test_what_cannot_be_asked_says_why(id, subject, text, reason):
    told = build(request(id), [subject.key], WORLD, text)
    assert isinstance(told, Unready) and reason in told.reason


@pytest.mark.parametrize(
    ("id", "kind"), [("volume.detach", "vol-1"), ("volume.tag", "vol-1"), ("snapshot.unshare", "snap-1")]
)
def test_what_was_not_read_is_not_guessed(id, kind):
    text = "env" if id == "volume.tag" else ""
    told = build(request(id), [key(kind)], Inventory(), text)
    assert isinstance(told, Unready) and "has not been read" in told.reason


def test_a_snapshot_carries_the_tags_of_its_volume_but_not_awss_nor_ours() -> None:
    mine = (("Name", "data"), ("owner", "ann"))
    others = (("aws:cloudformation:stack-id", "x"), ("ec2tui:quarantine", "y"))
    volume = Volume(key("vol-9"), 8, "gp3", tags=(*mine, *others))
    devices = (BlockDevice("/dev/xvda", "vol-9", True), BlockDevice("/dev/sdf", "vol-8", False))
    web = Instance(key("i-9"), "running", "t3.micro", block_devices=devices, tags=(("owner", "bob"),))
    known = world((Kind.VOLUMES, volume), (Kind.INSTANCES, web))
    made = CreateSnapshot(volume.key, "x", mine)
    assert build(request("volume.snapshot"), [volume.key], known, "x") == (made,)
    assert build(request("instance.snapshot"), [web.key], known) == (
        CreateSnapshot(volume.key, tags=mine),
        CreateSnapshot(key("vol-8"), tags=(("owner", "bob"),)),
    )
