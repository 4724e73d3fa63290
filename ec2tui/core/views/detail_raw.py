"""An API document as it came, as indented JSON with its keys marked."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

INDENT = "  "
VALUE_LIMIT = 4000
DEPTH = 40


def raw(document: Mapping[str, Any]) -> tuple[Line, ...]:
    """The document as lines of JSON in the order AWS sent it; times are ISO 8601, bytes are counted."""
    return tuple(tuple(line) for line in _value(document, 0))


def _value(value: Any, depth: int) -> Iterator[list[Cell]]:
    """The lines of a value; the first has no indentation, so that it can follow its key."""
    if depth < DEPTH and isinstance(value, Mapping) and value:
        entries = [
            ([Cell(_text(str(key)), Tone.KEY), Cell(": ", Tone.DIM)], item) for key, item in value.items()
        ]
        yield from _block("{", "}", entries, depth)
    elif depth < DEPTH and isinstance(value, list | tuple) and value:
        yield from _block("[", "]", [([], item) for item in value], depth)
    else:
        yield [_scalar(value)]


def _block(
    opening: str, closing: str, entries: list[tuple[list[Cell], Any]], depth: int
) -> Iterator[list[Cell]]:
    yield [Cell(opening, Tone.DIM)]
    margin = Cell(INDENT * (depth + 1))
    for at, (key, item) in enumerate(entries, 1):
        lines = list(_value(item, depth + 1))
        lines[0] = [margin, *key, *lines[0]]
        if at < len(entries):
            lines[-1] = [*lines[-1], Cell(",", Tone.DIM)]
        yield from lines
    yield [Cell(INDENT * depth), Cell(closing, Tone.DIM)] if depth else [Cell(closing, Tone.DIM)]


def _scalar(value: Any) -> Cell:
    match value:
        case None | bool() | int() | float():
            return Cell(json.dumps(value), Tone.INFO)
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return Cell(_text(moment.astimezone(UTC).isoformat().replace("+00:00", "Z")))
        case date():
            return Cell(_text(value.isoformat()))
        case bytes() | bytearray():
            return Cell(f"({len(value)} bytes)", Tone.DIM)
        case str():
            return Cell(_text(value))
        case Mapping():
            return Cell("{…}" if value else "{}", Tone.DIM)
        case list() | tuple():
            return Cell("[…]" if value else "[]", Tone.DIM)
        case _:
            return Cell(_text(str(value)))


def _text(text: str) -> str:
    """A string as JSON writes it, with what could drive a terminal made visible."""
    return clean(json.dumps(text[:VALUE_LIMIT], ensure_ascii=False), VALUE_LIMIT + 2)
