"""A text to look for, with `*` and `?`, without regard to case."""

import re
from collections.abc import Callable

import msgspec

ANY = "*"
ONE = "?"


class Pattern(msgspec.Struct, frozen=True):
    """Parts in a row: (text, False) is itself, (`*` or `?`, True) stands for other characters."""

    parts: tuple[tuple[str, bool], ...] = ()

    @property
    def literal(self) -> str | None:
        """The text when nothing in it is wild, else None."""
        return None if any(wild for _, wild in self.parts) else "".join(text for text, _ in self.parts)

    @property
    def empty(self) -> bool:
        """Whether this is the empty text."""
        return not self.parts

    @property
    def anything(self) -> bool:
        """Whether this is `*` alone, which asks whether there is a value at all."""
        return self.parts == ((ANY, True),)

    def whole(self) -> Callable[[str], bool]:
        """A test of a whole, casefolded text."""
        literal = self.literal
        if literal is not None:
            wanted = literal.casefold()
            return lambda text: text == wanted
        fullmatch = re.compile(self._expression(".*", "."), re.DOTALL).fullmatch
        return lambda text: fullmatch(text) is not None

    def search(self) -> Callable[[str], re.Match[str] | None]:
        """Finds it in a line of a casefolded text of lines."""
        middle = Pattern(self.parts[self.parts[:1] == ((ANY, True),) :])
        return re.compile(middle._expression("[^\n]*?", "[^\n]")).search

    def _expression(self, many: str, one: str) -> str:
        wild = {ANY: many, ONE: one}
        return "".join(wild[text] if is_wild else re.escape(text.casefold()) for text, is_wild in self.parts)


def pattern(parts: list[tuple[str, bool]]) -> Pattern:
    """The canonical pattern of these parts: texts joined, empty ones and repeated `*` dropped."""
    joined: list[tuple[str, bool]] = []
    for text, wild in parts:
        if not text or (wild and text == ANY and joined and joined[-1] == (ANY, True)):
            continue
        if joined and not wild and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + text, False)
        else:
            joined.append((text, wild))
    return Pattern(tuple(joined))
