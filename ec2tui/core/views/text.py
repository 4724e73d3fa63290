"""The choke point for untrusted text: what AWS sent becomes something that can only be read."""

import unicodedata
from enum import StrEnum
from functools import lru_cache

MARKS = 4
"""Combining marks allowed on one character; real scripts need at most four."""

ELLIPSIS = "…"
TAB = 8
_PLACEHOLDER = "\u25cc"
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
_WIDE_SPACE = "\u3000"
_EMOJI_STYLE = "\ufe0f"
_WIDE_SINCE_16 = (
    ("\u2630", "\u2637"),
    ("\u268a", "\u268f"),
    ("\u4dc0", "\u4dff"),
    ("\U0001d300", "\U0001d356"),
    ("\U0001d360", "\U0001d376"),
)
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


class Align(StrEnum):
    """Which side of its column a text leans to."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


def clean(s: str, limit: int = 300, *, lines: bool = False) -> str:
    """Untrusted text made safe to draw, at most `limit` characters of one line (`lines`: of several).

    Controls, bidi controls, invisible, unassigned and private characters and lone surrogates become visible
    (`␛`, `\\u{202e}`), floods of combining marks are cut, the rest is NFC. With `lines`, newlines stay and
    tabs become spaces.
    """
    if len(s) <= limit and s.isascii() and s.isprintable():
        return s
    head = s[: 4 * limit + 64]
    if lines:
        rows = head.replace("\r\n", "\n").split("\n")
        shown = "\n".join(_clean_line(row.expandtabs(TAB)) for row in rows)
    else:
        shown = _clean_line(head)
    if len(shown) <= limit and len(head) == len(s):
        return shown
    cut = shown[: max(limit - 1, 0)]
    return (cut + ELLIPSIS)[: max(limit, 0)]


def spelled(s: str) -> str:
    """The text with what draws nothing or could drive a terminal as `\\u{…}`, and the rest as it is."""
    if s.isascii() and s.isprintable():
        return s
    return "".join(
        char if char.isprintable() and char not in _BLANK_LETTERS else _spelled(char) for char in s
    )


def _clean_line(s: str) -> str:
    if s.isascii() and s.isprintable():
        return s
    out: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", s):
        if _is_mark(char):
            marks = _add_mark(out, char, marks)
        else:
            marks = 0
            out.append(_visible(char))
    return unicodedata.normalize("NFC", "".join(out))


def _is_mark(char: str) -> bool:
    """Whether a character is drawn on the one before it."""
    if char in _BLANK_LETTERS:
        return False
    return unicodedata.category(char) in ("Mn", "Me", "Mc") or _joins(char) or char in _SKIN_TONES


def _joins(char: str) -> bool:
    """Whether this is a Hangul vowel or final, which takes no cell of its own."""
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"


def _add_mark(out: list[str], char: str, marks: int) -> int:
    """Appends one combining mark, or what stands for it; how many the character has now."""
    if char in _SKIN_TONES or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        # What only changes the look of an emoji is left out: terminals disagree about its width.
        symbol = bool(out) and unicodedata.category(out[-1][-1]) == "So"
        if not (symbol and (char == _EMOJI_STYLE or char in _SKIN_TONES)):
            out.append(_spelled(char))
        return marks
    if not out or out[-1][-1] == "}" or out[-1] == " ":
        out.append(_PLACEHOLDER)
    if marks < MARKS:
        out.append(char)
    elif marks == MARKS:
        out.append(ELLIPSIS)
    return marks + 1


def _visible(char: str) -> str:
    if (char.isprintable() and char not in _BLANK_LETTERS) or char == _WIDE_SPACE:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _spelled(char)


def _spelled(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


def cell_width(s: str) -> int:
    """How many terminal cells a cleaned text takes."""
    return len(s) if s.isascii() else sum(map(_char_width, s))


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf") or _joins(char):
        return 0
    # Wide since Unicode 16, which older Pythons do not know.
    if any(first <= char <= last for first, last in _WIDE_SINCE_16):
        return 2
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def fit(s: str, width: int, align: Align = Align.LEFT) -> str:
    """A cleaned text in exactly `width` cells: padded, or cut with `…`."""
    used = cell_width(s)
    if used > width:
        s = _cut(s, width)
        used = cell_width(s)
    room = width - used
    if room <= 0:
        return s
    if align is Align.RIGHT:
        return " " * room + s
    if align is Align.CENTER:
        return " " * (room // 2) + s + " " * (room - room // 2)
    return s + " " * room


def _cut(s: str, width: int) -> str:
    if width <= 0:
        return ""
    used = 0
    for at, char in enumerate(s):
        used += _char_width(char)
        if used > width - 1:
            return s[:at] + ELLIPSIS
    return s
