"""Sets of addresses as integer intervals, and how much of the public internet one covers."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

Interval = tuple[int, int]
"""First and last number, both included."""

Intervals = tuple[Interval, ...]
"""A set of numbers: sorted, and neither overlapping nor touching."""

NOTHING: Intervals = ()

FAMILIES = (4, 6)
"""IPv4 and IPv6 are disjoint worlds: no interval of one says anything about the other."""

WIDTH = {4: 32, 6: 128}
"""How many bits an address of a family has."""


def merge(parts: Iterable[Interval]) -> Intervals:
    """The set of all numbers of these intervals, in any order."""
    merged: list[Interval] = []
    for low, high in sorted(parts):
        if merged and low <= merged[-1][1] + 1:
            if high > merged[-1][1]:
                merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def union(sets: Iterable[Intervals]) -> Intervals:
    """Everything that is in any of the sets."""
    distinct = dict.fromkeys(sets)
    if len(distinct) == 1:
        return next(iter(distinct))
    return merge(part for intervals in distinct for part in intervals)


def intersect(first: Intervals, second: Intervals) -> Intervals:
    """What is in both sets."""
    found: list[Interval] = []
    at = other = 0
    while at < len(first) and other < len(second):
        low, high = max(first[at][0], second[other][0]), min(first[at][1], second[other][1])
        if low <= high:
            found.append((low, high))
        if first[at][1] < second[other][1]:
            at += 1
        else:
            other += 1
    return tuple(found)


def subtract(whole: Intervals, taken: Intervals) -> Intervals:
    """What is in the first set and not in the second."""
    left: list[Interval] = []
    for start, high in whole:
        low = start
        for first, last in taken:
            if last < low or first > high:
                continue
            if first > low:
                left.append((low, first - 1))
            low = last + 1
        if low <= high:
            left.append((low, high))
    return tuple(left)


def covers(whole: Intervals, part: Intervals) -> bool:
    """Whether everything of the second set is in the first."""
    return intersect(whole, part) == part


def size(intervals: Intervals) -> int:
    """How many numbers the set has."""
    return sum(high - low + 1 for low, high in intervals)


@lru_cache(maxsize=65536)
def network(text: str) -> tuple[int, Interval]:
    """The family (4 or 6) and the interval of a CIDR, host bits ignored as AWS does; ValueError."""
    parsed: IPv4Network | IPv6Network = ip_network(text, strict=False)
    return parsed.version, (int(parsed.network_address), int(parsed.broadcast_address))


def interval_of_address(text: str) -> Interval:
    """The interval of one address; ValueError."""
    return network(text)[1]


EVERYTHING: dict[int, Intervals] = {family: ((0, 2**bits - 1),) for family, bits in WIDTH.items()}
"""All addresses of a family."""

NOT_PUBLIC_IPV4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
"""IPv4 blocks that no packet from the internet comes from."""

GLOBAL_IPV6 = "2000::/3"
"""The only block of IPv6 that is handed out for the internet (RFC 4291, IANA)."""

PUBLIC: dict[int, Intervals] = {
    4: subtract(EVERYTHING[4], merge(network(text)[1] for text in NOT_PUBLIC_IPV4)),
    6: (network(GLOBAL_IPV6)[1],),
}
"""The public internet of a family."""

_TOTAL = {family: size(intervals) for family, intervals in PUBLIC.items()}


def public(intervals: Intervals, family: int) -> Intervals:
    """The part of a set that is on the public internet."""
    return intersect(intervals, PUBLIC[family])


@lru_cache(maxsize=65536)
def share(intervals: Intervals, family: int) -> float:
    """How much of the family's public internet a set covers, from 0 to 1."""
    return size(public(intervals, family)) / _TOTAL[family]


@lru_cache(maxsize=65536)
def prefix_length(intervals: Intervals, family: int) -> int | None:
    """The length of the prefix that would hold the widest public run of a set; None without a public part.

    A run that is no power of two counts as the next wider prefix, so that neighbours are not split apart.
    """
    widest = max((high - low + 1 for low, high in public(intervals, family)), default=0)
    return WIDTH[family] - (widest - 1).bit_length() if widest else None
