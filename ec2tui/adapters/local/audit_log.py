"""The audit record as an append-only file of JSON lines, each hashing itself and the line before."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator
from contextlib import aclosing
from itertools import islice, takewhile
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import msgspec
from platformdirs import user_state_path

from ec2tui.adapters.local import audit_chain as chain
from ec2tui.adapters.local.audit_chain import Head
from ec2tui.adapters.local.audit_file import (
    append_bytes,
    open_log,
    private_directory,
    replace_file,
    take_off,
)
from ec2tui.adapters.local.audit_key import AuditKey, audit_key
from ec2tui.adapters.local.audit_scan import Recovery, lines, raw_lines_backwards, recover
from ec2tui.adapters.local.audit_verify import DOUBT, verify
from ec2tui.adapters.local.audit_writers import Writers
from ec2tui.adapters.local.file_lock import locked
from ec2tui.core.model.record import Entry, Fault, FaultKind, Record, RecordKind, iso
from ec2tui.services.ports_audit import AuditError, Seal, SealState

KeySource = Callable[[Path, bool], Awaitable[AuditKey]]
"""Gives the sealing key of a record; the flag says whether to make a missing one."""

T = TypeVar("T")
LOCK_TIMEOUT = 10.0
_BATCH = 200


def audit_path() -> Path:
    """The platform's place for the record (`ec2tui/audit.jsonl` among the user's state)."""
    return user_state_path("ec2tui") / "audit.jsonl"


class JsonlAuditLog:
    """The AuditLog port over one file, with its head and its lock beside it; several programs may share it.

    The hashes show any edit by someone who does not compute them anew; the head, sealed with a key of the OS
    keyring, shows also that, and a cut tail. Whoever may use this user's keyring can seal a forged record,
    and an old file put back together with its own old head looks whole.
    """

    def __init__(self, path: Path | None = None, key_source: KeySource = audit_key) -> None:
        self.path = (path or audit_path()).expanduser().absolute()
        self._head_path = self.path.with_suffix(".head")
        self._lock_path = self.path.with_suffix(".lock")
        self._key_source = key_source
        self._key: AuditKey | None = None
        self._turn = threading.Lock()
        self._writers = Writers(self.path.with_suffix(".writers"))

    @property
    def writer(self) -> str:
        """The name of this program's run, for its records."""
        return self._writers.own

    async def alive(self, writer: str) -> bool:
        """Whether the run that wrote under this name still goes on: its open intents are under way."""
        return await self._with_errors(lambda: self._writers.alive(writer))

    async def append(self, *records: Record) -> None:
        """Returns when the records are on the disk, all or none; raises AuditError otherwise."""
        if not records:
            return
        await self._with_errors(self._prepare)
        key = await self._sealing_key(create=True)
        # A thread cannot be called back: when the caller is cancelled, the record is written all the same.
        await asyncio.shield(self._with_errors(lambda: self._append(records, key)))

    async def records(self, newest_first: bool = False) -> AsyncIterator[Record | Fault]:
        """The records one by one, a fault for each line that is none; raises AuditError when unreadable."""
        async with aclosing(self._items(self._backwards() if newest_first else self._forwards())) as items:
            async for item in items:
                yield item.record if isinstance(item, Entry) else item

    async def entries(self) -> AsyncIterator[Entry | Fault]:
        """The same, oldest first, each with its number and its hash in the chain."""
        async with aclosing(self._items(self._forwards())) as items:
            async for item in items:
                yield item

    async def extent(self) -> int:
        """How much has been written by now, by whomever: the file's size, 0 when there is none."""

        def size() -> int:
            return self.path.stat().st_size if self.path.exists() else 0

        return await self._with_errors(size)

    async def _items(
        self, source: Generator[Entry | Fault, None, None]
    ) -> AsyncGenerator[Entry | Fault, None]:
        try:
            while batch := await self._with_errors(lambda: list(islice(source, _BATCH))):
                for item in batch:
                    yield item
        finally:
            source.close()

    async def verify(self) -> tuple[Fault, ...]:
        """Every place where the record was edited, reordered, cut, torn or lost a line; none: whole."""
        key = await self._sealing_key(create=False)
        return await self._with_errors(lambda: self._verify(key.key))

    async def seal(self) -> Seal:
        """How far the record is sealed; read it together with `verify`, which proves the seal."""
        key = await self._sealing_key(create=False)
        head, _ = await self._with_errors(self._read_head)
        count, sealed = (head.count, head.sealed.count if head.sealed else 0) if head else (0, 0)
        if not sealed:
            return Seal(SealState.UNSEALED, count, 0, key.reason)
        if key.key is None:
            return Seal(SealState.UNCHECKED, count, sealed, key.reason)
        if sealed >= count:
            return Seal(SealState.SEALED, count, sealed)
        return Seal(SealState.PARTLY, count, sealed, "no keyring answered when the rest was written")

    async def _with_errors(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise AuditError(f"the record {self.path}: {error.strerror or error}") from error
        except UnicodeEncodeError as error:
            raise AuditError(f"the record {self.path}: a text in it is not Unicode") from error

    async def _sealing_key(self, create: bool) -> AuditKey:
        """The key, asked for once; a keyring that holds none is asked again when one may be made."""
        if self._key is None or (create and self._key.absent):
            self._key = await self._key_source(self.path, create)
        return self._key

    def _prepare(self) -> None:
        private_directory(self.path.parent)
        self._writers.claim()

    def _append(self, records: tuple[Record, ...], key: AuditKey) -> None:
        """Under the lock: finds the end, writes the lines, then the head; takes them off when that fails."""
        with self._turn, locked(self._lock_path, LOCK_TIMEOUT), open_log(self.path) as descriptor:
            size = os.fstat(descriptor).st_size
            place = self._place(size)
            head, data = place.head, b"\n" if place.newline else b""
            for record in (*self._notes(place, key), *records):
                entry = chain.link(head, record)
                text = chain.line(entry)
                head, data = chain.advance(head, entry), data + text
            append_bytes(descriptor, data)
            head = msgspec.structs.replace(head, size=size + len(data))
            if key.key is not None:
                head = chain.seal(head, key.key)
            try:
                replace_file(self._head_path, chain.encode_head(head))
            except OSError:
                take_off(descriptor, size)
                raise

    def _place(self, size: int) -> Recovery:
        """The end of the chain; the whole file is read only when it is not as the head left it."""
        head, damaged = self._read_head()
        if size == (head.size if head else 0) and not damaged:
            return Recovery(head or Head())
        with self.path.open("rb") as file:
            return recover(file, size, head, damaged)

    def _notes(self, place: Recovery, key: AuditKey) -> list[Record]:
        """What the log remarks about its own file, before it writes on."""
        count, sealed, doubts = place.head.count, place.head.sealed, list(place.doubts)
        unsealed = 0
        if key.key is not None:
            unsealed = count - sealed.count if sealed else count
            if sealed is None and not key.made:
                doubts.append("a record was sealed here before, and its head is gone")
            elif sealed is not None and not chain.seal_holds(sealed, key.key):
                doubts.append("the head's seal was not made with this machine's key")
        notes = [_note(DOUBT, "; ".join(doubts))] if doubts else []
        if unsealed:
            notes.append(_note("", f"the last {unsealed} records before this were not sealed when written"))
        return notes

    def _read_head(self) -> tuple[Head | None, bool]:
        """The head, and whether there is one that cannot be understood."""
        try:
            raw = self._head_path.read_bytes()
        except FileNotFoundError:
            return None, False
        head = chain.decode_head(raw)
        return head, head is None

    def _verify(self, key: bytes | None) -> tuple[Fault, ...]:
        if not self.path.exists():
            return verify((), self._read_head()[0], key)
        with locked(self._lock_path, LOCK_TIMEOUT), self.path.open("rb") as file:
            return verify(lines(file), self._read_head()[0], key)

    def _size(self) -> int:
        """The file's size while nobody writes, so that no reader sees half a line; 0 when there is none."""
        if not self.path.exists():
            return 0
        with locked(self._lock_path, LOCK_TIMEOUT):
            return self.path.stat().st_size

    def _forwards(self) -> Generator[Entry | Fault, None, None]:
        if size := self._size():
            with self.path.open("rb") as file:
                for item in lines(takewhile(lambda _: file.tell() <= size, iter(file.readline, b""))):
                    yield item.entry or _no_record(item.number)

    def _backwards(self) -> Generator[Entry | Fault, None, None]:
        if size := self._size():
            for raw in raw_lines_backwards(self.path, size):
                entry = chain.read_line(raw)
                yield entry or _no_record(0)


def _no_record(number: int) -> Fault:
    return Fault(number, FaultKind.TORN, "this line is no record: torn when written, edited or put in")


def _note(outcome: str, message: str) -> Record:
    return Record(str(uuid4()), RecordKind.NOTE, iso(time.time()), outcome=outcome, message=message)
