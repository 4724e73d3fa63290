"""Proves that an audit file is whole, or names each line where it is not; no files here."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ec2tui.adapters.local.audit_chain import Head, seal_holds
from ec2tui.adapters.local.audit_scan import Line
from ec2tui.core.model.record import GENESIS, Fault, FaultKind, RecordKind

DOUBT = "doubt"
"""The outcome of a note that the log itself writes when it finds its own file not as it left it."""


class Link:
    """What verifying keeps of a line: its place, and its entry without the record (number None: no entry)."""

    __slots__ = ("hash", "line", "number", "previous", "whole")

    def __init__(self, item: Line) -> None:
        entry = item.entry
        self.line = item.number
        self.whole = item.whole
        self.number = entry.number if entry else None
        self.previous = entry.previous if entry else ""
        self.hash = entry.hash if entry else ""


def verify(items: Iterable[Line], head: Head | None, key: bytes | None) -> tuple[Fault, ...]:
    """All faults of a file; a `key` tells that this machine has sealed its head before."""
    links: list[Link] = []
    faults: list[Fault] = []
    for item in items:
        links.append(Link(item))
        record = item.entry.record if item.entry else None
        if record is not None and record.kind is RecordKind.NOTE and record.outcome == DOUBT:
            faults.append(Fault(item.number, FaultKind.NOTED, f"noted when written: {record.message}"))
    faults += _chain(links)
    faults += _head(links, head)
    faults += _seal(links, head, key)
    return tuple(sorted(faults, key=lambda fault: (fault.line == 0, fault.line)))


def _chain(links: list[Link]) -> Iterator[Fault]:
    """Walks the entries in the file's order; lines that are no entry are settled by their neighbours."""
    counts: Counter[int | None] = Counter(link.number for link in links if link.number is not None)
    number, last, at = 0, GENESIS, 0
    strange: list[Link] = []
    for link in links:
        if link.number is None:
            strange.append(link)
            continue
        missing = range(number + 1, link.number)
        yield from _strange(strange, sum(n not in counts for n in missing))
        yield from _step(link, (number, last, at), counts, len(strange))
        strange = []
        number, last, at = link.number, link.hash, link.line
    yield from _strange(strange, 0)


def _step(
    link: Link, before: tuple[int, str, int], counts: Counter[int | None], strange: int
) -> Iterator[Fault]:
    """What is wrong between an entry and the one before it (its number, hash and line)."""
    number, last, at = before
    assert link.number is not None
    if link.number == number + 1:
        if link.previous != last:
            where = at or link.line
            yield Fault(where, FaultKind.EDITED, f"line {link.line} says that another line stood before it")
        return
    if counts[link.number] > 1 and link.number <= number:
        yield Fault(link.line, FaultKind.REPEATED, f"record {link.number} is here again")
        return
    missing = [n for n in range(number + 1, link.number) if n not in counts]
    if len(missing) > strange:
        yield Fault(link.line, FaultKind.REMOVED, f"before this line {_gone(missing[0], missing[-1])}")
    if link.number <= number or len(missing) < link.number - number - 1:
        yield Fault(link.line, FaultKind.REORDERED, f"record {link.number} follows record {number}")


def _strange(strange: list[Link], missing: int) -> Iterator[Fault]:
    """Lines that are no entry: as many as records are missing were edited, the others never were records."""
    for at, link in enumerate(strange):
        if not link.whole:
            yield Fault(link.line, FaultKind.TORN, "the line was not written to its end")
        elif at < missing:
            yield Fault(link.line, FaultKind.EDITED, "the line does not match its hash")
        else:
            yield Fault(
                link.line, FaultKind.TORN, "the line is no record: torn when written, edited or put in"
            )


def _gone(first: int, last: int) -> str:
    return f"record {first} is missing" if first == last else f"records {first} to {last} are missing"


def _head(links: list[Link], head: Head | None) -> Iterator[Fault]:
    entries = [link for link in links if link.number is not None]
    if head is None:
        if links:
            yield Fault(0, FaultKind.HEAD, "the head file is missing or damaged: a cut tail would not show")
        return
    last = max((link.number or 0 for link in entries), default=0)
    at = next((link for link in reversed(entries) if link.number == head.count), None)
    if last < head.count:
        end = links[-1].line if links else 0
        said = f"{'after this line ' if end else ''}{_gone(last + 1, head.count)}"
        yield Fault(end, FaultKind.CUT, said)
    elif at is not None and at.hash != head.hash:
        yield Fault(at.line, FaultKind.HEAD, "the line is not the one that the head names")
    if last > head.count:
        beyond = next(link for link in entries if (link.number or 0) > head.count)
        yield Fault(
            beyond.line, FaultKind.HEAD, f"from this line on the head ({head.count}) knows of nothing"
        )


def _seal(links: list[Link], head: Head | None, key: bytes | None) -> Iterator[Fault]:
    sealed = head.sealed if head else None
    if sealed is None:
        if key is not None:
            what = "the head was sealed on this machine, and is not now"
            yield Fault(0, FaultKind.SEAL, what if links or head else "the record was here, and is gone")
        return
    if key is not None and not seal_holds(sealed, key):
        yield Fault(0, FaultKind.SEAL, "the head's seal was not made with this machine's key")
        return
    if head is not None and sealed.count > head.count:
        yield Fault(0, FaultKind.HEAD, f"the head says {head.count}, and was sealed at {sealed.count}")
    if not any(link.number == sealed.count and link.hash == sealed.hash for link in links):
        yield Fault(
            0, FaultKind.SEAL, f"record {sealed.count}, where the seal was set, is missing or changed"
        )
