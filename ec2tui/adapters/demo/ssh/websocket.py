"""The server's side of a websocket (RFC 6455) as far as a tunnel needs it: binary messages either way."""

import asyncio
import base64
import contextlib
import hashlib
from collections.abc import Mapping
from typing import Any

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

LONGEST_FRAME = 1 << 20
"""Bytes; what is longer ends the connection."""

WENT_WELL, TOO_LONG, FAILED = 1000, 1009, 1011
"""Why a websocket is closed."""


def handshake(environ: Mapping[str, Any]) -> bytes | None:
    """The reply that makes a WSGI request a websocket; None when it does not ask for one."""
    key = str(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""))
    if "websocket" not in str(environ.get("HTTP_UPGRADE", "")).lower() or not key:
        return None
    accept = base64.b64encode(hashlib.sha1(key.encode() + _GUID).digest())  # noqa: S324 (the protocol's)
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"


class WebSocket:
    """An open websocket over a pair of streams; reads and writes bytes as such a pair does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._closed = False

    async def read(self, _: int) -> bytes:
        """The content of the next binary frame; nothing when the client is done."""
        while True:
            try:
                kind, content = await self._frame()
            except (asyncio.IncompleteReadError, OSError):
                return b""
            if kind in (BINARY, CONTINUED) and content:
                return content
            if kind == PING:
                self._send(PONG, content)
            elif kind in (CLOSE, TEXT):
                return b""

    def write(self, content: bytes) -> None:
        """Sends one binary frame."""
        self._send(BINARY, content)

    async def drain(self) -> None:
        """Waits until the client takes more."""
        await self._writer.drain()

    def write_eof(self) -> None:
        """A websocket has no half: when the machine is done, all is done."""
        self.finish(WENT_WELL)

    def close(self) -> None:
        """Says goodbye, and closes the connection."""
        self.finish(WENT_WELL)
        self._writer.close()

    def finish(self, code: int, reason: str = "") -> None:
        """Sends the closing frame once."""
        if not self._closed:
            self._closed = True
            with contextlib.suppress(OSError):
                self._send(CLOSE, code.to_bytes(2, "big") + reason.encode()[:120])

    def _send(self, kind: int, content: bytes) -> None:
        size = len(content)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([size])
        elif size < 1 << 16:
            head += b"\x7e" + size.to_bytes(2, "big")
        else:
            head += b"\x7f" + size.to_bytes(8, "big")
        self._writer.write(head + content)

    async def _frame(self) -> tuple[int, bytes]:
        first, second = await self._reader.readexactly(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
        if size > LONGEST_FRAME:
            self.finish(TOO_LONG, "a frame is too long")
            return CLOSE, b""
        mask = await self._reader.readexactly(4) if second & 0x80 else b""
        content = await self._reader.readexactly(size)
        return first & 0x0F, _unmasked(content, mask)


def _unmasked(content: bytes, mask: bytes) -> bytes:
    if not mask or not content:
        return content
    size = len(content)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(content, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
