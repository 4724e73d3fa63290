"""Carries bytes between a socket and a pair of streams, either way, until both ways have ended."""

import asyncio
import contextlib
import socket
from typing import Any

CHUNK = 65536


async def relay(sock: socket.socket, reader: Any, writer: Any) -> None:
    """Copies both ways; an end of one way is handed on, and the other way goes on."""
    inner_reader, inner_writer = await asyncio.open_connection(sock=sock)
    try:
        await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))
    except (OSError, EOFError):
        pass
    finally:
        inner_writer.close()
        writer.close()


async def _copy(reader: Any, writer: Any) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof()
