"""The audit file: private, complete, in order, and safe against crashes and several writers."""

import asyncio
import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ec2tui.adapters.local import audit_file, file_lock
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.core.model.record import Entry, Fault, FaultKind, Record
from ec2tui.services.ports_audit import AuditError, SealState
from tests.adapters.local.audit_cases import FakeKeyring, no_key, read, record, verify, write


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "audit.jsonl"
    told = record(
        "a", before={"name": "x\n\x1b]52;c;…\x07", "n": 1.5, "tags": [["k", "v"]]}, inverse={"action": "x"}
    )

    async def run() -> list[Record | Fault]:
        log = JsonlAuditLog(path, no_key)
        await log.append(told)
        return [item async for item in log.records()]

    assert asyncio.run(run()) == [told]
    assert verify(path) == ()


def test_nothing_is_written_before_a_record_is(tmp_path: Path) -> None:
    path = tmp_path / "state" / "audit.jsonl"
    assert read(path) == []
    assert verify(path) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "audit.jsonl"
    mask = os.umask(0)
    try:
        write(path, "a")
        path.chmod(0o644)
        write(path, "b")
    finally:
        os.umask(mask)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_it_streams_both_ways_across_blocks(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    names = [f"r{n}" for n in range(450)]

    async def run() -> None:
        log = JsonlAuditLog(path, no_key)
        await log.append(*(record(name, reason="y" * (n % 700)) for n, name in enumerate(names)))

    asyncio.run(run())
    assert path.stat().st_size > 3 * 65_536
    assert read(path) == names
    assert read(path, newest_first=True) == names[::-1]
    assert verify(path) == ()


def test_a_torn_line_is_never_glued_to_the_next_and_stays_visible(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a", "b")
    with path.open("ab") as file:
        file.write(b'{"hash":"12')
    assert [(f.line, f.kind) for f in verify(path)] == [(3, FaultKind.TORN)]
    write(path, "c")
    assert read(path)[:3] == ["a", "b", "!3"]
    assert read(path)[-1] == "c"
    assert {(f.line, f.kind) for f in verify(path)} == {(3, FaultKind.TORN), (4, FaultKind.NOTED)}


def test_a_line_whose_head_was_not_written_is_kept_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a")
    head = path.with_suffix(".head").read_bytes()
    write(path, "b")
    path.with_suffix(".head").write_bytes(head)
    assert [(f.line, f.kind) for f in verify(path)] == [(2, FaultKind.HEAD)]
    write(path, "c")
    assert [name for name in read(path) if len(name) == 1] == ["a", "b", "c"]
    assert [(f.line, f.kind) for f in verify(path)] == [(3, FaultKind.NOTED)]


def test_a_cut_tail_shows_before_and_after_the_next_record(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a", "b", "c")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert [(f.line, f.kind) for f in verify(path)] == [(2, FaultKind.CUT)]
    write(path, "d")
    assert {(f.line, f.kind) for f in verify(path)} == {(3, FaultKind.REMOVED), (3, FaultKind.NOTED)}


def test_a_lost_head_is_told_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a", "b")
    path.with_suffix(".head").unlink()
    assert [f.kind for f in verify(path)] == [FaultKind.HEAD]
    write(path, "c")
    assert [(f.line, f.kind) for f in verify(path)] == [(3, FaultKind.NOTED)]


def test_a_file_that_was_deleted_leaves_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a", "b")
    path.unlink()
    assert [f.kind for f in verify(path)] == [FaultKind.CUT]
    write(path, "c")
    assert FaultKind.REMOVED in {f.kind for f in verify(path)}


def test_a_full_disk_raises_and_leaves_the_record_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a")
    before = path.read_bytes()
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) > 40:
            return real(descriptor, bytes(data)[:40])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(audit_file.os, "write", full)
    with pytest.raises(AuditError, match="No space left"):
        asyncio.run(JsonlAuditLog(path, no_key).append(record("b" * 40)))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert verify(path) == ()


def test_a_disk_that_is_full_only_when_it_is_synced_leaves_the_record_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on NFS and on thin volumes, where the write itself is only taken into memory."""
    path = tmp_path / "audit.jsonl"
    write(path, "a")
    before = path.read_bytes()
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(audit_file.os, "fsync", full)
    with pytest.raises(AuditError, match="No space left"):
        asyncio.run(JsonlAuditLog(path, no_key).append(record("b")))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert verify(path) == ()
    write(path, "c")
    assert read(path) == ["a", "c"] and verify(path) == ()


def test_a_head_that_cannot_be_written_takes_the_line_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, "a")

    def fails(self: Path, target: Path) -> Path:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(AuditError, match="Input/output"):
        asyncio.run(JsonlAuditLog(path, no_key).append(record("b")))
    monkeypatch.undo()
    assert read(path) == ["a"]
    assert verify(path) == ()
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".tmp"]


def test_a_place_that_cannot_be_is_an_audit_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditError, match="file"):
        asyncio.run(JsonlAuditLog(tmp_path / "file" / "audit.jsonl", no_key).append(record("a")))


def test_a_text_that_is_not_unicode_is_an_audit_error(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="not Unicode"):
        asyncio.run(JsonlAuditLog(tmp_path / "audit.jsonl", no_key).append(record("a", reason="\ud800")))


def test_a_lock_that_is_never_given_back_ends_in_an_audit_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit.jsonl"
    monkeypatch.setattr("ec2tui.adapters.local.audit_log.LOCK_TIMEOUT", 0.0)
    with file_lock.locked(path.with_suffix(".lock"), 1), pytest.raises(AuditError, match="another program"):
        asyncio.run(JsonlAuditLog(path, no_key).append(record("a")))


def _many(path: Path, name: str) -> None:
    write(path, *(f"{name}{n}" for n in range(25)))


def test_two_programs_at_once_lose_and_mix_nothing(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_many, args=(path, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    _many(path, "c")
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    found = read(path)
    for name in "abc":
        assert [one for one in found if one.startswith(name)] == [f"{name}{n}" for n in range(25)]
    assert len(found) == 75
    assert verify(path) == ()


def test_many_tasks_of_one_program_at_once(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"

    async def run() -> None:
        log = JsonlAuditLog(path, no_key)
        await asyncio.gather(*(log.append(record(f"r{n}")) for n in range(30)))

    asyncio.run(run())
    assert sorted(read(path)) == sorted(f"r{n}" for n in range(30))
    assert verify(path) == ()


KILLED = """
import asyncio, sys
from pathlib import Path
from tests.adapters.local.audit_cases import no_key, record
from ec2tui.adapters.local.audit_log import JsonlAuditLog

async def main():
    log = JsonlAuditLog(Path(sys.argv[1]), no_key)
    await log.append(record("intent"))
    print("written", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_what_was_appended_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    root = Path(__file__).parents[3]
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, cwd=root)
    assert child.stdout is not None
    assert child.stdout.readline() == b"written\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert read(path) == ["intent"]
    assert verify(path) == ()
    write(path, "outcome")
    assert verify(path) == ()


def test_a_cancelled_caller_leaves_a_whole_record(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"

    async def run() -> None:
        log = JsonlAuditLog(path, no_key)
        await log.append(record("a"))
        task = asyncio.create_task(log.append(record("b")))
        await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())
    assert read(path) in (["a"], ["a", "b"])
    assert verify(path) == ()


def test_the_seal_tells_how_far_it_reaches(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    keyring = FakeKeyring()

    def state() -> tuple[SealState, int, int]:
        seal = asyncio.run(JsonlAuditLog(path, keyring).seal())
        return seal.state, seal.count, seal.sealed

    write(path, "a")
    assert state() == (SealState.UNSEALED, 1, 0)
    write(path, "b", key=keyring)
    assert state() == (SealState.SEALED, 3, 3)
    write(path, "c")
    assert state() == (SealState.PARTLY, 4, 3)
    assert asyncio.run(JsonlAuditLog(path, no_key).seal()).state is SealState.UNCHECKED
    assert verify(path, keyring) == ()
    write(path, "d", key=keyring)
    assert state() == (SealState.SEALED, 6, 6)
    assert verify(path, keyring) == ()


WRITER = """
import asyncio, sys
from pathlib import Path
from tests.adapters.local.audit_cases import no_key, record
from ec2tui.adapters.local.audit_log import JsonlAuditLog

async def main():
    log = JsonlAuditLog(Path(sys.argv[1]), no_key)
    await log.append(record("intent", writer=log.writer))
    print(log.writer, flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


def test_a_run_is_alive_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    root = Path(__file__).parents[3]
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    )
    assert child.stdin is not None and child.stdout is not None
    writer = child.stdout.readline().decode().strip()
    log = JsonlAuditLog(path, no_key)

    async def alive(name: str) -> bool:
        return await log.alive(name)

    assert asyncio.run(alive(writer))
    assert asyncio.run(alive(log.writer))
    assert not any(asyncio.run(alive(name)) for name in ("", "x", "0", "-1", "99999999999", "12345"))
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    assert not asyncio.run(alive(writer))


def test_asking_who_is_alive_writes_nothing(tmp_path: Path) -> None:
    assert not asyncio.run(JsonlAuditLog(tmp_path / "state" / "audit.jsonl", no_key).alive("5"))
    assert list(tmp_path.iterdir()) == []


async def test_entries_are_the_records_with_their_place_and_the_extent_grows(tmp_path: Path) -> None:
    log = JsonlAuditLog(tmp_path / "audit.jsonl", no_key)
    assert await log.extent() == 0
    await log.append(record("a"), record("b"))
    before = await log.extent()
    found = [item async for item in log.entries() if isinstance(item, Entry)]
    assert [entry.number for entry in found] == [1, 2]
    assert [entry.record for entry in found] == [item async for item in log.records()]
    assert len({entry.hash for entry in found}) == 2
    await log.append(record("c"))
    assert await log.extent() > before > 0
