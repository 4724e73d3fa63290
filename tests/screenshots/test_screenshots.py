"""The pictures in screenshots/ show today's program, byte for byte; `make screenshots` takes them anew."""

from tests.screenshots.shots import FOLDER, SHOTS, standing_demo, take


async def test_the_pictures_are_current() -> None:
    """One test, so that the demo starts once."""
    stale = []
    async with standing_demo() as demo:
        record = demo.directory / "audit.jsonl"
        for shot in SHOTS:
            if shot.path.read_text(encoding="utf-8") != await take(shot, demo.regions, record):
                stale.append(shot.path.name)
    assert not stale


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == {shot.path.name for shot in SHOTS}
