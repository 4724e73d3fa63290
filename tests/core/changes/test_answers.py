"""A mistyped answer is told with what is valid, for every request that takes one; a good one passes."""

import pytest

from ec2tui.core.changes.addresses import AssociateAddress
from ec2tui.core.changes.answers import MISTAKES, mistake
from ec2tui.core.changes.request import build as build_changes
from ec2tui.core.changes.requests import REQUESTS_OF, request
from ec2tui.core.model.address import Address
from ec2tui.core.model.instance import BlockDevice, Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.volume import Attachment, Volume
from tests.core.changes.worlds import ACCOUNT, build, key

I1, I2, V1, S1 = key("i-1"), key("i-2"), key("vol-1"), key("snap-1")
ROOT, DATA = BlockDevice("/dev/xvda", "vol-1", True), BlockDevice("/dev/sdf", "vol-2", False)
WORLD = build(
    (
        Kind.INSTANCES,
        Instance(I1, "running", "t3.micro", "web", block_devices=(ROOT,), tags=(("env", "dev"),)),
    ),
    (Kind.INSTANCES, Instance(I2, "running", "t3.micro", "db", block_devices=(DATA,))),
    (Kind.VOLUMES, Volume(V1, size=8, type="gp3", attachments=(Attachment("i-1", "/dev/xvda"),))),
    (Kind.SNAPSHOTS, Snapshot(S1, volume_id="vol-1")),
    (Kind.ADDRESSES, Address(key("eipalloc-1"), "192.0.2.1")),
    (Kind.ADDRESSES, Address(key("eipalloc-2"), "192.0.2.2", "eipassoc-2", "i-2")),
    (Kind.SHARING, SnapshotSharing(S1, False, ("222233334444",))),
)
PROFILE = f"arn:aws:iam::{ACCOUNT}:instance-profile/web"


@pytest.mark.parametrize(
    ("id", "text", "told"),
    [
        ("instance.tag", "", "KEY=VALUE"),
        ("instance.tag", "evn", "did you mean env?"),
        ("instance.tag", "team", "team=VALUE would set it"),
        ("instance.tag", "env=prod", ""),
        ("instance.tag", "env", ""),
        ("instance.keep_volumes", "/dev/xvdb", "did you mean /dev/xvda?"),
        ("instance.keep_volumes", "/dev/xvda nonsense", "there are /dev/xvda (vol-1)"),
        ("instance.delete_volumes", "vol-1 vol-1x", "did you mean vol-1?"),
        ("instance.keep_volumes", "/dev/xvda vol-1", ""),
        ("instance.keep_volumes", "", ""),
        ("instance.role", "arn:aws:iam::111122223333:role/web", "a role's ARN"),
        (
            "instance.role",
            "arn:aws:iam::1:instance-profile/web",
            "arn:aws:iam::ACCOUNT:instance-profile/NAME",
        ),
        ("instance.role", "two words", "no name of an instance profile"),
        ("instance.role", PROFILE, ""),
        ("instance.role", "web", ""),
        ("instance.role", "", ""),
        ("instance.address", "192.0.2.9", "free are 192.0.2.1"),
        ("instance.address", "192.0.2.1", ""),
        ("instance.address", "eipalloc-1", ""),
        ("instance.address", "", ""),
        ("instance.resize", " ", "A type is needed"),
        ("volume.modify", "", "Say what to set"),
        ("volume.modify", "sise=200", "did you mean size?"),
        ("volume.modify", "size=big", "size is set to a number"),
        ("volume.modify", "type=gp9", "gp3, gp2"),
        ("volume.modify", "type=gp3 size=200", ""),
        ("volume.attach", "", "Say which instance"),
        ("volume.attach", "wbe", "'wbe' is not known here"),
        ("volume.attach", "db", ""),
        ("volume.detach", "i-9", "i-9 does not hold vol-1; i-1 does"),
        ("volume.detach", "i-1 i-9", "does not hold vol-1; i-1 does"),
        ("volume.detach", "web force", ""),
        ("volume.detach", "", ""),
        ("volume.tag", "=x", "KEY=VALUE"),
        ("snapshot.copy", "regoin=eu-west-1", "did you mean region?"),
        ("snapshot.copy", "region=Frankfurt", "'Frankfurt' is no region"),
        ("snapshot.copy", "region=eu-central-1", ""),
        ("snapshot.share", "", "12 digits"),
        ("snapshot.share", "222233334444 2222", "'2222' is not an account"),
        ("snapshot.share", "222233334444, 333344445555", ""),
        ("snapshot.unshare", "abc", "'abc' is not an account"),
        ("snapshot.unshare", "", ""),
        ("volume.snapshot", "", ""),
        ("snapshot.tag", "gone", "gone=VALUE would set it"),
    ],
)
def test_a_mistake_is_told_with_what_is_valid(id: str, text: str, told: str) -> None:
    subject = {"instance": I1, "volume": V1, "snapshot": S1}[id.partition(".")[0]]
    said = mistake(request(id), (subject,), WORLD, text)
    assert (told in said) if told else said == ""


def test_a_volume_of_one_of_several_is_no_mistake() -> None:
    entry = request("instance.keep_volumes")
    assert "neither a volume" in mistake(entry, (I1, I2), WORLD, "vol-9")
    assert "neither a volume" not in mistake(entry, (I1, I2), WORLD, "vol-2")


def test_every_rule_is_of_a_request_that_takes_an_answer() -> None:
    asked = {entry.id for entries in REQUESTS_OF.values() for entry in entries if entry.question}
    assert set(MISTAKES) <= asked


def test_an_address_of_yours_is_associated_instead_of_a_new_one() -> None:
    (step,) = build_changes(request("instance.address"), (I1,), WORLD, "192.0.2.1")  # type: ignore[misc]
    assert step == AssociateAddress(I1, "eipalloc-1", "192.0.2.1")
    assert len(build_changes(request("instance.address"), (I1,), WORLD)) == 2


def test_an_elastic_ip_that_makes_room_stays_yours() -> None:
    held = build(
        (Kind.INSTANCES, Instance(I2, "running", "t3.micro", "db", public_ip="192.0.2.2")),
        (Kind.ADDRESSES, Address(key("eipalloc-2"), "192.0.2.2", "eipassoc-2", "i-2")),
    )
    (said,) = AssociateAddress(I2, "eipalloc-1", "192.0.2.1").not_restored(held)
    assert "The Elastic IP 192.0.2.2 is taken off it and stays yours" in said
