"""Queries about volumes and snapshots: what matches, and that what was not read is neither yes nor no."""

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.views.query import Mistake, parse
from ec2tui.core.views.snapshot_fields import SNAPSHOTS
from ec2tui.core.views.volume_fields import VOLUMES

from . import world

HELD = Volume(
    world.key("vol-1"),
    2048,
    "gp3",
    "in-use",
    True,
    iops=4000,
    throughput=250,
    az="eu-west-1a",
    create_time=world.NOW - 40 * world.DAY,
    attachments=(Attachment("i-1", "/dev/sdf", "attached", True),),
    tags=(("Name", "Data"), ("env", "prod")),
)
FREE = Volume(world.key("vol-2"), 8, "st1", "available", az="eu-west-1b")
WEB = world.instance("i-1", name="web-1")


@pytest.mark.parametrize(
    ("query", "held", "free"),
    [
        ("data", True, False),
        ("i-1", True, False),
        ("env=prod", True, False),
        ("tag:env=prod", True, False),
        ("type:gp*", True, False),
        ("state:available", False, True),
        ("size>=1t", True, False),
        ("size<10", False, True),
        ("iops>3000", True, False),
        ("iops<=3000", False, False),
        ("throughput>125", True, False),
        ("age>30d", True, None),
        ("encrypted", True, False),
        ("unencrypted", False, True),
        ("attached", True, False),
        ("unattached", False, True),
        ("doomed", True, False),
        ("device:/dev/sd*", True, False),
        ("zone:eu-west-1b", False, True),
        ("instance:web-1", True, False),
        ("instance:i-1", True, False),
        ('instance:""', False, True),
        ("region:eu-west-1 account:111122223333", True, True),
        ("not attached or size>1000", True, True),
    ],
)
def test_what_a_query_finds_of_volumes(query: str, held: bool, free: bool | None) -> None:
    asked = parse(query, VOLUMES)
    assert not isinstance(asked, Mistake), asked
    facts = world.inventory(HELD, FREE, WEB)
    assert [asked.matches(one, facts, world.NOW) for one in (HELD, FREE)] == [held, free]
    assert parse(str(asked), VOLUMES) == asked


def test_the_name_of_what_holds_a_volume_may_not_be_known() -> None:
    asked = parse("instance:web-1", VOLUMES)
    assert not isinstance(asked, Mistake) and asked.kinds == {Kind.INSTANCES}
    assert asked.matches(HELD, world.inventory(HELD), world.NOW) is None
    assert asked.matches(HELD, world.inventory(HELD, INSTANCES=world.READ), world.NOW) is False


SNAPSHOT = Snapshot(
    world.key("snap-1"),
    "vol-1",
    500,
    "completed",
    encrypted=False,
    owner_id="111122223333",
    description="Nightly of vol-1",
    start_time=world.NOW - 8 * world.DAY,
    tags=(("Name", "db"),),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nightly", True),
        ("db", True),
        ("volume:vol-1", True),
        ("volume:vol-2", False),
        ("size>=500", True),
        ("age>30d", False),
        ("unencrypted -public", True),
        ("shared", True),
        ("shared:222222222222", True),
        ("private", False),
        ("description:*of*", True),
        ("owner:1111*", True),
        ("state:pending", False),
    ],
)
def test_what_a_query_finds_of_snapshots(query: str, found: bool) -> None:
    asked = parse(query, SNAPSHOTS)
    assert not isinstance(asked, Mistake), asked
    facts = world.inventory(SNAPSHOT, SnapshotSharing(SNAPSHOT.key, False, ("2" * 12,)))
    assert asked.matches(SNAPSHOT, facts, world.NOW) is found
    assert parse(str(asked), SNAPSHOTS) == asked


@pytest.mark.parametrize("query", ["public", "private", "shared", "shared:public"])
def test_who_may_use_a_snapshot_may_not_be_known(query: str) -> None:
    asked = parse(query, SNAPSHOTS)
    assert not isinstance(asked, Mistake) and asked.kinds == {Kind.SHARING}
    for facts in (world.inventory(SNAPSHOT), world.inventory(SNAPSHOT, SHARING=world.DENIED)):
        assert asked.matches(SNAPSHOT, facts, world.NOW) is None


def test_a_field_of_instances_is_a_mistake_that_names_the_nearest() -> None:
    asked = parse("instances:web", VOLUMES)
    assert isinstance(asked, Mistake) and asked.suggestion and asked.suggestion.startswith("instance")
