"""The beginning of an SSH connection, as far as the server's host key: RFC 4253, 5656 and 8731.

OpenSSH's ssh-keyscan cannot go through a proxy, and OpenSSH itself tells a key only by accepting it.
"""

import hashlib
import os
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ec2tui.adapters.local.ssh_signature import is_signed

VERSION = b"SSH-2.0-ec2tui"
CURVE25519 = ("curve25519-sha256", "curve25519-sha256@libssh.org")
NISTP256 = "ecdh-sha2-nistp256"
METHODS = (*CURVE25519, NISTP256)
HOST_KEYS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)
CIPHERS = ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr")
MACS = ("hmac-sha2-256", "hmac-sha2-512", "hmac-sha2-256-etm@openssh.com")

KEXINIT, ECDH_INIT, ECDH_REPLY, DISCONNECT = 20, 30, 31, 1
_PASSED_OVER = frozenset({2, 3, 4})
"""Messages that may come at any time: ignore, unimplemented, debug."""

MOST_LINES, MOST_PACKET = 64, 256 * 1024


class ExchangeError(Exception):
    """The server did not show a host key; the text says why, as the rest of a sentence."""


async def presented_key(reader: StreamReader, writer: StreamWriter, prefer: Sequence[str] = ()) -> bytes:
    """The wire form of the host key that the server presents, once it has proved to have it; ExchangeError.

    Keys of the types in `prefer` are asked for first. OSError when the connection breaks, which is of no use
    after that anyway.
    """
    try:
        return await _exchange(reader, writer, prefer)
    except (IncompleteReadError, ValueError) as error:
        raise ExchangeError("it ended the connection before it showed a host key") from error


async def _exchange(reader: StreamReader, writer: StreamWriter, prefer: Sequence[str]) -> bytes:
    writer.write(VERSION + b"\r\n")
    theirs = await _version(reader)
    ours = _kexinit(prefer)
    await _send(writer, ours)
    answer = await _receive(reader, KEXINIT)
    offered = _lists(answer)
    method = next((one for one in METHODS if one in offered[0]), "")
    if not method or not set(HOST_KEYS) & set(offered[1]):
        raise ExchangeError("it speaks no method of key exchange that is known here")
    secret, public = _made(method)
    await _send(writer, bytes((ECDH_INIT,)) + _string(public))
    reply = await _receive(reader, ECDH_REPLY)
    host_key, server_public, signature = _strings(reply[1:], 3)
    shared = _shared(secret, method, server_public)
    told = b"".join(
        _string(part) for part in (VERSION, theirs, ours, answer, host_key, public, server_public)
    )
    digest = hashlib.sha256(told + _number(shared)).digest()
    try:
        proved = is_signed(host_key, signature, digest)
    except (InvalidSignature, ValueError):
        proved = False
    if not proved:
        raise ExchangeError("it did not prove that the host key is its own")
    return host_key


async def _version(reader: StreamReader) -> bytes:
    for _ in range(MOST_LINES):
        line = await reader.readline()
        if not line:
            break
        if line.startswith(b"SSH-"):
            return line.rstrip(b"\r\n")
    raise ExchangeError("it is no SSH server")


def _kexinit(prefer: Sequence[str]) -> bytes:
    types = {"rsa-sha2-512": "ssh-rsa", "rsa-sha2-256": "ssh-rsa"}
    host_keys = sorted(HOST_KEYS, key=lambda name: types.get(name, name) not in prefer)
    lists = (METHODS, host_keys, CIPHERS, CIPHERS, MACS, MACS, ("none",), ("none",), (), ())
    names = b"".join(_string(",".join(one).encode()) for one in lists)
    return bytes((KEXINIT,)) + os.urandom(16) + names + b"\0" + bytes(4)


def _lists(packet: bytes) -> list[list[str]]:
    parts = _strings(packet[17:], 10)
    return [part.decode("ascii", errors="replace").split(",") for part in parts]


def _made(method: str) -> tuple[object, bytes]:
    """A private half of an exchange and its public half as it is sent."""
    if method == NISTP256:
        secret = generate_private_key(SECP256R1())
        point = secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return secret, point
    own = X25519PrivateKey.generate()
    return own, own.public_key().public_bytes_raw()


def _shared(secret: object, method: str, public: bytes) -> int:
    if isinstance(secret, X25519PrivateKey):
        return int.from_bytes(secret.exchange(X25519PublicKey.from_public_bytes(public)))
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    return int.from_bytes(secret.exchange(ECDH(), theirs))  # type: ignore[attr-defined]


async def _send(writer: StreamWriter, payload: bytes) -> None:
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    writer.write((len(payload) + 1 + padding).to_bytes(4) + bytes((padding,)) + payload + bytes(padding))
    await writer.drain()


async def _receive(reader: StreamReader, wanted: int) -> bytes:
    """The payload of the next message of a number; others that may come are passed over."""
    for _ in range(MOST_LINES):
        size = int.from_bytes(await reader.readexactly(4))
        if not 6 <= size <= MOST_PACKET:
            break
        packet = await reader.readexactly(size)
        payload = packet[1 : size - packet[0]]
        if payload[:1] == bytes((wanted,)):
            return payload
        if payload[:1] == bytes((DISCONNECT,)):
            raise ExchangeError("it ended the connection before it showed a host key")
        if not payload or payload[0] not in _PASSED_OVER:
            break
    raise ExchangeError("it does not speak SSH as it should")


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _number(value: int) -> bytes:
    return _string(value.to_bytes(value.bit_length() // 8 + 1) if value else b"")


def _strings(data: bytes, count: int) -> list[bytes]:
    """The first strings of a message; ValueError when it ends before."""
    found = []
    for _ in range(count):
        size = int.from_bytes(data[:4])
        if len(data) < 4 + size:
            raise ValueError("cut off")
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found
