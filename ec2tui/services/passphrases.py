"""Passphrases of key files that the user wants kept: asked of the store first, kept once they have fitted."""

from abc import ABC, abstractmethod
from typing import Protocol

import msgspec

from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_keys import KeyFile, OpenKey, PrivateKeys

WRONG = "That is not it. "
"""How a key's file asks once more."""

WRONG_KEPT = "The one in the keyring does not fit. "


class Kept(msgspec.Struct, frozen=True):
    """A passphrase that was kept, or None; `reason` says why the store could not be asked."""

    passphrase: str | None = None
    reason: str = ""

    def __repr__(self) -> str:
        return f"Kept({'…' if self.passphrase else None}, {self.reason!r})"


class PassphraseStore(Protocol):
    """Keeps passphrases outside this program, by the path of the key's file; a reason is half a sentence."""

    async def lacking(self) -> str:
        """Why nothing can be kept here; empty when it can."""

    async def recall(self, path: str) -> Kept:
        """The passphrase of a file, when one was kept."""

    async def keep(self, path: str, passphrase: str) -> str:
        """Keeps a passphrase; why that was not done, empty when it was."""

    async def forget(self, path: str) -> bool | str:
        """Whether there was one, which is gone now; why that was not done else."""


class NoPassphraseStore:
    """Keeps nothing."""

    async def lacking(self) -> str:
        """Always the same."""
        return "no keyring is used here"

    async def recall(self, path: str) -> Kept:
        """Nothing is kept."""
        return Kept()

    async def keep(self, path: str, passphrase: str) -> str:
        """Nothing is kept."""
        return await self.lacking()

    async def forget(self, path: str) -> bool | str:
        """There is nothing to forget."""
        return False


class AskToKeep(ABC):
    """Asks for a passphrase and whether it is to be kept (`keep`); `unkept` is why it cannot be."""

    keep: bool = False
    unkept: str = ""

    @abstractmethod
    async def __call__(self, question: str) -> str | None:
        """The passphrase; None when the user declines."""

    @abstractmethod
    def told(self, problem: str) -> None:
        """What came of keeping it: nothing is wrong, or why it is not kept."""


class RememberingKeys:
    """The PrivateKeys port over another one and a store of passphrases.

    The store is asked before the user, and only for a file that is locked.
    """

    def __init__(self, keys: PrivateKeys, store: PassphraseStore) -> None:
        self._keys = keys
        self._store = store

    async def candidates(self) -> tuple[KeyFile, ...]:
        """Those of the other one."""
        return await self._keys.candidates()

    async def in_agent(self) -> tuple[KeyFile, ...]:
        """Those of the other one."""
        return await self._keys.in_agent()

    async def identity(self, file: KeyFile) -> str:
        """As the other one does."""
        return await self._keys.identity(file)

    async def inspect(self, path: str) -> KeyFile:
        """As the other one does."""
        return await self._keys.inspect(path)

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        """The key in a file; a passphrase that fits is kept when the user wanted that."""
        asking = _Asking(self._store, path, ask)
        opened = await self._keys.open(path, asking)
        said, asking.said = asking.said, None
        if not isinstance(opened, KeyFile) and said is not None and isinstance(ask, AskToKeep) and ask.keep:
            ask.told(await self._store.keep(path, said))
        return opened

    async def make(self, path: str, type_: str) -> KeyFile:
        """As the other one does."""
        return await self._keys.make(path, type_)

    async def discard(self, path: str) -> None:
        """As the other one does; a passphrase that was kept is none of its."""
        await self._keys.discard(path)


class _Asking:
    """Answers from the store once, then asks the user; `said` is what the user said last."""

    def __init__(self, store: PassphraseStore, path: str, ask: AskSecret) -> None:
        self._store = store
        self._path = path
        self._ask = ask
        self._recalled: Kept | None = None
        self.said: str | None = None

    async def __call__(self, question: str) -> str | None:
        first = self._recalled is None
        if self._recalled is None:
            self._recalled = await self._store.recall(self._path)
            if self._recalled.passphrase is not None:
                return self._recalled.passphrase
        if isinstance(self._ask, AskToKeep):
            self._ask.unkept = self._recalled.reason or await self._store.lacking()
        if not first and self._recalled.passphrase is not None and self.said is None:
            question = WRONG_KEPT + question.removeprefix(WRONG)
        self.said = await self._ask(question)
        return self.said
