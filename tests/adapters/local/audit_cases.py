"""What the tests of the audit file share: a record, a keyring that is a value, and ways to damage a file."""

import asyncio
from pathlib import Path

from ec2tui.adapters.local.audit_key import AuditKey
from ec2tui.adapters.local.audit_log import JsonlAuditLog, KeySource
from ec2tui.core.model.record import Fault, Record, RecordKind

KEY = b"k" * 32


def record(name: str, **fields: object) -> Record:
    return Record(name, RecordKind.INTENT, "2026-01-02T03:04:05.000Z", message=f"text of {name}", **fields)  # type: ignore[arg-type]


async def no_key(path: Path, create: bool) -> AuditKey:
    return AuditKey(reason="no keyring is available here")


class FakeKeyring:
    """Holds one key once it was made; says how often it was asked."""

    def __init__(self) -> None:
        self.key: bytes | None = None
        self.asked = 0

    async def __call__(self, path: Path, create: bool) -> AuditKey:
        self.asked += 1
        if self.key is None and create:
            self.key = KEY
            return AuditKey(self.key, made=True)
        if self.key is None:
            return AuditKey(reason="the keyring holds no key for this record", absent=True)
        return AuditKey(self.key)


def write(path: Path, *names: str, key: KeySource = no_key) -> None:
    async def run() -> None:
        log = JsonlAuditLog(path, key)
        for name in names:
            await log.append(record(name))

    asyncio.run(run())


def verify(path: Path, key: KeySource = no_key) -> tuple[Fault, ...]:
    return asyncio.run(JsonlAuditLog(path, key).verify())


def read(path: Path, newest_first: bool = False) -> list[str]:
    async def run() -> list[str]:
        log = JsonlAuditLog(path, no_key)
        found = [item async for item in log.records(newest_first)]
        return [item.id if isinstance(item, Record) else f"!{item.line}" for item in found]

    return asyncio.run(run())
