"""Snapshots are whole or cut at the first doubt, private, and replaced in one step."""

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.adapters.local import snapshot_cache
from ec2tui.adapters.local.snapshot_cache import MAGIC, FileSnapshots
from ec2tui.core.model.instance import BlockDevice, GroupRef, InstanceInterface, MetadataOptions
from ec2tui.core.model.key import Source
from ec2tui.core.model.status import InstanceStatus, ScheduledEvent
from ec2tui.services.snapshots import Piece
from tests.services.fakes import SOURCE, instance, key

FULL = instance(
    "i-1",
    name="web \x1b[2J é",
    public_ip="203.0.113.7",
    launch_time=1_700_000_000,
    security_groups=(GroupRef("sg-1", "web"),),
    metadata=MetadataOptions("required", "enabled", 1),
    block_devices=(BlockDevice("/dev/xvda", "vol-1", True, attach_time=5),),
    interfaces=(InstanceInterface("eni-1", private_ips=("10.0.0.1",), groups=(GroupRef("sg-1", "web"),)),),
    tags=(("Name", "web"), ("env", "")),
)
STATUS = InstanceStatus(key("i-1"), "ok", "impaired", events=(ScheduledEvent("instance-stop", not_before=9),))
PIECES = [Piece(7.0, (FULL,), (STATUS,)), Piece(7.0, (instance("i-2"), instance("i-3")), ())]


async def loaded(snapshots: FileSnapshots, source: Source = SOURCE, whose: str | None = None) -> list[Piece]:
    return [piece async for piece in snapshots.load(source, whose)]


def only_file(place: Path) -> Path:
    [path] = place.glob("*.rows")
    return path


async def test_what_was_saved_is_loaded_exactly(tmp_path: Path) -> None:
    await FileSnapshots(tmp_path).save(SOURCE, PIECES)
    assert await loaded(FileSnapshots(tmp_path)) == PIECES


async def test_rows_are_only_given_to_the_credentials_they_were_read_with(tmp_path: Path) -> None:
    snapshots = FileSnapshots(tmp_path)
    await snapshots.save(SOURCE, PIECES, "keys AKIA1")
    for whose, count in (("keys AKIA1", 2), ("keys AKIA2", 0), ("", 0), (None, 2)):
        assert len([piece async for piece in snapshots.load(SOURCE, whose)]) == count
        assert bool(list(snapshots.names("default", whose))) is bool(count)
    assert b"AKIA1" not in only_file(tmp_path).read_bytes()
    await snapshots.save(SOURCE, PIECES, "")
    assert [piece async for piece in snapshots.load(SOURCE, "")] == []


async def test_nothing_is_there_until_something_is_saved(tmp_path: Path) -> None:
    snapshots = FileSnapshots(tmp_path / "cache")
    assert await loaded(snapshots) == [] and snapshots.regions("default") == ()
    assert list(snapshots.names("default")) == []
    assert not (tmp_path / "cache").exists()


async def test_files_and_every_new_directory_are_the_users_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        snapshots = FileSnapshots(tmp_path / "ec2tui" / "snapshots" / "endpoint")
        await snapshots.save(SOURCE, PIECES)
        await snapshots.remember("default", ("eu-west-1",))
    finally:
        os.umask(before)
    for path in (tmp_path / "ec2tui").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "ec2tui").stat().st_mode) == 0o700


