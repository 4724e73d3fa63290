"""The storage page: volumes and snapshots with their changes, and the volumes of one instance."""

import pytest

from ec2tui.core.model.instance import BlockDevice
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, instance, key, problem
from tests.tui.desk import Desk, desk

ROOT, DATA, SPARE = "vol-0000000000000000a", "vol-0000000000000000b", "vol-0000000000000000c"
OLD, OPEN = "snap-0000000000000000a", "snap-0000000000000000b"


def world() -> Account:
    web = instance(
        "i-1",
        name="web-1",
        block_devices=(BlockDevice("/dev/xvda", ROOT, False), BlockDevice("/dev/sdf", DATA, False)),
    )
    aws = Account(web)
    tables = {
        Kind.INSTANCES: (web,),
        Kind.VOLUMES: (
            Volume(key(ROOT), 8, "gp3", "in-use", True, attachments=(Attachment("i-1", "/dev/xvda"),)),
            Volume(key(DATA), 100, "gp3", "in-use", attachments=(Attachment("i-1", "/dev/sdf"),)),
            Volume(key(SPARE), 500, "io2", "available", tags=(("Name", "spare\x1b[31m"),)),
        ),
        Kind.SNAPSHOTS: (
            Snapshot(key(OLD), DATA, 100, "completed", start_time=900_000),
            Snapshot(key(OPEN), "vol-gone", 8, "completed", start_time=950_000),
        ),
    }
    for kind, items in tables.items():
        aws.pages[REGION, kind] = [Page(items)]
        aws.items[REGION, kind] = {item.key.id: item for item in items}
    aws.items[REGION, Kind.SHARING] = {
        OLD: SnapshotSharing(key(OLD)),
        OPEN: SnapshotSharing(key(OPEN), public=True),
    }
    return aws


def with_record(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


def ids(it: Desk) -> list[str]:
    return [one.id for one in it.screen.rows.ordered()]


def cell(it: Desk, column: str, row: int = 0) -> str:
    at = it.screen.column_ids.index(column)
    return it.screen.rows.cells(row)[at].text


async def opened(it: Desk, *keys: str) -> None:
    for name in keys:
        await it.press(name)
        await it.rest()


async def test_volumes_tell_who_holds_them_and_their_snapshots() -> None:
    async with desk(world(), size=(200, 40)) as it:
        await opened(it, "4", "4", "slash", *"attached size>50")
        assert ids(it) == [DATA] and cell(it, "instance") == "web-1"
        text = it.text()
        assert "not encrypted" in text and "Snapshots (1)" in text and OLD in text
        await it.press("escape", "slash", *"unattached")
        assert ids(it) == [SPARE] and "none: what is on it exists once" in it.text()
        assert "\x1b" not in it.text() and "nothing holds it" in it.text()


async def test_the_same_key_again_shows_the_volumes_the_snapshots_and_then_the_images() -> None:
    async with desk(world(), size=(120, 30)) as it:
        await opened(it, "4")
        assert "Images and storage › Images (4: Volumes)" in it.text()
        await opened(it, "4")
        assert "Images and storage › Volumes (4: Snapshots)" in it.text()
        await opened(it, "4")
        assert it.screen.context().page == "snapshots" and ids(it) == [OLD, OPEN]
        assert [cell(it, "shared", n) for n in range(2)] == ["private", "public"]
        await opened(it, "1", "4")
        assert it.screen.context().page == "snapshots"
        await opened(it, "4")
        assert it.screen.context().page == "images"


async def test_the_menu_offers_the_changes_of_what_shows() -> None:
    async with desk(world(), prepare=with_record, size=(120, 40)) as it:
        await opened(it, "4", "4", "a")
        assert "Change size, type or speed" in it.text() and "Terminate" not in it.text()
        await opened(it, "escape", "4", "a")
        assert "Share with accounts" in it.text() and "Attach to an instance" not in it.text()


@pytest.mark.parametrize("name", ["t", "x", "b", "c"])
async def test_keys_of_instances_do_nothing_to_volumes(name: str) -> None:
    aws = world()
    async with desk(aws, prepare=with_record) as it:
        await opened(it, "4", "4", name)
        assert it.said() and "is for instances, not for volumes" in it.said()[0]
        assert aws.sent == [] and aws.rehearsed == []


async def test_marked_volumes_get_a_snapshot_each_after_one_review() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(120, 40)) as it:
        await opened(it, "4", "4", "space", "j", "space", "S", "enter")
        assert "create-snapshot" in it.text() and aws.sent == []
        await it.press("enter")
        await it.rest()
        await it.rest()
        assert [call.params["VolumeId"] for call in aws.sent] == [SPARE, ROOT], "as they stand on the screen"


async def test_a_change_reads_again_what_the_page_shows() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, size=(120, 40)) as it:
        await opened(it, "4", "4", "S", "enter")
        made = Snapshot(key("snap-0000000000000000f"), ROOT, 8, "pending", "3%", start_time=999_999)
        aws.pages[REGION, Kind.SNAPSHOTS] = [Page((*aws.pages[REGION, Kind.SNAPSHOTS][0].items, made))]
        await opened(it, "enter", "escape", "4")
        await it.rest()
        assert made.key.id in ids(it)


async def test_the_volumes_of_an_instance_are_a_table_with_their_changes() -> None:
    async with desk(world(), prepare=with_record, size=(160, 40)) as it:
        await opened(it, "V")
        assert ids(it) == [ROOT, DATA] and it.screen.context().page == "volumes"
        assert "Instances › Volumes of web-1" in it.text()
        await opened(it, "a")
        assert "Change size, type or speed" in it.text()
        await opened(it, "escape", "escape")
        assert it.screen.context().page == "instances"


async def test_denied_volumes_are_no_empty_table() -> None:
    aws = world()
    aws.failing[Kind.VOLUMES] = problem(Outcome.DENIED, "ec2:DescribeVolumes")
    async with desk(aws) as it:
        await opened(it, "4")
        assert "denied" in it.text() and "There are no volumes" not in it.text()
        await opened(it, "1", "V")
        assert "none." not in it.text()


async def test_read_only_greys_every_change() -> None:
    aws = world()
    async with desk(aws, prepare=with_record, read_only=True) as it:
        await opened(it, "4", "4", "S")
        assert it.said() == ["Read-only mode: nothing is changed."]
