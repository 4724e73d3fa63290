"""Rules that could go without closing anything: duplicate, shadowed by one, or redundant with several."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from ec2tui.core.grammar.protocols import ALL
from ec2tui.core.grammar.spec import spec_of
from ec2tui.core.model.effective import Covered
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.intervals import WIDTH, Interval, covers, merge, size
from ec2tui.core.rules.network.openings import (
    OTHER,
    Lists,
    Opening,
    interval_of,
    lists_of,
    openings,
    space,
)
from ec2tui.core.rules.network.segments import segments


class _Opened(NamedTuple):
    """A rule with what it opens, and the hull of that, to tell at a glance what cannot have to do with it.

    `peers` are the group or list that is let in (empty: addresses); `hull` has the first and the last address
    of each family.
    """

    rule: SecurityGroupRule
    openings: tuple[Opening, ...]
    protocol: str
    low: int
    high: int
    peers: str
    hull: dict[int, Interval]


def _opened(rule: SecurityGroupRule, lists: Lists) -> _Opened:
    found = tuple(openings(rule, lists))
    protocol, low, high = space(rule.protocol, rule.from_port, rule.to_port)
    peers = next((o.group or o.unknown for o in found), "")
    hull = {o.family: (o.sources[0][0], o.sources[-1][1]) for o in found if o.sources}
    return _Opened(rule, found, protocol, low, high, peers, hull)


def coverage(rules: Iterable[SecurityGroupRule], inventory: Inventory) -> tuple[Covered, ...]:
    """What of rules, of one group or of all groups of an interface, says nothing that the rest does not say.

    All that is told can go at once: what covers a rule is never one that could go too.
    """
    known = [_opened(rule, lists_of(inventory, rule.key)) for rule in rules]
    found = []
    for egress in (False, True):
        rest = [one for one in known if one.rule.egress is egress]
        useless = []
        for one in sorted(rest, key=_narrowness):
            others = [other for other in rest if other is not one]
            if _covered(one, others) is not None:
                rest = others
                useless.append(one)
        found += [covered for one in useless if (covered := _covered(one, rest)) is not None]
    return tuple(found)


class Halves(NamedTuple):
    """Two rules of a group that say the same of both halves of a network: one rule would do."""

    rules: tuple[str, str]
    cidr: str


def mergeable(rules: Iterable[SecurityGroupRule]) -> tuple[Halves, ...]:
    """The pairs of rules that could be one, each rule in one pair at most."""
    seen: dict[tuple[object, ...], SecurityGroupRule] = {}
    found = []
    for rule in rules:
        text = rule.cidr or rule.cidr6
        family, (low, high) = interval_of(text or "")
        size_ = high - low + 1
        if size_ <= 0 or (low, size_) == (0, 2 ** WIDTH[family]):
            continue
        whole = low - low % (2 * size_)
        place = (rule.group_id, rule.egress, *space(rule.protocol, rule.from_port, rule.to_port))
        other = seen.pop((*place, family, whole, size_), None)
        if other is None:
            seen[(*place, family, whole, size_)] = rule
        elif interval_of(other.cidr or other.cidr6 or "")[1] != (low, high):
            length = WIDTH[family] - (2 * size_ - 1).bit_length()
            address = IPv4Address(whole) if family == 4 else IPv6Address(whole)
            found.append(Halves((other.key.id, rule.key.id), f"{address}/{length}"))
    return tuple(found)


def covering(
    rule: SecurityGroupRule, others: Iterable[SecurityGroupRule], inventory: Inventory
) -> Covered | None:
    """How other rules of the same direction let through all that one does, None when they do not."""
    lists = lists_of(inventory, rule.key)
    known = [_opened(one, lists) for one in others if one.egress is rule.egress]
    return _covered(_opened(rule, lists), known)


def _narrowness(one: _Opened) -> tuple[int, int, str]:
    """The narrowest first; of equal ones the younger id, so that the older is kept."""
    opened, id_ = one.openings, one.rule.key.id
    width = sum((o.high - o.low + 1) * (65536 if o.protocol == ALL else 1) for o in opened)
    return width, sum(size(o.sources) for o in opened), "".join(chr(0x10FFFF - ord(c)) for c in id_)


def _covered(one: _Opened, others: Sequence[_Opened]) -> Covered | None:
    if not one.openings:
        return None
    near = _near(one, others)
    for other in near:
        if _covers(other.openings, one.openings):
            how = "duplicate" if spec_of(other.rule).identity == spec_of(one.rule).identity else "shadowed"
            return Covered(one.rule.key.id, (other.rule.key.id,), how)
    together = tuple(o for other in near for o in other.openings)
    if len(near) > 1 and _covers(together, one.openings):
        return Covered(one.rule.key.id, tuple(other.rule.key.id for other in near), "redundant")
    return None


def _near(one: _Opened, others: Iterable[_Opened]) -> list[_Opened]:
    """Those that open something of the same."""
    _, _, protocol, low, high, peers, hull = one
    found = []
    for other in others:
        if other.low > high or other.high < low or other.peers != peers:
            continue
        if other.protocol not in (protocol, ALL):
            continue
        if peers or any(
            family in other.hull and first <= other.hull[family][1] and last >= other.hull[family][0]
            for family, (first, last) in hull.items()
        ):
            found.append(other)
    return found


def _touches(other: Opening, mine: Opening) -> bool:
    same = other.family == mine.family and other.concerns(OTHER if mine.protocol == ALL else mine.protocol)
    return same and other.low <= mine.high and other.high >= mine.low


def _covers(by: Sequence[Opening], opened: Sequence[Opening]) -> bool:
    return all(_covers_one(by, mine) for mine in opened)


def _covers_one(by: Sequence[Opening], mine: Opening) -> bool:
    protocol = OTHER if mine.protocol == ALL else mine.protocol
    if mine.group or mine.unknown:
        same = [o for o in by if (o.group, o.unknown) == (mine.group, mine.unknown) and _touches(o, mine)]
        return covers(merge((o.low, o.high) for o in same), ((mine.low, mine.high),))
    spans = []
    for segment in segments(by, mine.family, protocol, (mine.low, mine.high)):
        if not covers(segment.sources, mine.sources):
            return False
        spans.append((segment.low, segment.high))
    return covers(merge(spans), ((mine.low, mine.high),))
