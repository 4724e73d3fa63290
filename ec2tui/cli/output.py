"""The only writer to standard output."""

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

import msgspec

from ec2tui.core.views.text import Align, cell_width, clean, fit
from ec2tui.core.views.tone import Cell, Tone

_SGR = {
    Tone.DIM: "2",
    Tone.GOOD: "32",
    Tone.WARN: "33",
    Tone.BAD: "31",
    Tone.ALERT: "1;7;31",
    Tone.INFO: "36",
    Tone.ACCENT: "35",
    Tone.KEY: "1",
    Tone.HEADING: "1",
}
# DEL, C1, soft hyphen, bidi controls, zero-width and line separators, interlinear marks, tags, noncharacters.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def json_text(value: Any) -> str:
    """A value as JSON: the exact strings, with what could drive a terminal or deceive a reader escaped."""
    text = msgspec.json.encode(value).decode()
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal for a command."""
    guard = "'" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else ""
    return guard + clean(text, limit=len(text) * 12 + 1)


class Output:
    """Writes documents to a stream; nothing is written before there is something to say.

    Colour only on a terminal, and never when NO_COLOR is set to anything but empty. `live` tells whether
    what was written can be drawn over.
    """

    def __init__(self, stream: TextIO | None = None, environment: Mapping[str, str] | None = None) -> None:
        self._stream = stream or sys.stdout
        environment = environment or {}
        self.tty = self._stream.isatty()
        self.live = self.tty and environment.get("TERM") != "dumb"
        self.color = self.live and not environment.get("NO_COLOR")
        self._open_array = False
        self._items = 0

    def line(self, text: str) -> None:
        """Writes one line, flushed at once; the text is written as it is."""
        self._stream.write(text + "\n")
        self._stream.flush()

    def plain_lines(self, texts: Iterable[str]) -> None:
        """Writes untrusted texts, one cleaned line each."""
        self._stream.write("".join(f"{clean(text)}\n" for text in texts))
        self._stream.flush()

    def document(self, value: Any) -> None:
        """Writes one JSON document, indented."""
        pretty = msgspec.json.format(json_text(value).encode(), indent=2).decode()
        self.line(_UNSAFE.sub(_escape, pretty))

    def array_items(self, items: Iterable[Any]) -> None:
        """Writes items of a JSON array, one per line; the first call opens it, even with no items."""
        if not self._open_array:
            self._stream.write("[")
            self._open_array = True
        parts = [json_text(item) for item in items]
        if parts:
            self._stream.write((",\n" if self._items else "\n") + ",\n".join(parts))
            self._items += len(parts)
        self._stream.flush()

    def close_array(self) -> None:
        """Ends the JSON array if one was opened."""
        if self._open_array:
            self._open_array = False
            items, self._items = self._items, 0
            self._stream.write("\n]\n" if items else "]\n")
            self._stream.flush()

    def csv_rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Writes rows of CSV (RFC 4180 quoting, lines end with a newline)."""
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([csv_cell(cell) for cell in row] for row in rows)
        self._stream.write(buffer.getvalue())
        self._stream.flush()

    def table(self, titles: Sequence[str], aligns: Sequence[Align], rows: Sequence[Sequence[Cell]]) -> None:
        """Writes an aligned table; every column is as wide as its widest cell."""
        widths = [
            max(cell_width(title), *(cell_width(row[at].text) for row in rows), 0)
            for at, title in enumerate(titles)
        ]
        head = [Cell(title, Tone.HEADING) for title in titles]
        self._stream.write(
            "".join(f"{self._table_line(row, widths, aligns)}\n" for row in ([head] if any(titles) else []))
        )
        self._stream.write("".join(f"{self._table_line(row, widths, aligns)}\n" for row in rows))
        self._stream.flush()

    @contextmanager
    def frame(self, heads: Iterable[str]) -> Iterator[None]:
        """What is written in it takes the place of all that is on the terminal, under these head lines.

        It is drawn line over line, so that nothing flickers; lines too long are cut by the terminal.
        """
        stream, self._stream = self._stream, io.StringIO()
        try:
            yield
            body = self._stream.getvalue()
        finally:
            self._stream = stream
        lines = [*(clean(head, 1000) for head in heads), *body.splitlines()]
        self._stream.write("\x1b[?7l\x1b[H" + "".join(f"{line}\x1b[K\n" for line in lines) + "\x1b[J")
        self._stream.flush()

    def leave_frame(self) -> None:
        """Lets the terminal wrap lines again."""
        self._stream.write("\x1b[?7h")
        self._stream.flush()

    def spans(self, cells: Iterable[Cell]) -> None:
        """Writes one line of differently coloured spans."""
        self.line("".join(self._painted(cell.text, cell.tone) for cell in cells).rstrip())

    def _table_line(self, row: Sequence[Cell], widths: Sequence[int], aligns: Sequence[Align]) -> str:
        last = len(row) - 1
        parts = []
        for at, cell in enumerate(row):
            padded = (
                cell.text
                if at == last and aligns[at] is Align.LEFT
                else fit(cell.text, widths[at], aligns[at])
            )
            parts.append(self._painted(padded, cell.tone))
        return "  ".join(parts).rstrip()

    def _painted(self, text: str, tone: Tone) -> str:
        code = _SGR.get(tone)
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code and text else text
