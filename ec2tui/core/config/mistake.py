"""What is wrong with a configuration, so that the user finds the place."""

import difflib
from collections.abc import Iterable

import msgspec


class Mistake(msgspec.Struct, frozen=True):
    """One thing that is wrong: its line (from 1), its dotted path, why, and the nearest valid name."""

    line: int
    path: str
    message: str
    nearest: str = ""

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        subject = f"{self.path}: " if self.path else ""
        return f"line {self.line}: {subject}{self.message}{hint}"


class Mistakes(msgspec.Struct, frozen=True):
    """Everything that is wrong with a file, in its order."""

    items: tuple[Mistake, ...]


def nearest(name: str, valid: Iterable[str]) -> str:
    """The valid name most like this one, empty when none is."""
    found = difflib.get_close_matches(name, list(valid), 1, 0.5)
    return found[0] if found else ""
