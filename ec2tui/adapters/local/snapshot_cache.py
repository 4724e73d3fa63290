"""Snapshots as files of this machine: framed, checked, replaced as a whole, readable by their owner alone."""

import asyncio
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
import time
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path

import msgspec

from ec2tui.adapters.local.private_directory import make_private
from ec2tui.core.model.instance import (
    BlockDevice,
    GroupRef,
    Hardware,
    Instance,
    InstanceInterface,
    MetadataOptions,
)
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.status import InstanceStatus, ScheduledEvent
from ec2tui.services.snapshots import GroupNames, Piece

_STRUCTS = (
    Piece,
    GroupNames,
    Instance,
    Hardware,
    GroupRef,
    BlockDevice,
    InstanceInterface,
    MetadataOptions,
    InstanceStatus,
    ScheduledEvent,
)
_FIELDS = [f"{one.__name__}.{field}" for one in _STRUCTS for field in one.__struct_fields__]
MAGIC = b"ec2tui rows " + hashlib.sha256(" ".join(_FIELDS).encode()).hexdigest()[:16].encode() + b"\n"
"""The first line of a file; another version of the model has another one, and its files are not read."""

SALT = 16
MARK = SALT + hashlib.sha256().digest_size
"""Bytes after the first line: a salt, and the HMAC-SHA-256 of whose credentials the rows were read with."""

GROUPS = ".groups"
"""How the name of a file ends that holds what a shell may complete of groups and rules."""

