"""What reaching an instance needs of this machine: known-hosts files, OpenSSH, keys for a minute."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import msgspec

from ec2tui.core.access.host_keys import HostKey
from ec2tui.core.access.route import Dial
from ec2tui.core.model.key import Key
from ec2tui.services.ports_keys import OpenKey


class ShortKey(msgspec.Struct, frozen=True):
    """An ED25519 key that was made for one connection: the private half's file, the public half's line."""

    path: str
    public: str


class Lending(Protocol):
    """An ssh agent for one connection, which lends keys without writing them anywhere."""

    @property
    def socket(self) -> str:
        """Where it answers."""

    async def lend(self, key: OpenKey) -> str:
        """Lends a key; the file of its public half, beside the socket. OSError when that cannot be."""


class KnownHosts(Protocol):
    """One known-hosts file for each instance, which only the user may read."""

    def path(self, instance: Key) -> str:
        """Where the file of an instance is, whether it exists or not."""

    async def load(self, instance: Key) -> str:
        """The text of an instance's file; empty when there is none. OSError when it cannot be read."""

    async def save(self, instance: Key, text: str) -> None:
        """Replaces the file of an instance at once and whole; OSError when it cannot be written."""


class Ssh(Protocol):
    """OpenSSH and its surroundings on this machine."""

    def find(self, program: str) -> str | None:
        """The full path of a program (`ssh`, `session-manager-plugin`) on PATH; None when there is none."""

    async def scan(self, dial: Dial, proxy: Sequence[str] = (), prefer: Sequence[str] = ()) -> HostKey | str:
        """The host key that a server presents and proves to have; else why none came, as a sentence.

        `proxy` is the argument list of a program whose standard input and output lead to the server. Of the
        server's keys one of a type in `prefer` is asked for first (`ssh-ed25519`).
        """

    async def version(self, program: str) -> str:
        """What a program answers to `--version`, its first line; empty when it answers nothing."""

    def short_key(self) -> AbstractAsyncContextManager[ShortKey]:
        """A new key in a private directory, which is removed when the block ends."""

    def lending(self) -> AbstractAsyncContextManager[Lending]:
        """An agent in a private directory, which is removed when the block ends."""


ConfirmHostKey = Callable[["HostKeyQuestion"], Awaitable[bool]]
"""Asks the user whether a host key that nobody vouches for is the right one."""


class HostKeyQuestion(msgspec.Struct, frozen=True):
    """The host key that an instance presented and that nothing vouches for.

    `why` says in a sentence why it could not be verified; `key.fingerprint` is its `SHA256:…`.
    """

    instance: Key
    key: HostKey
    why: str
