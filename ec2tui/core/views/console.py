"""Console output as a terminal would leave it: escape sequences obeyed as far as one line, then dropped."""

import re

_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")
_CSI = re.compile(r"([0-?]*)([ -/]*)([@-~])")
_ESCAPE = re.compile(r"[ -/]*[0-~]")
_STRING_END = re.compile(r"\x07|\x1b\\|\x9c|[\x18\x1a]|\x1b(?!\\)")
_STRINGS = frozenset("]PX^_")
_C1_STRINGS = frozenset("\x90\x98\x9d\x9e\x9f")


class _Line:
    """The line being written: characters, and the column that the next one goes to."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.column = 0

    def write(self, text: str) -> None:
        end = self.column + len(text)
        if self.column > len(self.chars):
            self.chars.extend(" " * (self.column - len(self.chars)))
        self.chars[self.column : end] = text
        self.column = end

    def erase(self, mode: str) -> None:
        """Erases as EL does: to the end (0), from the start (1) or all (2)."""
        if mode in ("", "0"):
            del self.chars[self.column :]
        elif mode == "1":
            width = min(self.column + 1, len(self.chars))
            self.chars[:width] = " " * width
        elif mode == "2":
            self.chars.clear()


def strip_terminal(s: str) -> str:
    """Text without any terminal control but newlines and tabs.

    Carriage returns, backspaces and erase-line overwrite their line as on a terminal. CSI, OSC, DCS, APC, PM
    and SOS sequences, also in their C1 forms, are dropped; strings end at BEL, ST, CAN, SUB or the end.
    """
    if "\x1b" not in s and not _CONTROL.search(s):
        return s
    done: list[str] = []
    line = _Line()
    at = 0
    while at < len(s):
        plain = _PLAIN.match(s, at)
        if plain:
            line.write(plain.group())
            at = plain.end()
            continue
        char = s[at]
        at += 1
        if char in "\n\x0b\x0c\x85":
            done.append("".join(line.chars))
            line = _Line()
        elif char == "\r":
            line.column = 0
        elif char == "\b":
            line.column = max(0, line.column - 1)
        elif char == "\t":
            line.write("\t")
        else:
            at = _sequence(s, at, char, line)
    done.append("".join(line.chars))
    return "\n".join(done)


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _sequence(s: str, at: int, char: str, line: _Line) -> int:
    """Where the text goes on after the control `char` that stands before `at`."""
    if char == "\x9b":
        return _csi(s, at, line)
    if char in _C1_STRINGS:
        return _string(s, at)
    if char != "\x1b" or at >= len(s):
        return at
    if s[at] == "[":
        return _csi(s, at + 1, line)
    if s[at] in _STRINGS:
        return _string(s, at + 1)
    escape = _ESCAPE.match(s, at)
    return escape.end() if escape else at


def _csi(s: str, at: int, line: _Line) -> int:
    sequence = _CSI.match(s, at)
    if sequence is None:
        broken = re.compile(r"[ -?]*").match(s, at)
        return broken.end() if broken else at
    if sequence[3] == "K" and not sequence[2]:
        line.erase(sequence[1])
    return sequence.end()


def _string(s: str, at: int) -> int:
    end = _STRING_END.search(s, at)
    if end is None:
        return len(s)
    return end.start() if end.group() == "\x1b" else end.end()
