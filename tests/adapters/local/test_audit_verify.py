"""Whatever is done to the record's file, verifying finds it and names the place."""

import asyncio
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ec2tui.adapters.local import audit_chain as chain
from ec2tui.adapters.local.audit_chain import Head
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.adapters.local.audit_scan import lines
from ec2tui.adapters.local.audit_verify import verify as verify_lines
from ec2tui.core.model.record import Fault, FaultKind
from tests.adapters.local.audit_cases import KEY, FakeKeyring, record, verify, write

COUNT = 6


@cache
def original() -> tuple[bytes, bytes]:
    """The bytes of a sealed record of six lines, and of its head."""
    with TemporaryDirectory() as place:
        path = Path(place) / "audit.jsonl"
        write(path, *(f"r{n}" for n in range(COUNT)), key=FakeKeyring())
        return path.read_bytes(), path.with_suffix(".head").read_bytes()


def faults(data: bytes, head: bytes | None = None, key: bytes | None = KEY) -> tuple[Fault, ...]:
    raw = original()[1] if head is None else head
    return verify_lines(lines(BytesIO(data)), chain.decode_head(raw), key)


def places(found: tuple[Fault, ...]) -> set[tuple[int, FaultKind]]:
    return {(fault.line, fault.kind) for fault in found}


def split() -> list[bytes]:
    return original()[0].splitlines(keepends=True)


def test_the_original_is_whole() -> None:
    assert faults(original()[0]) == ()
    assert len(split()) == COUNT


