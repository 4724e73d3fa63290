"""Private keys for one connection: those that OpenSSH cannot read, or that are locked, are lent to it."""

import asyncio

from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_access import Lending
from ec2tui.services.ports_keys import KeyFile, OpenKey, PrivateKeys


async def _nobody(question: str) -> str | None:
    return None


class LendingKeys:
    """The PrivateKeys port over another one; `ask` is asked for passphrases that no keyring has.

    With `ask` None a locked key that OpenSSH can read is left to it: OpenSSH asks on the terminal.
    """

    def __init__(self, keys: PrivateKeys, lending: Lending, ask: AskSecret | None = None) -> None:
        self._keys = keys
        self._lending = lending
        self._ask = ask
        self._given: dict[str, str] = {}
        self._turn = asyncio.Lock()

    async def identity(self, file: KeyFile) -> str:
        """The file, or the public half of a key that is lent; each key is opened once."""
        if file.agent or not (file.locked or file.foreign):
            return await self._keys.identity(file)
        async with self._turn:
            if file.path not in self._given:
                self._given[file.path] = await self._lend(file)
            return self._given[file.path]

    async def _lend(self, file: KeyFile) -> str:
        opened = await self._keys.open(file.path, self._ask or _nobody)
        if not isinstance(opened, KeyFile):
            return await self._lending.lend(opened)
        if file.foreign or self._ask is not None:
            raise OSError(opened.problem)
        return file.path

    async def candidates(self) -> tuple[KeyFile, ...]:
        """Those of the other one."""
        return await self._keys.candidates()

    async def in_agent(self) -> tuple[KeyFile, ...]:
        """Those of the other one."""
        return await self._keys.in_agent()

    async def inspect(self, path: str) -> KeyFile:
        """As the other one does."""
        return await self._keys.inspect(path)

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        """As the other one does."""
        return await self._keys.open(path, ask)

    async def make(self, path: str, type_: str) -> KeyFile:
        """As the other one does."""
        return await self._keys.make(path, type_)

    async def discard(self, path: str) -> None:
        """As the other one does."""
        await self._keys.discard(path)
