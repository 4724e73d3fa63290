"""The pictures in screenshots/ show today's program: the same first and last line as a picture taken now.

The lines between depend on which region answered first (columns keep the width that passing rows gave them),
so they are compared by eye when `make screenshots` takes the pictures anew.
"""

import html
import re

from tests.screenshots.shots import FOLDER, SHOTS, standing_demo, take

TEXT = re.compile(r'<text class="terminal-\d+-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')


def frame(svg: str) -> tuple[str, str]:
    """The first and the last line of a picture, white space folded."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in TEXT.findall(svg):
        lines.setdefault(float(y), []).append((float(x), html.unescape(text)))
    said = ["".join(text for _, text in sorted(lines[y])).split() for y in sorted(lines)]
    filled = [" ".join(words) for words in said if words]
    return filled[0], filled[-1]


async def test_the_pictures_are_current() -> None:
    """One test, so that the demo starts once; take them anew with `make screenshots`."""
    stale = []
    async with standing_demo() as demo:
        record = demo.directory / "audit.jsonl"
        for shot in SHOTS:
            kept = frame(shot.path.read_text(encoding="utf-8"))
            if kept != frame(await take(shot, demo.regions, record)):
                stale.append(shot.path.name)
    assert not stale


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == {shot.path.name for shot in SHOTS}
