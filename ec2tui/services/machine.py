"""What this machine can tell about itself, for those who ask what is wrong with a set-up."""

from typing import Protocol

import msgspec


class TerminalFacts(msgspec.Struct, frozen=True):
    """Size in cells (0 when not a terminal), the names it goes by, and its character encoding."""

    tty: bool
    columns: int
    rows: int
    term: str
    colorterm: str
    no_color: bool
    encoding: str


class KeyringState(msgspec.Struct, frozen=True):
    """The backend's full class name, and why secrets cannot be kept in it (empty: they can)."""

    backend: str
    reason: str = ""


class EndpointAnswer(msgspec.Struct, frozen=True):
    """What a HEAD request brought: the Date of the answer in epoch seconds, or why there was no answer."""

    date: float | None = None
    error: str = ""


class Machine(Protocol):
    """The facts of this machine; nothing here raises for something that is merely missing."""

    def python(self) -> tuple[int, int, int]:
        """The version of the interpreter."""

    def terminal(self) -> TerminalFacts:
        """The terminal that the program runs in."""

    async def tool_version(self, argv: tuple[str, ...]) -> str | None:
        """The first line that a program says about its version, None when it is not installed."""

    async def keyring(self) -> KeyringState:
        """Where secrets could be kept."""

    async def head(self, url: str) -> EndpointAnswer:
        """Whether an endpoint answers, and its time."""
