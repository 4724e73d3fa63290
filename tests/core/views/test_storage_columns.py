"""The columns of the volumes and snapshots tables: what each shows, and what is missing never looks empty."""

from typing import Any

import msgspec
import pytest

from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.views import snapshots, volumes
from ec2tui.core.views.column import ABSENT, ordered
from ec2tui.core.views.tone import Cell, Tone

from . import world

VOLUME = Volume(
    world.key("vol-1"),
    100,
    "gp3",
    "in-use",
    True,
    "arn:aws:kms:eu-west-1:1:key/abc",
    3000,
    125,
    "eu-west-1a",
    "snap-9",
    world.NOW - 3 * world.DAY,
    attachments=(Attachment("i-1", "/dev/xvda", "attached", True), Attachment("i-2", "/dev/sdf", "attached")),
    tags=(("Name", "data\u202e"),),
)
FREE = Volume(world.key("vol-2"), 8, "gp2")
SNAPSHOT = Snapshot(
    world.key("snap-1"),
    "vol-1",
    100,
    "pending",
    "40%",
    description="[bold]nightly",
    owner_id="111122223333",
    start_time=world.NOW - 60,
)


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("name", Cell("data\\u{202e}", Tone.KEY)),
        ("id", Cell("vol-1")),
        ("state", Cell("in-use", Tone.GOOD)),
        ("size", Cell("100 GiB")),
        ("type", Cell("gp3")),
        ("encrypted", Cell("yes", Tone.GOOD)),
        ("instance", Cell("web-1, i-2", Tone.ACCENT)),
        ("device", Cell("/dev/xvda, /dev/sdf")),
        ("fate", Cell("deleted", Tone.WARN)),
        ("iops", Cell("3000")),
        ("throughput", Cell("125 MiB/s")),
        ("az", Cell("eu-west-1a")),
        ("snapshot", Cell("snap-9")),
        ("age", Cell("3d")),
        ("kms", Cell("abc")),
        ("region", Cell("eu-west-1")),
        ("account", Cell("111122223333")),
    ],
)
def test_what_a_volume_shows(id: str, shown: Cell) -> None:
    facts = world.inventory(VOLUME, world.instance("i-1", name="web-1"))
    assert drawn(volumes.column(id), VOLUME, facts) == shown


@pytest.mark.parametrize(
    "id", ["name", "instance", "device", "fate", "iops", "throughput", "snapshot", "age"]
)
def test_what_a_free_volume_does_not_have(id: str) -> None:
    assert drawn(volumes.column(id), FREE, world.inventory(FREE)) == ABSENT


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("name", ABSENT),
        ("id", Cell("snap-1")),
        ("state", Cell("pending 40%", Tone.WARN)),
        ("size", Cell("100 GiB")),
        ("volume", Cell("vol-1")),
        ("encrypted", Cell("no", Tone.BAD)),
        ("age", Cell("1m")),
        ("description", Cell("[bold]nightly")),
        ("owner", Cell("111122223333")),
        ("kms", ABSENT),
        ("region", Cell("eu-west-1")),
        ("account", Cell("111122223333")),
    ],
)
def test_what_a_snapshot_shows(id: str, shown: Cell) -> None:
    assert drawn(snapshots.column(id), SNAPSHOT, world.inventory(SNAPSHOT)) == shown


@pytest.mark.parametrize(
    ("sharing", "reading", "shown"),
    [
        (SnapshotSharing(SNAPSHOT.key, True, ("1" * 12,)), world.READ, Cell("public", Tone.BAD)),
        (SnapshotSharing(SNAPSHOT.key, False, ("1" * 12,)), world.READ, Cell("1 account", Tone.WARN)),
        (SnapshotSharing(SNAPSHOT.key, False, ("1" * 12, "2" * 12)), None, Cell("2 accounts", Tone.WARN)),
        (SnapshotSharing(SNAPSHOT.key), world.READ, Cell("private", Tone.GOOD)),
        (None, None, Cell("·", Tone.DIM)),
        (None, world.DENIED, Cell("denied", Tone.DIM)),
        (None, world.LOADING, Cell("…", Tone.DIM)),
    ],
)
def test_who_may_use_a_snapshot(sharing: Any, reading: Any, shown: Cell) -> None:
    readings = {"SHARING": reading} if reading else {}
    facts = world.inventory(SNAPSHOT, *([sharing] if sharing else []), **readings)
    assert drawn(snapshots.column("shared"), SNAPSHOT, facts) == shown


def test_the_public_come_first_and_the_unknown_last() -> None:
    ids = ("snap-1", "snap-2", "snap-3", "snap-4")
    items = [Snapshot(world.key(id)) for id in ids]
    said = [
        SnapshotSharing(items[0].key),
        SnapshotSharing(items[1].key, True),
        SnapshotSharing(items[2].key, False, ("1" * 12,)),
    ]
    facts = world.inventory(*items, *said)
    column = snapshots.column("shared")
    assert column is not None
    found = ordered(items, column, facts, world.NOW)
    assert [item.key.id for item in found] == ["snap-2", "snap-3", "snap-1", "snap-4"]


@pytest.mark.parametrize("table", [volumes, snapshots])
def test_columns_are_named_once_sort_and_the_usual_ones_exist(table: Any) -> None:
    ids = [column.id for column in table.COLUMNS]
    assert len(ids) == len(set(ids))
    assert set(table.DEFAULT_COLUMNS) <= set(ids)
    assert all(table.column(id).source for id in ids)
    items = [VOLUME, FREE] if table is volumes else [SNAPSHOT, Snapshot(world.key("snap-2"))]
    for column in table.COLUMNS:
        assert len(ordered(items, column, world.inventory(*items), world.NOW)) == 2
    assert table.column("nothing") is None


def drawn(column: Any, item: Any, facts: Any) -> Cell:
    assert column is not None
    return column.cell(item, facts, world.NOW)


@pytest.mark.parametrize("table", [volumes, snapshots])
def test_a_tag_is_a_column_too(table: Any) -> None:
    item = VOLUME if table is volumes else SNAPSHOT
    tagged = msgspec.structs.replace(item, tags=(("env", "prod"), ("empty", "")))
    facts = world.inventory(tagged)
    assert drawn(table.column("tag:env"), tagged, facts) == Cell("prod")
    assert drawn(table.column("tag:empty"), tagged, facts) == Cell('""', Tone.DIM)
    assert drawn(table.column("tag:none"), tagged, facts) == ABSENT
    first = ordered([item, tagged], table.column("tag:env"), facts, world.NOW)[0]
    assert first is tagged
