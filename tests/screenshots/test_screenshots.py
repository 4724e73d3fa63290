"""The pictures in screenshots/ are what the program draws today, byte for byte."""

from pathlib import Path

from tests.screenshots.shots import FOLDER, SHOTS, Shot, standing_demo, take

TRIES = 4
"""Regions answer in any order, and a column keeps the width that the first rows gave it for a moment."""


async def same(shot: Shot, regions: tuple[str, ...], record: Path) -> bool:
    kept = shot.path.read_text(encoding="utf-8")
    for _ in range(TRIES):
        if await take(shot, regions, record) == kept:
            return True
    return False


async def test_the_pictures_are_current() -> None:
    """One test, so that the demo starts once; take them anew with `make screenshots`."""
    async with standing_demo() as demo:
        record = demo.directory / "audit.jsonl"
        stale = [shot.path.name for shot in SHOTS if not await same(shot, demo.regions, record)]
    assert not stale


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == {shot.path.name for shot in SHOTS}
