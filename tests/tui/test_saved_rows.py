"""Rows of an earlier run are on screen before AWS answers, with their age, and give way to the truth."""

import asyncio
from pathlib import Path

import pytest

from ec2tui.adapters.local.snapshot_cache import FileSnapshots
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.ports import Page
from ec2tui.services.snapshots import Piece
from ec2tui.tui import connection
from tests.services.fakes import REGION, SOURCE, FakeGateway, instance, problem
from tests.tui.desk import Desk, desk, fleet


def saved(place: Path, *names: str):
    """Prepares a desk whose earlier run, an hour ago, knew instances of these names."""
    rows = tuple(instance(f"i-{name}", name=name) for name in names)

    def prepare(it: Desk) -> None:
        it.around.snapshots = FileSnapshots(place)
        it.session.credentials_of = lambda profile: "ann"

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
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1_000_000.0 - 3600, rows, ())], "ann")
    gateway = FakeGateway()
    gateway.hang = {REGION}
    async with desk(gateway, prepare=prepare) as it:
        await shown(it, "old", "web-0")
        assert "saved 1 h ago" in it.text()


async def test_rows_read_with_other_keys_show_when_it_is_known_that_they_are_of_this_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LONGEST_WAIT", 0.05)
    rows, prepare = saved(tmp_path, "old")
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1_000_000.0 - 3600, rows, ())], "bob")
    gateway = FakeGateway()
    gateway.hang = {REGION}
    knows = asyncio.Event()
    identify = gateway.identify

    async def late():
        await knows.wait()
        return await identify()

    gateway.identify = late
    async with desk(gateway, prepare=prepare) as it:
        for _ in range(20):
            await asyncio.sleep(0.01)
            await it.rest()
        assert it.names() == []
        knows.set()
        await it.clock.advance(60)
        await shown(it, "old")


async def test_saved_rows_go_when_aws_does_not_know_the_keys(tmp_path: Path) -> None:
    rows, prepare = saved(tmp_path, "old")
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1_000_000.0 - 3600, rows, ())], "ann")
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.WRONG_KEYS)]
    gateway.identity = problem(Outcome.WRONG_KEYS, "sts:GetCallerIdentity")
    async with desk(gateway, prepare=prepare) as it:
        await shown(it)
        text = it.text()
        assert "wrong keys" in text and "expired" not in text and "Nothing was read" in text


async def test_that_rows_cannot_be_kept_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _, prepare = saved(tmp_path / "file" / "below")
    async with desk(fleet(2), prepare=prepare) as it:
        await shown(it, "web-0", "web-1")
        for _ in range(2):
            await it.screen.connection._save()
            it.screen.connection._writer._written.clear()
        assert sum("cannot be kept" in words for words in it.said()) == 1


async def test_rows_that_are_gone_vanish_when_aws_has_answered(tmp_path: Path) -> None:
    rows, prepare = saved(tmp_path, "old", "web-0")
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1_000_000.0 - 3600, rows, ())], "ann")
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
    await FileSnapshots(tmp_path).save(SOURCE, [Piece(1.0, rows, ())], "ann")
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
