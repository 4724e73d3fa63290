"""The record of what was done, as the use cases need it: nothing is sent unless it can be written."""

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Protocol

import msgspec

from ec2tui.core.model.record import Entry, Fault, Record


class AuditError(Exception):
    """The record cannot be read or written; the text says why. Whoever meets it sends nothing."""


class SealState(StrEnum):
    """Whether a cut tail of the record would show."""

    SEALED = "sealed"
    PARTLY = "partly sealed"
    UNSEALED = "unsealed"
    UNCHECKED = "unchecked"


class Seal(msgspec.Struct, frozen=True):
    """How far the record is sealed: of `count` records the first `sealed`; `reason` says why not further."""

    state: SealState
    count: int = 0
    sealed: int = 0
    reason: str = ""


class AuditLog(Protocol):
    """Append-only; safe with several writers at once."""

    @property
    def writer(self) -> str:
        """The name of this program's run, for its records."""

    async def alive(self, writer: str) -> bool:
        """Whether the run that wrote under this name still goes on: its open intents are under way."""

    async def append(self, *records: Record) -> None:
        """Returns when the records are on the disk, all or none; raises AuditError otherwise."""

    def records(self, newest_first: bool = False) -> AsyncIterator[Record | Fault]:
        """The records one by one, a fault for each line that is none; raises AuditError when unreadable."""

    def entries(self) -> AsyncIterator[Entry | Fault]:
        """The same, oldest first, each with its number and its hash in the chain."""

    async def extent(self) -> int:
        """How much has been written by now, by whomever: another number means that there are new records."""

    async def verify(self) -> tuple[Fault, ...]:
        """Every place where the record was edited, reordered, cut, torn or lost a line; none: whole."""

    async def seal(self) -> Seal:
        """How far the record is sealed by a key that its file's reader does not have."""
