"""Posture checks of what the internet really reaches: address, route, switch, ACL and groups together."""

from collections.abc import Iterable, Iterator

from ec2tui.core.grammar.protocols import ALL
from ec2tui.core.model.exposure import Exposure, percent
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reachability import Reach, Reachability
from ec2tui.core.rules.network.intervals import intersect
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.ports import guarded
from ec2tui.core.rules.network.reachability import reachability_of_instance

NO_LIMITS = NetworkLimits()

ID, TITLE = "NET-01", "An instance is reachable from the internet on an administration or data store port"

READS = (
    Kind.RULES,
    Kind.INTERFACES,
    Kind.ROUTE_TABLES,
    Kind.NETWORK_ACLS,
    Kind.SUBNETS,
    Kind.VPCS,
    Kind.BLOCK_PUBLIC_ACCESS,
    Kind.PUBLIC_ACCESS_EXCLUSIONS,
    Kind.PREFIX_LISTS,
)
"""What the check needs."""


def reachable_guarded_port(
    inventory: Inventory, instance: Key, limits: NetworkLimits = NO_LIMITS
) -> Finding | None:
    """A port of administration or of a data store that has an address, a route, an open ACL and an open group
    is attacked within minutes. Take one of them away: the public address, the route, or the rule.
    """
    found = reachability_of_instance(inventory, instance)
    if isinstance(found, Missing):
        return None
    reached = [(e, reach.certain) for one in found for reach in one.reach if (e := _guarded(reach, limits))]
    hit = tuple(e for e, certain in reached if certain)
    needs: tuple[str, ...] = ()
    status, reason = FindingStatus.PASS, _blocked(found)
    if hit:
        status, reason = FindingStatus.FAIL, f"The internet reaches it: {_much(hit)}."
    elif reached or any(one.more for one in found):
        status, hit = FindingStatus.UNKNOWN, tuple(e for e, _ in reached)
        told = dict.fromkeys(sentence for one in found for sentence in one.unknown)
        most = f" If nothing else stops it, {_much(hit)}." if hit else ""
        reason = f"Whether the internet reaches it is not known.{most} {' '.join(told)}"
        needs = _needs(inventory, instance)
    rules = tuple(dict.fromkeys(id for e in hit for id in e.rules))
    return Finding(ID, status, Severity.CRITICAL, Kind.INSTANCES, instance, TITLE, reason, hit, needs, rules)


def assess_instances(
    inventory: Inventory, limits: NetworkLimits = NO_LIMITS, instances: Iterable[Key] | None = None
) -> Iterator[Finding]:
    """What the check says about instances (None: all), in the order of their keys."""
    for key in sorted(inventory.table(Kind.INSTANCES) if instances is None else instances):
        finding = reachable_guarded_port(inventory, key, limits)
        if finding is not None:
            yield finding


def _needs(inventory: Inventory, beside: Key) -> tuple[str, ...]:
    readings = (inventory.reading_of(kind, beside) for kind in READS)
    return tuple(dict.fromkeys(r.problem.permission for r in readings if r.problem is not None))


def _guarded(reach: Reach, limits: NetworkLimits) -> Exposure | None:
    """What enough of the internet reaches of a guarded port to count, None when nothing."""
    e = reach.exposure
    names = ("tcp", "udp") if e.protocol == ALL else (e.protocol,)
    ports = (guarded(name, limits.guarded_ports) for name in names)
    hit = e.share >= limits.share and any(intersect(part, ((e.first, e.last),)) for part in ports)
    return e if hit else None


def _much(hit: tuple[Exposure, ...]) -> str:
    worst = max(hit, key=lambda e: e.share)
    what = "everything" if worst.protocol == ALL else worst.traffic
    return f"{what} is reachable from {percent(worst.share)} of the IPv{worst.family} internet"


def _blocked(found: tuple[Reachability, ...]) -> str:
    why = dict.fromkeys(sentence for one in found for sentence in one.blocked)
    return " ".join(why) or "What the internet reaches on it is no administration or data store port."