ABANDONED = 3600.0
"""Seconds after which a file that is still being written is nobody's any more."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Piece)


class _Named(msgspec.Struct):
    """Of an instance only what it may be called; all else is passed over unread."""

    key: Key
    name: str = ""
    security_groups: tuple[GroupRef, ...] = ()


class _Names(msgspec.Struct):
    instances: tuple[_Named, ...]


_name_decoder = msgspec.msgpack.Decoder(_Names)
_group_decoder = msgspec.msgpack.Decoder(tuple[GroupNames, ...])


class FileSnapshots:
    """One file per profile and region in a directory (0700) of its own; a file is 0600.

    The rows follow a mark of whose credentials they were read with, from which nothing can be read back.
    A frame is its length and CRC-32 (4 bytes each, big-endian) and a Piece as MessagePack. Writers replace
    the file in one step, so that a reader (or another ec2tui) sees the old one or the new one.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = self.place = directory

    def regions(self, profile: str) -> tuple[str, ...]:
        """The regions that were looked at last; empty when that is not known."""
        try:
            return msgspec.json.decode(self._index(profile).read_bytes(), type=tuple[str, ...])
        except (OSError, msgspec.DecodeError):
            return ()

    async def load(self, source: Source, whose: str | None = None) -> AsyncIterator[Piece]:
        """The pieces of a snapshot; ends at the first torn or foreign byte; none of other credentials."""
        try:
            data = await asyncio.to_thread(self._file(source).read_bytes)
        except OSError:
            return
        for frame in _frames(data) if whose is None or _is_of(data, whose) else ():
            try:
                yield _decoder.decode(frame)
            except msgspec.DecodeError:
                return

    def saved_regions(self, profile: str) -> tuple[str, ...]:
        """The regions of which this profile has a snapshot, also when it was not looked at last."""
        start, end = f"{_name(profile)}@", ".rows"
        files = sorted(path.name for path in self._directory.glob("*" + end))
        return tuple(name[len(start) : -len(end)] for name in files if name.startswith(start))

    def names(self, profile: str, whose: str | None = None) -> Iterator[str]:
        """The names and then the ids of the saved instances of a profile, for completion; needs no loop."""
        ids: list[str] = []
        for found in self._named(profile, whose):
            ids += [one.key.id for one in found]
            yield from (one.name for one in found if one.name)
        yield from ids

    def group_names(self, profile: str, whose: str | None = None) -> Iterator[str]:
        """The names and then the ids of the groups of a profile: of all that were read, and of instances."""
        ids: list[str] = []
        for group in self._groups(profile, whose):
            ids.append(group.id)
            yield group.name
        for found in self._named(profile, whose):
            for member_of in dict.fromkeys(group for one in found for group in one.security_groups):
                ids.append(member_of.id)
                yield member_of.name
        yield from ids

    def rule_ids(self, profile: str, whose: str | None = None) -> Iterator[str]:
        """The ids of the rules of a profile that were read."""
        for group in self._groups(profile, whose):
            yield from group.rules

    def _named(self, profile: str, whose: str | None) -> Iterator[tuple[_Named, ...]]:
        for region in self.saved_regions(profile):
            for frame in self._saved(self._file(Source(profile, region)), whose):
                try:
                    yield _name_decoder.decode(frame).instances
                except msgspec.DecodeError:
                    break

    def _groups(self, profile: str, whose: str | None) -> Iterator[GroupNames]:
        for path in sorted(self._directory.glob(f"{_name(profile)}@*{GROUPS}")):
            for frame in self._saved(path, whose):
                with contextlib.suppress(msgspec.DecodeError):
                    yield from _group_decoder.decode(frame)

    def _saved(self, path: Path, whose: str | None) -> Iterator[bytes]:
        """The frames of a file that was read with these credentials; none when there is none."""
        try:
            data = path.read_bytes()
        except OSError:
            return
        yield from _frames(data) if whose is None or _is_of(data, whose) else ()

    async def save_groups(self, source: Source, groups: Iterable[GroupNames], whose: str = "") -> None:
        """Writes the names of groups and rules to a file of their own."""
        path = self._file(source).with_suffix(GROUPS)
        await asyncio.to_thread(self._replace, path, _framed(_whole(groups), whose))

    async def save(self, source: Source, pieces: Iterable[Piece], whose: str = "") -> None:
        """Writes all pieces to a new file and puts it in the place of the old one."""
        await asyncio.to_thread(self._replace, self._file(source), _framed(pieces, whose))

    async def remember(self, profile: str, regions: tuple[str, ...]) -> None:
        """Notes the regions that were looked at last."""
        await asyncio.to_thread(self._replace, self._index(profile), [msgspec.json.encode(regions)])

    def _file(self, source: Source) -> Path:
        return self._directory / f"{_name(source.profile)}@{_name(source.region)}.rows"

    def _index(self, profile: str) -> Path:
        return self._directory / f"{_name(profile)}.regions"

    def _replace(self, path: Path, blocks: Iterable[bytes]) -> None:
        make_private(self._directory)
        self._sweep()
        handle, name = tempfile.mkstemp(dir=self._directory, prefix=".", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                for block in blocks:
                    file.write(block)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _sweep(self) -> None:
        """Takes away what a writer left that was killed long ago."""
        old = time.time() - ABANDONED
        for path in self._directory.glob(".*.new"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < old:
                    path.unlink()


def _whole(groups: Iterable[GroupNames]) -> Iterator[tuple[GroupNames, ...]]:
    """All groups as one piece, made when it is asked for."""
    yield tuple(groups)


def _framed(pieces: Iterable[object], whose: str) -> Iterable[bytes]:
    salt = secrets.token_bytes(SALT)
    yield MAGIC + salt + _mark(salt, whose)
    for piece in pieces:
        body = _encoder.encode(piece)
        yield len(body).to_bytes(4, "big") + zlib.crc32(body).to_bytes(4, "big") + body


def _frames(data: bytes) -> Iterator[bytes]:
    """The bodies of the frames of a file of this version, up to the first torn one."""
    at = len(MAGIC) + MARK
    while data.startswith(MAGIC) and (frame := _frame(data, at)):
        yield frame
        at += 8 + len(frame)


def _is_of(data: bytes, whose: str) -> bool:
    """Whether the rows of a file were read with these credentials; nobody's are not anybody's."""
    salt = data[len(MAGIC) : len(MAGIC) + SALT]
    mark = data[len(MAGIC) + SALT : len(MAGIC) + MARK]
    return bool(whose) and hmac.compare_digest(mark, _mark(salt, whose))


def _mark(salt: bytes, whose: str) -> bytes:
    return hmac.digest(salt, whose.encode(), "sha256")


def _frame(data: bytes, at: int) -> bytes | None:
    """The body of the frame at an offset; None at the end, and when it is cut or damaged."""
    if len(data) < at + 8:
        return None
    size = int.from_bytes(data[at : at + 4], "big")
    body = data[at + 8 : at + 8 + size]
    whole = len(body) == size and zlib.crc32(body) == int.from_bytes(data[at + 4 : at + 8], "big")
    return body if whole and size else None


def _name(word: str) -> str:
    """A profile or region as a part of a file name: readable, and never the same for two."""
    kept = "".join(c if c.isalnum() or c == "-" else "_" for c in word)[:40]
    return kept if kept == word else f"{kept}.{hashlib.sha256(word.encode()).hexdigest()[:12]}"
