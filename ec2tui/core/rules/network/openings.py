"""A rule as what it opens: a family, a span of traffic and a set of addresses."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ec2tui.core.grammar.protocols import ALL, ICMP, LAST_PORT, PORTED, normal
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.intervals import FAMILIES, NOTHING, Interval, Intervals, merge, network

OTHER = "other"
"""Stands for every protocol that no rule names: only a rule for all protocols opens it."""

WHOLE: Interval = (0, LAST_PORT)
"""All ports; and all of ICMP, whose types and codes are numbered type × 256 + code."""

Lists = Callable[[str], PrefixList | None]
"""Finds a prefix list by its id; None when it has not been read."""


class Opening(NamedTuple):
    """What one rule opens in one family.

    `sources` are the addresses at the other side that are named by CIDR or prefix list; `group` is the id of
    the group whose members are let in instead, by their private addresses. `unknown` is the id of a prefix
    list whose entries are not known.
    """

    rule: str
    family: int
    protocol: str
    low: int
    high: int
    sources: Intervals
    group: str = ""
    unknown: str = ""

    def concerns(self, protocol: str) -> bool:
        """Whether it lets traffic of a protocol through; one for all protocols concerns each."""
        return self.protocol in (protocol, ALL)


@lru_cache(maxsize=4096)
def space(protocol: str, first: int | None, last: int | None) -> tuple[str, int, int]:
    """The protocol in normal form with the span that a rule covers (ec2-api, SecurityGroupRuleRequest).

    All protocols, and every one but TCP, UDP and ICMP, are open as a whole whatever ports are given. A span
    without a start (None or -1) is whole too; 0 to 0 is port 0 alone.
    """
    word = normal(protocol)
    if first is None or first < 0 or word not in PORTED | ICMP:
        return word, *WHOLE
    if word in PORTED:
        end = LAST_PORT if last is not None and last < 0 else first if last is None else last
        return word, min(first, end), max(first, end)
    if last is None or last < 0:
        return word, first * 256, first * 256 + 255
    return word, first * 256 + last, first * 256 + last


@lru_cache(maxsize=16384)
def _networks(texts: tuple[str, ...]) -> dict[int, Intervals]:
    """The addresses of CIDRs by family; what is no CIDR covers nothing."""
    parts: dict[int, list[Interval]] = {family: [] for family in FAMILIES}
    for text in texts:
        try:
            family, interval = network(text)
        except ValueError:
            continue
        parts[family].append(interval)
    return {family: merge(found) for family, found in parts.items() if found}


NOWHERE: Interval = (1, 0)
"""The interval of a text that is no CIDR: nothing is in it."""


@lru_cache(maxsize=65536)
def interval_of(text: str) -> tuple[int, Interval]:
    """The family and interval of a CIDR; what is no CIDR is an empty interval."""
    try:
        return network(text)
    except ValueError:
        return 4, NOWHERE


def openings(rule: SecurityGroupRule, lists: Lists) -> Iterator[Opening]:
    """What a rule opens, family by family."""
    protocol, low, high = space(rule.protocol, rule.from_port, rule.to_port)
    name = rule.key.id
    if rule.peer_group_id:
        for family in FAMILIES:
            yield Opening(name, family, protocol, low, high, NOTHING, group=rule.peer_group_id)
        return
    if rule.prefix_list_id:
        found = lists(rule.prefix_list_id)
        if found is None or found.entries is None:
            families = FAMILIES if found is None else (found.family,)
            for family in families:
                yield Opening(name, family, protocol, low, high, NOTHING, unknown=rule.prefix_list_id)
            return
        texts = tuple(entry.cidr for entry in found.entries)
    else:
        texts = tuple(text for text in (rule.cidr, rule.cidr6) if text)
    for family, sources in _networks(texts).items():
        yield Opening(name, family, protocol, low, high, sources)


def lists_of(inventory: Inventory, beside: Key) -> Lists:
    """Finds the prefix lists of the account and region of a resource."""
    table = inventory.table(Kind.PREFIX_LISTS)
    return lambda id: table.get(beside._replace(id=id))


def opened(
    rules: Iterable[SecurityGroupRule], inventory: Inventory, egress: bool = False
) -> tuple[Opening, ...]:
    """What rules of one direction open together, in their order."""
    found: list[Opening] = []
    for rule in rules:
        if rule.egress is egress:
            found.extend(openings(rule, lists_of(inventory, rule.key)))
    return tuple(found)
