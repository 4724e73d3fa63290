"""What is wrong with a line, and the exception that carries it inside this package."""

import difflib
from collections.abc import Iterable

import msgspec


class Mistake(msgspec.Struct, frozen=True):
    """What is wrong with a line: where (characters from 0), what, and what may have been meant."""

    position: int
    length: int
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        hint = self.suggestion
        return f"{self.message}; did you mean {hint}?" if hint and hint not in self.message else self.message


class Wrong(Exception):  # noqa: N818 - it carries a Mistake, and never leaves this package
    """A mistake on its way out of a parser."""

    def __init__(self, position: int, length: int, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.mistake = Mistake(position, length, message, suggestion or None)


def nearest(word: str, valid: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The valid word most like this one, None when none is."""
    found = difflib.get_close_matches(word.lower(), list(valid), 1, cutoff)
    return found[0] if found else None
