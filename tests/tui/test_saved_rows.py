"""Rows of an earlier run are on screen before AWS answers, with their age, and give way to the truth."""

import asyncio
from pathlib import Path

from ec2tui.adapters.local.snapshot_cache import FileSnapshots
from ec2tui.core.model.kind import Kind
from ec2tui.services.ports import Page
from ec2tui.services.snapshots import Piece
from tests.services.fakes import REGION, SOURCE, FakeGateway, instance
from tests.tui.desk import Desk, desk, fleet


def saved(place: Path, *names: str):
    """Prepares a desk whose earlier run, an hour ago, knew instances of these names."""
    rows = tuple(instance(f"i-{name}", name=name) for name in names)

    def prepare(it: Desk) -> None:
        it.around.snapshots = FileSnapshots(place)

    return rows, prepare


async def shown(it: Desk, *names: str) -> None:
    """Waits until exactly these rows are on screen, as files are read in a thread."""
    for _ in range(200):
        if it.names() == list(names):
            await it.rest()
            return
        await asyncio.sleep(0.01)
        await it.rest()
    assert it.names() == list(names)


async def test_saved_rows_show_with_their_age_before_aws_answers(tmp_path: Path) -> None:
    rows, prepare = saved(tmp_path, "old", "web-0")
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1_000_000.0 - 3600, rows, ())])
    gateway = FakeGateway()
    gateway.hang = {REGION}
    async with desk(gateway, prepare=prepare) as it:
        await shown(it, "old", "web-0")
        assert "saved 1 h ago" in it.text()


async def test_rows_that_are_gone_vanish_when_aws_has_answered(tmp_path: Path) -> None:
    rows, prepare = saved(tmp_path, "old", "web-0")
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1_000_000.0 - 3600, rows, ())])
    async with desk(fleet(2), prepare=prepare) as it:
        await shown(it, "web-0", "web-1")
        assert "saved" not in it.text()


async def test_what_was_read_is_saved_at_the_end(tmp_path: Path) -> None:
    _, prepare = saved(tmp_path)
    async with desk(fleet(2), prepare=prepare) as it:
        await shown(it, "web-0", "web-1")
    [piece] = [piece async for piece in FileSnapshots(tmp_path).load(SOURCE)]
    assert [one.name for one in piece.instances] == ["web-0", "web-1"]


async def test_what_could_not_be_read_replaces_nothing(tmp_path: Path) -> None:
    rows, prepare = saved(tmp_path, "old")
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1.0, rows, ())])
    gateway = FakeGateway()
    gateway.hang = {REGION}
    async with desk(gateway, prepare=prepare) as it:
        await shown(it, "old")
    [piece] = [piece async for piece in FileSnapshots(tmp_path).load(SOURCE)]
    assert piece.instances == rows


async def test_without_snapshots_nothing_is_written(tmp_path: Path, monkeypatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    gateway = fleet(1)
    async with desk(gateway) as it:
        await shown(it, "web-0")
        gateway.pages[REGION, Kind.INSTANCES] = [Page(())]
        await it.press("ctrl+r")
    assert list(tmp_path.rglob("*")) == []
