"""The words of a line: separated by spaces, or in double quotes; one that begins with # begins a remark."""

import re
from typing import NamedTuple

from ec2tui.core.grammar.mistake import Wrong

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+')
_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\])')
_BARE = re.compile(r"[A-Za-z0-9._:/@+=,;()\[\]{}!$*&-][A-Za-z0-9._:/#@+=,;()\[\]{}!$*&-]*")


class Word(NamedTuple):
    """One word without its quotes, and where it stands (characters from 0, quotes included)."""

    text: str
    start: int
    end: int
    quoted: bool = False

    @property
    def length(self) -> int:
        """How many characters of the line it takes."""
        return self.end - self.start


def split(line: str) -> tuple[tuple[Word, ...], str]:
    """The words of a line, and the remark after them without its #; raises Wrong for a quote left open."""
    words: list[Word] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        if line[at] == "#":
            return tuple(words), line[at + 1 :].strip()
        found = _WORD.match(line, at)
        if found is None:
            raise Wrong(at, len(line) - at, 'the quotation is not closed: a " is missing')
        at = found.end()
        quoted = found[0].startswith('"')
        if at < len(line) and not line[at].isspace():
            raise Wrong(at, 1, "a space is missing here")
        words.append(Word(unquoted(found[0]) if quoted else found[0], found.start(), at, quoted))
    return tuple(words), ""


def quoted(text: str) -> str:
    """The text in quotes; what does not print is written as \\u and its number: a line stays a line."""
    return '"' + "".join(map(_written, text)) + '"'


def unquoted(text: str) -> str:
    """The text that `quoted` wrote."""
    return _ESCAPE.sub(_read, text[1:-1])


def bare_or_quoted(text: str, reserved: frozenset[str] = frozenset()) -> str:
    """The text as it is where that reads back as one word, else in quotes."""
    plain = _BARE.fullmatch(text) is not None and text.lower() not in reserved
    return text if plain else quoted(text)


def _written(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter == " " or letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


def _read(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] not in "uU":
        return code
    number = int(code[1:], 16)
    return chr(number) if number < 0x110000 else match[0]
