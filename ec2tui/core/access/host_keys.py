"""SSH host keys: told by an instance's console or presented by its server, and the known-hosts text of them.

Console output is written by the guest: it is parsed strictly, and nothing of it is used but keys.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

BEGIN, END = "-----BEGIN SSH HOST KEY KEYS-----", "-----END SSH HOST KEY KEYS-----"
"""What cloud-init puts around the public host keys, once for each instance."""

MOST_KEYS = 16
"""No server has more keys; what goes on beyond that is no block of keys."""

_KEY = re.compile(
    r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]{40,4000}={0,3})(?:\s.*)?"
)
_POINT = {"nistp256": 65, "nistp384": 97, "nistp521": 133}
"""How many bytes a point of a curve has, uncompressed."""

LEAST_RSA_BITS = 1024
"""OpenSSH refuses shorter keys."""


class HostKey(msgspec.Struct, frozen=True):
    """A public host key: OpenSSH's name of its type, and its wire form in base64."""

    type: str
    data: str

    @property
    def line(self) -> str:
        """`TYPE BASE64`, as OpenSSH writes it."""
        return f"{self.type} {self.data}"

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` writes it."""
        digest = hashlib.sha256(base64.b64decode(self.data)).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


class Source(StrEnum):
    """Who vouches for stored host keys."""

    CONSOLE = "console output"
    USER = "you"


class Stored(msgspec.Struct, frozen=True):
    """The host keys of an instance that are known on this machine, and who vouches for them."""

    keys: tuple[HostKey, ...] = ()
    source: Source = Source.CONSOLE


class Told(msgspec.Struct, frozen=True):
    """What console output tells: the keys of its blocks, or why they cannot be used (a sentence)."""

    keys: tuple[HostKey, ...] = ()
    why: str = ""


def host_key(type_: str, data: str) -> HostKey | None:
    """The key that a type and base64 stand for; None unless it is a whole key of just that type."""
    match = _KEY.fullmatch(f"{type_} {data}")
    if match is None:
        return None
    try:
        wire = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
    if base64.b64encode(wire).decode() != data:
        return None
    return HostKey(type_, data) if _well_formed(type_, wire) else None


def of_wire(wire: bytes) -> HostKey | None:
    """The key of a wire form; None when it is none that is known."""
    size = int.from_bytes(wire[:4])
    name = wire[4 : 4 + size].decode("ascii", errors="replace") if size <= 64 else ""
    return host_key(name, base64.b64encode(wire).decode())


def _fields(wire: bytes) -> list[bytes] | None:
    """The length-prefixed strings of a wire form; None when it does not end with the last one."""
    found: list[bytes] = []
    at = 0
    while at < len(wire) and len(found) < 8:
        size = int.from_bytes(wire[at : at + 4])
        field = wire[at + 4 : at + 4 + size]
        if len(wire) < at + 4 or len(field) != size:
            return None
        found.append(field)
        at += 4 + size
    return found if at == len(wire) else None


def _well_formed(type_: str, wire: bytes) -> bool:
    fields = _fields(wire)
    if fields is None or not fields or fields[0] != type_.encode():
        return False
    rest = fields[1:]
    if type_ == "ssh-ed25519":
        return len(rest) == 1 and len(rest[0]) == 32
    if type_ == "ssh-rsa":
        bits = int.from_bytes(rest[1]).bit_length() if len(rest) == 2 else 0
        return len(rest) == 2 and 0 < len(rest[0]) <= 8 and LEAST_RSA_BITS <= bits <= 16384
    curve = type_.removeprefix("ecdsa-sha2-")
    return len(rest) == 2 and rest[0] == curve.encode() and len(rest[1]) == _POINT[curve] and rest[1][0] == 4


def from_console(text: str) -> Told:
    """The host keys of console output: those of its first whole block; several that differ are refused.

    Lines of a block that are no key (the kernel writes in between) are passed over.
    """
    blocks = list(_blocks(text))
    if not blocks:
        cut = BEGIN in text
        return Told(
            why="the console's block of host keys is cut off" if cut else "the console tells no host keys"
        )
    if any(set(block) != set(blocks[0]) for block in blocks[1:]):
        return Told(why="the console tells several sets of host keys that differ")
    if not blocks[0]:
        return Told(why="the console's block of host keys holds no key that can be read")
    return Told(blocks[0])


def _blocks(text: str) -> Iterable[tuple[HostKey, ...]]:
    keys: list[HostKey] | None = None
    for line in re.split(r"[\r\n]+", text):
        word = line.strip()
        if word == BEGIN:
            keys = []
        elif word == END:
            if keys is not None:
                yield tuple(dict.fromkeys(keys))
            keys = None
        elif keys is not None and len(keys) < MOST_KEYS and (match := _KEY.fullmatch(word)):
            found = host_key(match[1], match[2])
            if found is not None:
                keys.append(found)


def known_hosts_text(alias: str, stored: Stored) -> str:
    """The known-hosts file of one instance; `alias` is its id, which OpenSSH looks for (HostKeyAlias)."""
    lines = [f"# ec2tui: host keys of {alias}, vouched for by {stored.source}"]
    return "\n".join([*lines, *(f"{alias} {key.line}" for key in stored.keys)]) + "\n"


def stored_of(text: str, alias: str) -> Stored:
    """What a known-hosts file holds for an instance; other lines are passed over."""
    keys = []
    for line in text.splitlines():
        name, _, rest = line.strip().partition(" ")
        match = _KEY.fullmatch(rest)
        if name == alias and match is not None and (found := host_key(match[1], match[2])) is not None:
            keys.append(found)
    first = text.partition("\n")[0]
    source = Source.USER if first.endswith(f"vouched for by {Source.USER}") else Source.CONSOLE
    return Stored(tuple(dict.fromkeys(keys)), source)


def is_ours(text: str, alias: str) -> bool:
    """Whether a known-hosts file says nothing but which keys an instance has.

    OpenSSH heeds more than `stored_of` reads: patterns of hosts, and authorities that vouch for any key.
    """
    keys = {f"{alias} {key.line}" for key in stored_of(text, alias).keys}
    lines = (line.strip() for line in text.splitlines())
    return all(not line or line.startswith("#") or line in keys for line in lines)


def contradicts(known: Iterable[HostKey], other: Iterable[HostKey]) -> tuple[HostKey, HostKey] | None:
    """A known key and another one that a server of the same type would have to share; None: none differ.

    Sets that have no type in common do not contradict each other, and do not confirm each other either.
    """
    by_type = {key.type: key for key in known}
    return next(
        ((by_type[key.type], key) for key in other if key.type in by_type and by_type[key.type] != key), None
    )
