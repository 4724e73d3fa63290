"""An ssh agent for one connection: it lends keys that OpenSSH cannot read by itself, and writes none of them.

Source: draft-ietf-sshm-ssh-agent: a message is its length in four bytes, its type, and its content.
"""

import asyncio
import contextlib
import hashlib
import os
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from pathlib import Path

from ec2tui.core.access.key_forms import public_part
from ec2tui.services.ports_keys import OpenKey

REQUEST_IDENTITIES, IDENTITIES_ANSWER, SIGN_REQUEST, SIGN_RESPONSE, FAILURE = 11, 12, 13, 14, 5

MOST_BYTES = 256 * 1024
"""The longest request that is read, as OpenSSH's own limit."""


class LentKeys:
    """The Lending port over a socket in a private directory, which its maker removes in the end."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._keys: dict[bytes, OpenKey] = {}
        self._server: asyncio.Server | None = None

    @property
    def socket(self) -> str:
        """Where the agent answers once a key is lent."""
        return str(self._place / "agent")

    async def lend(self, key: OpenKey) -> str:
        """Lends a key; the file of its public half, by which OpenSSH is told which key to ask for."""
        if not hasattr(asyncio, "start_unix_server"):
            raise OSError("keys are lent through a socket of a sort that this system has not")
        part = public_part(key.file.forms.public) if key.file.forms else None
        if part is None:
            raise OSError("its public half cannot be told")
        self._keys[part[1]] = key
        if self._server is None:
            self._server = await asyncio.start_unix_server(self._serve, self.socket)
        path = self._place / f"{hashlib.sha256(part[1]).hexdigest()[:24]}.pub"
        await asyncio.to_thread(_write, path, key.file.forms.public if key.file.forms else "")
        return str(path)

    def close(self) -> None:
        """Answers no more, and lets go of the keys."""
        if self._server is not None:
            self._server.close()
        self._keys.clear()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        with contextlib.suppress(IncompleteReadError, OSError):
            while 0 < (size := int.from_bytes(await reader.readexactly(4))) <= MOST_BYTES:
                answer = await self._answer(await reader.readexactly(size))
                writer.write(len(answer).to_bytes(4) + answer)
                await writer.drain()
        writer.close()

    async def _answer(self, request: bytes) -> bytes:
        if request[0] == REQUEST_IDENTITIES:
            told = b"".join(_packed(wire) + _packed(b"ec2tui") for wire in self._keys)
            return bytes((IDENTITIES_ANSWER,)) + len(self._keys).to_bytes(4) + told
        if request[0] == SIGN_REQUEST:
            wire, rest = _string(request[1:])
            data, rest = _string(rest)
            key = self._keys.get(wire)
            made = await asyncio.to_thread(key.sign, data, int.from_bytes(rest[:4])) if key else None
            if made is not None:
                return bytes((SIGN_RESPONSE,)) + _packed(made)
        return bytes((FAILURE,))


def _packed(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _string(data: bytes) -> tuple[bytes, bytes]:
    """The first string of some data (what there is of it), and what follows it."""
    size = int.from_bytes(data[:4])
    return data[4 : 4 + size], data[4 + size :]


def _write(path: Path, line: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(line + "\n")
