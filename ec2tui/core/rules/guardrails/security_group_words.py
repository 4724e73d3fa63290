"""The words of verdicts on security groups: spans, places, and the narrower line that would pass."""

from collections.abc import Iterable
from ipaddress import ip_address

from ec2tui.core.grammar.protocols import name
from ec2tui.core.model.exposure import percent
from ec2tui.core.rules.network.cells import Cell
from ec2tui.core.rules.network.intervals import WIDTH, Interval, merge
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.openings import OTHER
from ec2tui.core.rules.network.places import Place
from ec2tui.core.rules.network.segments import traffic_text

FAMILY = {4: "IPv4", 6: "IPv6"}

FEW = 4
"""How many spans a sentence names before it counts the rest."""


def named(protocol: str) -> str:
    """The word for a protocol."""
    return "all protocols" if protocol == OTHER else name(protocol)


def spans_text(protocol: str, parts: Iterable[Interval]) -> str:
    """Spans of ports as rule lines say them, the first few by name."""
    merged = merge(parts)
    words = [traffic_text(protocol, low, high) for low, high in merged[:FEW]]
    more = f" and {len(merged) - FEW} more" if len(merged) > FEW else ""
    return ", ".join(words) + more


def over(cell: Cell) -> str:
    """What was open before, as an insertion; nothing when nothing was."""
    was = cell.shares[0]
    return f" (now {percent(was)})" if was else ""


def whose(place: Place) -> str:
    """Which groups make it so together; nothing for a group by itself."""
    if place.alone or not place.interfaces:
        return ""
    groups = " and ".join(key.id for key in place.now)
    more = f" and {place.interfaces - 1} more" if place.interfaces > 1 else ""
    together = " together" if len(place.now) > 1 else ""
    return f" by {groups}{together} on {place.subject.id.strip('()')}{more}"


def from_me(cell: Cell, span: Interval | None = None) -> str:
    """The line that lets in only where the user is."""
    low, high = span or (cell.low, cell.high)
    return f"{traffic_text(cell.protocol, low, high)} from my-ip for 1h"


def narrower(cell: Cell, limits: NetworkLimits) -> str:
    """The line with the widest source that needs no confirmation, at the start of the widest one there is."""
    low, _ = max(cell.sources[1], key=lambda part: part[1] - part[0])
    length = limits.widest(cell.family)
    shift = WIDTH[cell.family] - length
    first = -(-low >> shift) << shift
    return f"{cell.traffic} from {ip_address(first) if cell.family == 4 else _ipv6(first)}/{length}"


def _ipv6(number: int) -> str:
    return str(ip_address(number.to_bytes(16, "big")))
