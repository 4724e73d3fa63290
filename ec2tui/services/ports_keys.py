"""The private keys of this machine, as the use cases need them: found, told apart, and used; never shown."""

from typing import Protocol

import msgspec

from ec2tui.core.access.key_forms import KeyForms
from ec2tui.services.ports import AskSecret


class KeyFile(msgspec.Struct, frozen=True):
    """A file that holds a private key, or was said to; or a key that the ssh agent holds.

    `agent` is what the agent calls the key (empty: it is a file); `path` is then where its public half goes.
    `forms` is None where its public half cannot be told (without the passphrase, when it is `locked`).
    `problem` says why it cannot be used and `warning` what is wrong with it all the same, as the rest of a
    sentence that begins with the path. `foreign` says why OpenSSH cannot read it (empty: it can).
    """

    path: str
    forms: KeyForms | None = None
    locked: bool = False
    problem: str = ""
    warning: str = ""
    agent: str = ""
    foreign: str = ""

    @property
    def where(self) -> str:
        """Where the key is, for the user."""
        return f"the ssh agent ({self.agent})" if self.agent else self.path


class OpenKey(Protocol):
    """A private key that could be read, for as long as it is used."""

    @property
    def file(self) -> KeyFile:
        """Its file, with all forms of it."""

    def decrypt(self, cipher: bytes) -> bytearray | None:
        """What a ciphertext of PKCS#1 v1.5 holds; None when the padding is wrong or the key is not RSA.

        A wrong key may also give random bytes (OpenSSL 3.2 and later): the caller tells.
        """

    def sign(self, data: bytes, flags: int) -> bytes | None:
        """A signature as SSH carries it; `flags` are the agent protocol's (2: SHA-256, 4: SHA-512 for RSA).

        None for what is not to be signed with any more (RSA with SHA-1).
        """


class PrivateKeys(Protocol):
    """The key files of this machine, and the keys of its ssh agent."""

    async def candidates(self) -> tuple[KeyFile, ...]:
        """The private keys in the usual and the configured folders, with those that have a problem."""

    async def in_agent(self) -> tuple[KeyFile, ...]:
        """The keys that the ssh agent holds: they log in, and cannot decrypt; nothing is asked."""

    async def identity(self, file: KeyFile) -> str:
        """The path that OpenSSH is to be given for a key: its file, or the public half of an agent's key,
        which is written for that. OSError when it cannot be.
        """

    async def inspect(self, path: str) -> KeyFile:
        """What one file is; nothing is asked."""

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        """The key in a file, whose passphrase is asked for; the file with its problem when it cannot be."""

    async def make(self, path: str, type_: str) -> KeyFile:
        """A new private key of AWS's type in a new file, mode 0600; the file with its problem else."""

    async def discard(self, path: str) -> None:
        """Deletes the file of a key that was just made."""


class NoPrivateKeys:
    """A machine without any, for where none are to be looked for."""

    async def candidates(self) -> tuple[KeyFile, ...]:
        """None."""
        return ()

    async def in_agent(self) -> tuple[KeyFile, ...]:
        """None."""
        return ()

    async def identity(self, file: KeyFile) -> str:
        """The file."""
        return file.path

    async def inspect(self, path: str) -> KeyFile:
        """Nothing can be read."""
        return KeyFile(path, problem="no private keys are read here")

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        """Nothing can be read."""
        return await self.inspect(path)

    async def make(self, path: str, type_: str) -> KeyFile:
        """Nothing can be written."""
        return await self.inspect(path)

    async def discard(self, path: str) -> None:
        """There is nothing to delete."""
