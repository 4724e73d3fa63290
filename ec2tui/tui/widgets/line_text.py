"""Text cut to terminal cells: what is drawn has a width every terminal agrees on and no control character."""

import re
from functools import lru_cache
from unicodedata import category

from rich.cells import get_character_cell_size

from ec2tui.core.views.text import Align

ELLIPSIS = "…"
REPLACEMENT = "�"
LONE_MARK = "◌"
MARKS_PER_CHARACTER = 4
SIGNS = "/:,;=&?-_."
"""Behind which a word that is too long for a line may be parted."""

# Joiners, variation selectors and skin tones: terminals disagree about the width of what they make.
_UNSTABLE = re.compile("[\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ff]")
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def drawable(text: str) -> str:
    """The text with one width in every terminal: no controls, no joiners, no pile of combining marks."""
    if text.isascii() and text.isprintable():
        return text
    return _drawable(text)


@lru_cache(maxsize=4096)
def _drawable(text: str) -> str:
    out: list[str] = []
    room = 0
    for char in _UNSTABLE.sub("", text):
        if category(char) in _FORBIDDEN:
            out.append(REPLACEMENT)
            room = 0
        elif get_character_cell_size(char) == 0:
            if not out:
                out.append(LONE_MARK)
                room = MARKS_PER_CHARACTER
            if room:
                out.append(char)
                room -= 1
        else:
            out.append(char)
            room = MARKS_PER_CHARACTER
    return "".join(out)


def cells(text: str) -> int:
    """The width of drawable text in terminal cells."""
    return len(text) if text.isascii() else sum(map(get_character_cell_size, text))


def split_at(text: str, width: int) -> tuple[str, str]:
    """Drawable text parted so that the first part is at most `width` cells, marks with their character."""
    if text.isascii():
        return text[:width], text[width:]
    used = 0
    for index, char in enumerate(text):
        used += get_character_cell_size(char)
        if used > width:
            return text[:index], text[index:]
    return text, ""


def fit(text: str, width: int, align: Align = Align.LEFT) -> str:
    """Drawable text cut (with an ellipsis) or padded to exactly `width` cells."""
    size = cells(text)
    if size > width:
        if width <= 0:
            return ""
        text = split_at(text, width - 1)[0] + ELLIPSIS
        size = cells(text)
    pad = " " * (width - size)
    return pad + text if align == Align.RIGHT else text + pad


def breaks(text: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """Where drawable text is parted into lines, as (start, end) of each.

    The first takes `width` cells, the others `hang` fewer. It is parted at a space, which then belongs to no
    line; a word too long for a line of its own is parted where the line ends, behind a sign if one is near.
    """
    spans: list[tuple[int, int]] = []
    start, room, width = 0, max(2, width), max(2, width - hang)
    while cells(text[start : start + 8 * room]) > room:
        head, tail = split_at(text[start : start + 8 * room], room)
        end = start + _part(head, tail, width)
        spans.append((start, end))
        start = end + text.startswith(" ", end)
        room = width
    return [*spans, (start, len(text))]


def _part(head: str, tail: str, width: int) -> int:
    """How much of `head` stays on a line that goes on with `tail`, when lines below take `width` cells."""
    if tail.startswith(" "):
        return len(head)
    space = head.rfind(" ")
    if head[: space + 1].strip() and cells(head[space + 1 :] + tail.partition(" ")[0]) <= width:
        return space
    sign = max(head.rfind(sign) for sign in SIGNS) + 1
    return sign if sign * 3 > len(head) * 2 else len(head)


def wrap(text: str, width: int) -> list[str]:
    """Drawable text in lines of at most `width` cells."""
    return [text[start:end] for start, end in breaks(text, width)]
