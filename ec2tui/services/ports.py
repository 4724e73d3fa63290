"""What the use cases need from the outside: AWS, the clock and the terminal."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports_tunnel import EndpointTarget, Tunnel

AskSecret = Callable[[str], Awaitable[str | None]]
"""Asks the user for a secret such as an MFA code; None when the user declines."""

Edit = Callable[[str, int], Awaitable[str | None]]
"""Lets the user edit a text from a line on (from 1); the text as saved, None when that failed."""


ReadFile = Callable[[str], Awaitable[bytes | str]]
"""The bytes of a file that the user named, or why it cannot be read, as a sentence without its end."""


class Read(msgspec.Struct, frozen=True):
    """A request for items of one kind: all of a source, only `ids`, (of rules and interfaces) all of some
    `groups`, or those that carry the tag key `tag`.

    `account` is the 12-digit account the keys are made with; empty for instances before the identity is known
    (each reservation names its owner).
    """

    kind: Kind
    source: Source
    account: str = ""
    ids: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tag: str = ""


class Page(msgspec.Struct, frozen=True):
    """Some items of a read, in the order they arrived; each has a `key`."""

    items: tuple[Any, ...]


class Gateway(Protocol):
    """One seam to AWS for one profile; reads come as values, writes leave through `send` alone."""

    @property
    def profile(self) -> str:
        """The profile this gateway speaks for (`default` when none was named)."""

    @property
    def read_only(self) -> bool:
        """Whether `send` refuses everything."""

    @property
    def default_region(self) -> str | None:
        """The region that AWS's configuration chain names for this profile, None when it names none."""

    async def identify(self) -> Identity | Problem:
        """Who we are, from sts:GetCallerIdentity."""

    async def regions(self) -> tuple[str, ...] | Problem:
        """The regions that are enabled for the account, sorted."""

    def stream(self, read: Read) -> AsyncIterator[Page | Problem]:
        """The pages of a read as they arrive; a problem is the last item. Never raises for an AWS error."""

    async def endpoint(self, region: str) -> str:
        """The address that EC2's calls of a region really go to; empty when it cannot be told."""

    async def fetch(self, call: ApiCall) -> Reply:
        """One reading call as AWS's document; refuses (Outcome.REFUSED) an operation that is not a read."""

    async def send(self, call: ApiCall) -> Reply:
        """One writing call; in read-only mode refused (Outcome.REFUSED) before anything leaves."""

    async def prepare_tunnel(self, region: str) -> None:
        """Gets ready to open a tunnel in a region, while something else is waited for; never fails."""

    async def open_tunnel(self, region: str, target: EndpointTarget) -> Tunnel | Problem:
        """A tunnel through an EC2 Instance Connect endpoint of a region, or why there is none."""

    async def aclose(self) -> None:
        """Closes the connections."""


class Connector(Protocol):
    """Makes a gateway for a profile; where AWS's libraries are imported and credentials resolved."""

    async def connect(
        self, profile: str | None, ask: AskSecret, read_only: bool = False
    ) -> Gateway | Problem:
        """A gateway with resolved credentials, or why there is none. MFA codes are asked through `ask`.

        With `read_only` (or when the connector itself is) the gateway's `send` refuses everything.
        """

    def profiles(self) -> tuple[str, ...]:
        """The profiles that the shared configuration names."""

    def endpoint_of(self, profile: str | None) -> str:
        """The address that the shared configuration names for EC2; empty when it names none."""


class Clock(Protocol):
    """Time as a value that tests can set."""

    def now(self) -> float:
        """Seconds since the epoch."""

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds of this clock."""


class Terminal(Protocol):
    """The terminal, lent to another program and taken back."""

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Runs a program in the foreground with the terminal to itself; its exit code.

        `said` are lines that stand above what it writes, clean already. The code is 128 and more for a
        signal, as shells do, and 127 when it cannot be started.
        """


class NoTerminal:
    """No terminal: no program can be started on it."""

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """It cannot be started."""
        return 127


class Clipboard(Protocol):
    """The user's clipboard."""

    async def copy(self, text: str) -> str:
        """Copies text and says by which channel (`pbcopy`, `wl-copy`, `osc52`, …)."""

    def can_forget(self, channel: str) -> bool:
        """Whether what was copied by this channel can be read back, and so be taken out again."""

    async def forget(self, channel: str, mark: bytes) -> bool | None:
        """Empties the clipboard when it still holds the text whose SHA-256 is `mark`: whether it did.

        None when that could not be found out or done.
        """
