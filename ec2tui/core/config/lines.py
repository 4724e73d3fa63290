"""Where in a TOML text a key stands; the standard parser does not tell."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

Path = tuple[str, ...]
_KEY = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=")


def _path(dotted: str) -> Path:
    """The parts of a dotted key, as the TOML parser reads them."""
    node: Any = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        parts.append(name)
    return tuple(parts)


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table and key of a valid TOML text, by path.

    Keys inside inline tables are not found, and a line of a multi-line string that looks like a key counts as
    one; the first line that fits a path counts.
    """
    lines: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = _path(match[1])
            found = table
        elif match := _PAIR.match(line):
            found = table + _path(match[1])
        else:
            continue
        for length in range(1, len(found) + 1):
            lines.setdefault(found[:length], number)
    return lines


def line_of(lines: dict[Path, int], path: Iterable[str]) -> int:
    """The line of a path, or of the nearest table around it; 1 when nothing fits."""
    wanted = tuple(path)
    while wanted:
        if wanted in lines:
            return lines[wanted]
        wanted = wanted[:-1]
    return 1