@settings(deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_any_edited_byte_is_found_and_its_line_named(at: int, byte: int) -> None:
    data = bytearray(original()[0])
    at %= len(data)
    if data[at] in (byte, 0x0A) or byte in (0x0A, 0x0D):
        byte, at = 0x21, data.index(b"text")
    data[at] = byte
    line = bytes(data[:at]).count(b"\n") + 1
    found = faults(bytes(data))
    assert (line, FaultKind.EDITED) in places(found) or (line == COUNT and found)
    assert {fault.line for fault in found} <= {0, line - 1, line}


@settings(deadline=None)
@given(at=st.integers(0, 10_000), extra=st.binary(min_size=1, max_size=4))
def test_any_inserted_bytes_are_found(at: int, extra: bytes) -> None:
    data = original()[0]
    at %= len(data) + 1
    assert faults(data[:at] + extra + data[at:])


@settings(deadline=None)
@given(start=st.integers(0, 10_000), length=st.integers(1, 3_000))
def test_any_removed_bytes_are_found(start: int, length: int) -> None:
    data = original()[0]
    start %= len(data)
    assert faults(data[:start] + data[start + length :])


@settings(deadline=None)
@given(size=st.integers(0, 10_000))
def test_any_cut_is_found(size: int) -> None:
    data = original()[0]
    assert faults(data[: size % len(data)])


@pytest.mark.parametrize("gone", range(COUNT))
def test_a_removed_line_is_named(gone: int) -> None:
    rest = split()[:gone] + split()[gone + 1 :]
    kind = FaultKind.CUT if gone == COUNT - 1 else FaultKind.REMOVED
    assert (min(gone + 1, COUNT - 1), kind) in places(faults(b"".join(rest)))


@settings(deadline=None)
@given(order=st.permutations(range(COUNT)))
def test_any_other_order_is_found(order: list[int]) -> None:
    found = faults(b"".join(split()[n] for n in order))
    if order == list(range(COUNT)):
        assert found == ()
    else:
        assert FaultKind.REORDERED in {fault.kind for fault in found}


@pytest.mark.parametrize("at", range(COUNT + 1))
@pytest.mark.parametrize("which", range(COUNT))
def test_a_repeated_line_is_found(at: int, which: int) -> None:
    assert faults(b"".join([*split()[:at], split()[which], *split()[at:]]))


@settings(deadline=None)
@given(
    edits=st.lists(st.sampled_from(["drop", "swap", "edit", "twice"]), min_size=1, max_size=4),
    n=st.integers(0, 5),
)
def test_several_edits_are_found(edits: list[str], n: int) -> None:
    rows = split()
    for step, edit in enumerate(edits):
        at = (n + step) % len(rows) if rows else 0
        rows = EDITS[edit](rows, at) if rows else rows
    assert bool(faults(b"".join(rows))) == (rows != split())


EDITS: dict[str, Callable[[list[bytes], int], list[bytes]]] = {
    "drop": lambda rows, at: rows[:at] + rows[at + 1 :],
    "swap": lambda rows, at: [*rows[:at], *reversed(rows[at : at + 2]), *rows[at + 2 :]],
    "edit": lambda rows, at: [*rows[:at], rows[at].replace(b"text", b"next"), *rows[at + 1 :]],
    "twice": lambda rows, at: [*rows[: at + 1], *rows[at:]],
}


def forge(upto: int, key: bytes | None) -> tuple[bytes, bytes]:
    """A record of other lines with a chain and a head of their own, sealed with `key`."""
    head, data = Head(), b""
    for n in range(upto):
        entry = chain.link(head, record(f"forged{n}"))
        head, data = chain.advance(head, entry), data + chain.line(entry)
    return data, chain.encode_head(chain.seal(head, key) if key else head)


def test_a_line_rewritten_with_a_fresh_hash_breaks_the_chain() -> None:
    rows = split()
    entry = chain.read_line(rows[2])
    assert entry is not None
    other = msgspec.structs.replace(entry.record, reason="forged")
    fresh = chain.link(Head(entry.number - 1, entry.previous), other)
    assert (3, FaultKind.EDITED) in places(faults(b"".join([*rows[:2], chain.line(fresh), *rows[3:]])))


def test_a_wholly_recomputed_record_needs_the_key() -> None:
    for seal_key, expected in ((None, FaultKind.SEAL), (b"other", FaultKind.SEAL)):
        data, head = forge(COUNT, seal_key)
        assert {fault.kind for fault in faults(data, head)} == {expected}
        assert faults(data, head, key=None) == ()


def test_a_cut_tail_with_a_head_to_match_needs_the_key() -> None:
    data = b"".join(split()[:3])
    entry = chain.read_line(split()[2])
    sealed = chain.decode_head(original()[1])
    assert entry is not None and sealed is not None
    short = msgspec.structs.replace(sealed, count=3, hash=entry.hash, size=len(data))
    assert faults(data, chain.encode_head(short))
    assert faults(data, chain.encode_head(msgspec.structs.replace(short, sealed=None)))


@settings(deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_any_edited_byte_of_the_head_is_found(at: int, byte: int) -> None:
    head = bytearray(original()[1])
    at %= len(head)
    size = range(head.index(b'"size"'), len(head))
    if head[at] == byte or at in size:
        return
    head[at] = byte
    assert faults(original()[0], bytes(head))


@settings(max_examples=25, deadline=None)
@given(
    at=st.integers(0, 10_000), cut=st.booleans(), names=st.lists(st.text(max_size=5), min_size=1, max_size=3)
)
def test_damage_still_shows_after_more_was_written(at: int, cut: bool, names: list[str]) -> None:
    data, head = original()
    at %= len(data)
    with TemporaryDirectory() as place:
        path = Path(place) / "audit.jsonl"
        path.write_bytes(data[:at] if cut else data[:at] + b"~" + data[at + 1 :])
        path.with_suffix(".head").write_bytes(head)
        keyring = FakeKeyring()
        keyring.key = KEY
        for name in names:
            write(path, name, key=keyring)
        assert verify(path, keyring)


def test_a_record_deleted_with_its_head_is_missed_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    keyring = FakeKeyring()
    write(path, "a", key=keyring)
    path.unlink()
    path.with_suffix(".head").unlink()
    assert [fault.kind for fault in verify(path, keyring)] == [FaultKind.SEAL]
    write(path, "b", key=keyring)
    assert [fault.kind for fault in verify(path, keyring)] == [FaultKind.NOTED]


def test_the_keyring_is_asked_once_and_not_for_reading(tmp_path: Path) -> None:
    keyring = FakeKeyring()

    async def run() -> None:
        log = JsonlAuditLog(tmp_path / "audit.jsonl", keyring)
        assert [item async for item in log.records()] == []
        assert keyring.asked == 0
        await log.append(record("a"))
        await log.append(record("b"))
        await log.verify()

    asyncio.run(run())
    assert keyring.asked == 1
