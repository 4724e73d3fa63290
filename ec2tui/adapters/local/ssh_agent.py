"""What keys the user's ssh agent holds, asked over its socket; it is asked for nothing else.

Source: draft-ietf-sshm-ssh-agent: a message is its length in four bytes, its type, and its content.
"""

import asyncio
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from ec2tui.adapters.local.private_directory import make_private
from ec2tui.core.access.key_forms import forms, one_line
from ec2tui.services.ports_keys import KeyFile

REQUEST_IDENTITIES = b"\x00\x00\x00\x01\x0b"
IDENTITIES_ANSWER = 12

MOST_BYTES = 256 * 1024
"""The longest answer that is read, as OpenSSH's own limit."""

PATIENCE = 2.0
"""Seconds for the agent; a forwarded one may be far away."""

AGENT = "the ssh agent"


class Identity(msgspec.Struct, frozen=True):
    """A public key that the agent has the private half of: its line without a comment, and the comment."""

    public: str
    comment: str


class SshAgent:
    """The agent at a socket (empty: none); `place` is where public halves are written for OpenSSH."""

    def __init__(self, socket: str, place: Path | None = None, timeout: float = PATIENCE) -> None:
        self._socket = socket
        self._place = place or user_data_path("ec2tui") / "agent"
        self._timeout = timeout

    async def candidates(self) -> tuple[KeyFile, ...]:
        """Its keys, by where their public halves go; an agent that does not answer is told as a problem."""
        if not self._socket or not hasattr(asyncio, "open_unix_connection"):
            return ()
        try:
            async with asyncio.timeout(self._timeout):
                found = await _identities(self._socket)
        except TimeoutError:
            return (KeyFile(AGENT, problem=f"it did not answer within {self._timeout:g} s"),)
        except (OSError, EOFError, ValueError) as error:
            return (KeyFile(AGENT, problem=f"it cannot be asked: {error}"),)
        return tuple(self._file(one) for one in found)

    async def identity(self, file: KeyFile) -> str:
        """The file to give to OpenSSH: the public half, written now, tells it which of the agent's to use."""
        if file.agent and file.forms is not None:
            await asyncio.to_thread(_write, Path(file.path), file.forms.public)
        return file.path

    def _file(self, one: Identity) -> KeyFile:
        from ec2tui.adapters.local.key_loading import public_der

        name = hashlib.sha256(one.public.encode()).hexdigest()[:24]
        kind = one.public.split(" ", 1)[0]
        told = forms(one.public, public_der(one.public) if kind == "ssh-rsa" else b"")
        return KeyFile(str(self._place / f"{name}.pub"), told, agent=one.comment or "a key without a name")


def agent_of(environment: Mapping[str, str]) -> SshAgent:
    """The agent that the environment names."""
    return SshAgent(environment.get("SSH_AUTH_SOCK", ""))


async def _identities(socket: str) -> tuple[Identity, ...]:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        writer.write(REQUEST_IDENTITIES)
        await writer.drain()
        size = int.from_bytes(await reader.readexactly(4))
        if not 5 <= size <= MOST_BYTES:
            raise ValueError("its answer is no list of keys")
        return tuple(_parsed(await reader.readexactly(size)))
    finally:
        writer.close()


def _parsed(answer: bytes) -> Iterator[Identity]:
    """The plain keys of an answer; certificates are left out: AWS knows none."""
    if answer[0] != IDENTITIES_ANSWER:
        raise ValueError("it does not tell its keys")
    rest = answer[5:]
    for _ in range(int.from_bytes(answer[1:5])):
        wire, rest = _string(rest)
        comment, rest = _string(rest)
        line = one_line(wire)
        if "-cert-" not in line.split(" ", 1)[0]:
            yield Identity(line, comment.decode("utf-8", "replace"))


def _string(data: bytes) -> tuple[bytes, bytes]:
    size = int.from_bytes(data[:4])
    if len(data) < 4 + size:
        raise ValueError("its answer is cut off")
    return data[4 : 4 + size], data[4 + size :]


def _write(path: Path, line: str) -> None:
    make_private(path.parent)
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(line + "\n")
