"""This process's standard input and output as streams of bytes, for a program that another one drives."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

LIMIT = 1 << 18
"""Bytes that wait in memory before the other side is made to wait."""


class FileReader:
    """A regular file, which is always ready."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    async def read(self, n: int = -1) -> bytes:
        """The next bytes; nothing at the end."""
        await asyncio.sleep(0)
        return os.read(self._descriptor, n)


class FileWriter:
    """A regular file, which always has room."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: bytes) -> None:
        """Writes all of it."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._descriptor, view) :]

    async def drain(self) -> None:
        """Nothing waits."""
        await asyncio.sleep(0)


@asynccontextmanager
async def standard_streams() -> AsyncIterator[tuple[Any, Any]]:
    """A reader of standard input and a writer to standard output."""
    reader, inward = await _reader(sys.stdin.fileno())
    writer, outward = await _writer(sys.stdout.fileno())
    try:
        yield reader, writer
    finally:
        for transport in (inward, outward):
            if transport is not None:
                transport.close()


async def _reader(descriptor: int) -> tuple[Any, asyncio.ReadTransport | None]:
    if _is_file(descriptor):
        return FileReader(descriptor), None
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LIMIT)
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(os.dup(descriptor), "rb", buffering=0)
    )
    return reader, transport


async def _writer(descriptor: int) -> tuple[Any, asyncio.WriteTransport | None]:
    if _is_file(descriptor):
        return FileWriter(descriptor), None
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(os.dup(descriptor), "wb", buffering=0)
    )
    return asyncio.StreamWriter(transport, protocol, None, loop), transport


def _is_file(descriptor: int) -> bool:
    known = os.fstat(descriptor)
    return stat.S_ISREG(known.st_mode) or os.path.samestat(known, Path(os.devnull).stat())
