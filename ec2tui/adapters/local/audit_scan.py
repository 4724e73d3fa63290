"""Reads the audit file line by line, forwards or backwards, and finds where its chain goes on from a head."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ec2tui.adapters.local.audit_chain import Head, advance, read_line
from ec2tui.core.model.record import Entry

_BLOCK = 65_536


class Line(msgspec.Struct, frozen=True):
    """One line of the file: where it stands (from 1), its entry if it is one, whether it has its newline."""

    number: int
    entry: Entry | None
    whole: bool


class Recovery(msgspec.Struct, frozen=True):
    """Where to go on writing, what is doubtful about the place, and whether a newline is owed first."""

    head: Head
    doubts: tuple[str, ...] = ()
    newline: bool = False


def lines(raw: Iterable[bytes]) -> Iterator[Line]:
    """The lines of an open file, in order."""
    for number, text in enumerate(raw, 1):
        yield Line(number, read_line(text), text.endswith(b"\n"))


def raw_lines_backwards(path: Path, size: int) -> Iterator[bytes]:
    """The lines of the first `size` bytes, from the last to the first; one block in memory at a time."""
    with path.open("rb") as file:
        end = size
        rest = b""
        while end:
            start = max(0, end - _BLOCK)
            file.seek(start)
            parts = (file.read(end - start) + rest).split(b"\n")
            end = start
            whole = [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
            rest = whole[0]
            yield from reversed(whole[1:])
        if rest:
            yield rest


def recover(raw: Iterable[bytes], size: int, head: Head | None, damaged: bool) -> Recovery:
    """Where the chain goes on in a file that is not as its head says; the head's word counts over the file's.

    Lines that carry the chain on from the head were written by a program that died before it wrote the head.
    Whatever else differs leaves a gap in the numbers, or a line that is none, and so shows for ever.
    """
    known = head or Head()
    found = known.count == 0
    extra = 0
    whole = True
    for item in lines(raw):
        entry, whole = item.entry, item.whole
        if entry is None:
            continue
        if head is None:
            known, found = msgspec.structs.replace(known, count=entry.number, hash=entry.hash), True
        elif entry.number == known.count and entry.hash == known.hash:
            found = True
        elif entry.number == known.count + 1 and entry.previous == known.hash:
            known, extra = advance(known, entry), extra + 1
    told = (
        (head is None and damaged, "the head file was damaged"),
        (head is None and not damaged and size > 0, "the head file was missing"),
        (not found, f"record {head.count if head else 0}, the last one, was missing or changed"),
        (extra > 0, f"the last {extra} before this were not in the head"),
        (not whole, "the line before was torn"),
    )
    doubts = tuple(text for holds, text in told if holds)
    return Recovery(msgspec.structs.replace(known, size=size), doubts, newline=not whole)