@given(cut=st.integers(0, 400))
def test_a_cut_file_gives_only_whole_pieces(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    place = tmp_path_factory.mktemp("cut")
    asyncio.run(FileSnapshots(place).save(SOURCE, PIECES))
    file = only_file(place)
    data = file.read_bytes()
    file.write_bytes(data[: max(0, len(data) - 1 - cut)])
    found = asyncio.run(loaded(FileSnapshots(place)))
    assert found in ([], PIECES[:1])


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_damaged_byte_never_gives_other_rows(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    place = tmp_path_factory.mktemp("damaged")
    asyncio.run(FileSnapshots(place).save(SOURCE, PIECES, "ann"))
    file = only_file(place)
    data = bytearray(file.read_bytes())
    data[at % len(data)] ^= 1 << bit
    file.write_bytes(data)
    found = asyncio.run(loaded(FileSnapshots(place), whose="ann"))
    assert found == PIECES[: len(found)] and len(found) < len(PIECES)
    assert set(FileSnapshots(place).names("default")) <= {FULL.name, "i-1", "i-2", "i-3"}


async def test_a_file_of_another_version_is_not_read_and_then_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(snapshot_cache, "MAGIC", b"ec2tui snapshot 0123456789abcdef\n")
        await FileSnapshots(tmp_path).save(SOURCE, PIECES)
    snapshots = FileSnapshots(tmp_path)
    assert await loaded(snapshots) == [] and list(snapshots.names("default")) == []
    await snapshots.save(SOURCE, PIECES[:1])
    assert await loaded(snapshots) == PIECES[:1]


def test_the_version_follows_every_struct_that_is_written() -> None:
    for one in (GroupRef, BlockDevice, InstanceInterface, MetadataOptions, ScheduledEvent, Piece):
        assert any(name.startswith(f"{one.__name__}.") for name in snapshot_cache._FIELDS)
    assert MAGIC.endswith(b"\n") and len(MAGIC) == 29


WRITER = """
import asyncio, sys
from pathlib import Path
from ec2tui.adapters.local.snapshot_cache import FileSnapshots
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
from ec2tui.services.snapshots import Piece
name = sys.argv[2]
part = tuple(Instance(Key("1", "r", f"i-{at}"), "running", "t", name) for at in range(200))
rows = [Piece(1.0, part, ())] * 5
for _ in range(20):
    asyncio.run(FileSnapshots(Path(sys.argv[1])).save(Source("default", "eu-west-1"), rows))
"""


async def test_two_programs_that_write_at_once_leave_one_whole_snapshot(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in ("one", "other")
    ]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        pieces = await loaded(FileSnapshots(tmp_path))
        assert len(pieces) in (0, 5)
        assert len({row.name for piece in pieces for row in piece.instances}) <= 1
        seen += bool(pieces)
        await asyncio.sleep(0.005)
    assert [writer.wait() for writer in writers] == [0, 0] and seen
    assert len(await loaded(FileSnapshots(tmp_path))) == 5
    assert not list(tmp_path.glob(".*.new"))


async def test_a_writer_that_fails_leaves_the_old_snapshot(tmp_path: Path) -> None:
    snapshots = FileSnapshots(tmp_path)
    await snapshots.save(SOURCE, PIECES)

    def breaking():
        yield PIECES[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        await snapshots.save(SOURCE, breaking())
    assert await loaded(snapshots) == PIECES and not list(tmp_path.glob(".*.new"))


async def test_what_a_killed_writer_left_goes_in_time(tmp_path: Path) -> None:
    old, young = tmp_path / ".old.new", tmp_path / ".young.new"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (1, 1))
    await FileSnapshots(tmp_path).save(SOURCE, PIECES)
    assert not old.exists() and young.exists()


async def test_profiles_and_regions_never_share_a_file(tmp_path: Path) -> None:
    snapshots = FileSnapshots(tmp_path)
    sources = [
        Source(profile, region) for profile in ("a/b", "a_b", "../x", "a-b", "a", "é" * 60) for region in "xy"
    ]
    for at, source in enumerate(sources):
        await snapshots.save(source, [Piece(float(at), (instance(f"i-{at}"),), ())])
    for at, source in enumerate(sources):
        [piece] = await loaded(snapshots, source)
        assert piece.saved_at == at
    assert all(path.parent == tmp_path for path in tmp_path.rglob("*"))


async def test_the_regions_looked_at_last_are_known_and_a_torn_note_is_none(tmp_path: Path) -> None:
    snapshots = FileSnapshots(tmp_path)
    await snapshots.remember("default", ("eu-west-1", "us-east-1"))
    assert snapshots.regions("default") == ("eu-west-1", "us-east-1")
    assert snapshots.regions("other") == ()
    [note] = tmp_path.glob("*.regions")
    note.write_bytes(b'["eu-')
    assert snapshots.regions("default") == ()


async def test_names_for_completion_are_those_of_one_profile(tmp_path: Path) -> None:
    snapshots = FileSnapshots(tmp_path)
    await snapshots.save(SOURCE, PIECES)
    await snapshots.save(Source("default-b", "eu-west-1"), [Piece(1.0, (instance("i-9", name="b"),), ())])
    await snapshots.save(Source("other", "eu-west-1"), [Piece(1.0, (instance("i-9", name="o"),), ())])
    assert list(snapshots.names("default")) == [FULL.name, "i-1", "i-2", "i-3"]
    assert list(snapshots.names("other")) == ["o", "i-9"]
