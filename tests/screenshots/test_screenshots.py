"""The pictures in screenshots/ are what the program draws today, byte for byte."""

from tests.screenshots.shots import FOLDER, SHOTS, standing_demo, take


async def test_the_pictures_are_current() -> None:
    """One test, so that the demo starts once; take them anew with `make screenshots`."""
    stale = []
    async with standing_demo() as demo:
        record = demo.directory / "audit.jsonl"
        for shot in SHOTS:
            if await take(shot, demo.regions, record) != shot.path.read_text(encoding="utf-8"):
                stale.append(shot.path.name)
    assert not stale


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == {shot.path.name for shot in SHOTS}
