"""Judges an inventory: the checks of security groups on each group, and on interfaces where groups add up."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.network.index import (
    Index,
    Public,
    group_keys,
    index_of,
    interface_of,
    public_of,
    rules_alone,
    sets_of,
)
from ec2tui.core.rules.network.intervals import FAMILIES
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.places import touch
from ec2tui.core.rules.posture.check import Check, Judged
from ec2tui.core.rules.posture.security_groups import CHECKS

NO_LIMITS = NetworkLimits()


def findings_of_group(
    inventory: Inventory,
    group: Key,
    limits: NetworkLimits = NO_LIMITS,
    now: float = 0.0,
    checks: tuple[Check, ...] = CHECKS,
) -> tuple[Finding, ...]:
    """What checks of groups say about a group; `now` in epoch seconds."""
    return _of_group(inventory, index_of(inventory), group, limits, now, checks)


def _of_group(
    inventory: Inventory,
    index: Index,
    group: Key,
    limits: NetworkLimits,
    now: float,
    checks: tuple[Check, ...] = CHECKS,
) -> tuple[Finding, ...]:
    place = Judged(inventory, index, group, (group,), limits, now)
    return tuple(check.finding(place, Kind.SECURITY_GROUPS) for check in checks)


def findings_of_interface(
    inventory: Inventory, interface: Key, limits: NetworkLimits = NO_LIMITS, now: float = 0.0
) -> tuple[Finding, ...]:
    """What the checks say about the groups of an interface added up; nothing of one that is not known."""
    found = interface_of(inventory, index_of(inventory), interface)
    return () if found is None else findings_of_groups_of(inventory, found, limits, now)


def findings_of_groups_of(
    inventory: Inventory, interface: NetworkInterface, limits: NetworkLimits = NO_LIMITS, now: float = 0.0
) -> tuple[Finding, ...]:
    """What the checks say about the groups of an interface that is at hand; nobody else is looked at."""
    index = rules_alone(inventory)
    place = Judged(inventory, index, interface.key, group_keys(interface), limits, now)
    return tuple(check.finding(place, Kind.INTERFACES) for check in CHECKS if check.grouped)


def findings_together(
    inventory: Inventory, group: Key, limits: NetworkLimits = NO_LIMITS, now: float = 0.0
) -> tuple[Finding, ...]:
    """What fails only because interfaces are in a group and in others too: each check once."""
    index = index_of(inventory)
    found: dict[str, Finding] = {}
    for key, together in _together(inventory, index, (group,), limits):
        place = Judged(inventory, index, key, together, limits, now)
        alone = [Judged(inventory, index, one, (one,), limits, now) for one in together]
        for check in CHECKS:
            if not (check.grouped and check.measured) or check.id in found:
                continue
            finding = check.finding(place, Kind.INTERFACES)
            if finding.status is FindingStatus.FAIL and not any(_fails(check, one) for one in alone):
                others = ", ".join(one.id for one in together if one != group)
                reason = f"{finding.reason} So it is together with {others}, on {key.id}."
                found[check.id] = msgspec.structs.replace(finding, reason=reason)
    return tuple(found.values())


def _fails(check: Check, place: Judged) -> bool:
    return check.finding(place, Kind.SECURITY_GROUPS).status is FindingStatus.FAIL


def assess_groups(
    inventory: Inventory,
    limits: NetworkLimits = NO_LIMITS,
    now: float = 0.0,
    groups: Iterable[Key] | None = None,
) -> Iterator[Finding]:
    """What every check says about groups (None: all), and where several of them fail together on interfaces.

    An interface is told of only for what none of its groups fails by itself, once for all in the same groups.
    Whether the rules of its groups say the same twice is left to `findings_of_interface`.
    """
    index = index_of(inventory)
    wanted = tuple(sorted(inventory.table(Kind.SECURITY_GROUPS) if groups is None else groups))
    failing: dict[Key, frozenset[str]] = {}
    for group in wanted:
        findings = _of_group(inventory, index, group, limits, now)
        failing[group] = frozenset(f.check for f in findings if f.status is FindingStatus.FAIL)
        yield from findings
    yield from assess_together(inventory, failing, limits, now)


def assess_together(
    inventory: Inventory,
    failing: Mapping[Key, frozenset[str]],
    limits: NetworkLimits = NO_LIMITS,
    now: float = 0.0,
) -> Iterator[Finding]:
    """Where groups fail together, on interfaces, what none of them fails by itself.

    `failing` has the ids of the checks that each group fails, also those that fail none.
    """
    index = index_of(inventory)
    nobody: frozenset[str] = frozenset()
    for key, together in _together(inventory, index, failing, limits):
        known = nobody.union(*(failing.get(one, nobody) for one in together))
        place = Judged(inventory, index, key, together, limits, now)
        for check in CHECKS:
            if check.grouped and check.measured and check.id not in known:
                finding = check.finding(place, Kind.INTERFACES)
                if finding.status is FindingStatus.FAIL:
                    yield finding


def _together(
    inventory: Inventory, index: Index, wanted: Iterable[Key], limits: NetworkLimits
) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """An interface for each set of groups that could open more together than by themselves, with the set."""
    same: dict[tuple[Key, ...], Key] = {}
    for group in wanted:
        for names, keys in sets_of(inventory, index, group).items():
            if len(names) > 1:
                together = tuple(group._replace(id=name) for name in sorted(names))
                same[together] = min(*keys, same.get(together, keys[0]))
    for together, first in same.items():
        parts = [found for one in together if (found := public_of(inventory, index, one)).sources]
        if _add_up(parts, limits.share):
            yield first, together


def _add_up(parts: list[Public], least: float) -> bool:
    for family in FAMILIES:
        sources = [part.sources[family] for part in parts if part.sources[family]]
        if len(sources) < 2:
            continue
        if sum(part.shares[family] for part in parts) >= least:
            return True
        if any(touch(first, second) for first, second in combinations(dict.fromkeys(sources), 2)):
            return True
    return False
