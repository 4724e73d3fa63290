"""Network ACLs: ordered and stateless, so that the answer needs its own way out."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ec2tui.core.grammar.protocols import ALL, ICMP, normal
from ec2tui.core.model.network_acl import AclEntry, NetworkAcl
from ec2tui.core.rules.network.intervals import Interval, Intervals, intersect, subtract, union
from ec2tui.core.rules.network.openings import WHOLE, interval_of, space

EPHEMERAL: Interval = (1024, 65535)
"""The ports from which clients call: the answer goes back there (VPC user guide, network ACLs)."""


class Passage(NamedTuple):
    """A span of ports with the addresses that an ACL lets through, and the numbers of the entries that do."""

    low: int
    high: int
    sources: Intervals
    entries: tuple[int, ...]


def passages(
    acl: NetworkAcl, egress: bool, family: int, protocol: str, wanted: Intervals, span: Interval = WHOLE
) -> Iterator[Passage]:
    """What of the wanted addresses an ACL lets through, by span: the first entry that matches decides."""
    entries = sorted(
        (e for e in acl.entries if e.egress is egress and _concerns(e, family, protocol)),
        key=lambda e: e.number,
    )
    first, last = span
    spans = [(entry, _span(entry, protocol)) for entry in entries]
    edges = {first, last + 1}
    for _, (low, high) in spans:
        edges |= {edge for edge in (low, high + 1) if first < edge <= last}
    for low, end in pairwise(sorted(edges)):
        allowed: list[Intervals] = []
        used = []
        undecided = wanted
        for entry, (start, stop) in spans:
            if not undecided or start > low or stop < end - 1:
                continue
            part = intersect(undecided, (interval_of(entry.cidr or entry.cidr6 or "")[1],))
            if not part:
                continue
            undecided = subtract(undecided, part)
            if entry.allow:
                allowed.append(part)
                used.append(entry.number)
        if allowed:
            yield Passage(low, end - 1, union(allowed), tuple(used))


def answers(acl: NetworkAcl, family: int, protocol: str, wanted: Intervals) -> Passage | None:
    """To whom of the wanted addresses an answer may go back, on any port from which a client calls."""
    span = WHOLE if protocol in ICMP else EPHEMERAL
    found = list(passages(acl, True, family, protocol, wanted, span))
    if not found:
        return None
    entries = tuple(dict.fromkeys(number for one in found for number in one.entries))
    return Passage(*span, union(one.sources for one in found), entries)


def _concerns(entry: AclEntry, family: int, protocol: str) -> bool:
    text = entry.cidr if family == 4 else entry.cidr6
    return bool(text) and normal(entry.protocol) in (protocol, ALL)


def _span(entry: AclEntry, protocol: str) -> Interval:
    """The ports (or ICMP types and codes) of an entry; of all when it is for all protocols."""
    word = normal(entry.protocol)
    if word == ALL:
        return WHOLE
    first, last = (entry.icmp_type, entry.icmp_code) if word in ICMP else (entry.from_port, entry.to_port)
    return space(protocol, first, last)[1:]
