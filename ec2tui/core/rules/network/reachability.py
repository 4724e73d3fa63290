"""Is it really reachable from the internet? Address, route, public-access switch, ACL both ways, groups."""

from collections.abc import Iterator

from ec2tui.core.grammar.protocols import ALL
from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.network_acl import NetworkAcl
from ec2tui.core.model.reachability import Reach, Reachability
from ec2tui.core.model.route_table import RouteTable
from ec2tui.core.rules.network.acl import answers, passages
from ec2tui.core.rules.network.effective import rules_of_interface, unknown_lists
from ec2tui.core.rules.network.index import group_keys, index_of, interface_of, interfaces_of
from ec2tui.core.rules.network.intervals import (
    EVERYTHING,
    FAMILIES,
    Intervals,
    interval_of_address,
    public,
    share,
)
from ec2tui.core.rules.network.openings import OTHER, Opening, opened
from ec2tui.core.rules.network.readings import rules_unread, unread
from ec2tui.core.rules.network.segments import Segment, protocols_of, segments, traffic_text
from ec2tui.core.rules.network.surroundings import Routed, narrowed, routed, shut_out, surroundings_of

NAME = {4: "IPv4", 6: "IPv6"}


def reachability_of_instance(inventory: Inventory, key: Key) -> tuple[Reachability, ...] | Missing:
    """What the internet reaches on each interface of an instance, in their order; or why there is none."""
    instance = inventory.instance(key)
    if isinstance(instance, Missing):
        return instance
    found = tuple(reachability_of(inventory, one) for one in interfaces_of(inventory, instance))
    if instance.state != "running":
        note = (f"The instance is {instance.state}: nothing answers.",)
        return tuple(Reachability(one.interface, blocked=note, indirect=one.indirect) for one in found)
    return found


def reachability_of_interface(inventory: Inventory, key: Key) -> Reachability | Missing:
    """What the internet reaches on one interface, or why that is not known."""
    interface = interface_of(inventory, index_of(inventory), key)
    return reachability_of(inventory, interface) if interface else inventory.missing(Kind.INTERFACES, key)


def reachability_of(inventory: Inventory, interface: NetworkInterface) -> Reachability:
    """What the internet reaches on an interface, family by family."""
    reach: list[Reach] = []
    blocked: list[str] = []
    unknown: dict[str, None] = {}
    more = False
    paths = [(family, _path(inventory, interface, family)) for family in FAMILIES]
    led = any(not isinstance(path, str) for _, path in paths)
    rules = rules_of_interface(inventory, interface) if led else ()
    openings = opened(rules, inventory)
    own = rules_unread(inventory, group_keys(interface)) if led else ()
    for family, path in paths:
        if isinstance(path, str):
            blocked.append(path)
            continue
        let = tuple(o for o in openings if o.family == family)
        hidden = (*own, *unknown_lists(inventory, rules, let))
        if not hidden and not any(public(o.sources, family) for o in let):
            blocked.append(f"No rule lets {NAME[family]} in from the internet.")
            continue
        found = tuple(_reach(path, let, family))
        if not found and not hidden and not path.unknown:
            blocked.append(f"Nothing of what rules let in by {NAME[family]} gets through {path.names}.")
        reach += found
        more = more or bool(hidden)
        unknown.update(dict.fromkeys((*path.unknown, *hidden)))
    notes = _indirect(inventory, interface)
    return Reachability(interface.key, tuple(reach), tuple(blocked), notes, tuple(unknown), more)


class _Path:
    """How the internet gets to an interface in one family, as far as it is known."""

    def __init__(
        self,
        addresses: tuple[str, ...],
        table: RouteTable | None,
        way: Routed,
        acl: NetworkAcl | None,
        unknown: tuple[str, ...],
    ) -> None:
        self.addresses, self.table, self.way, self.acl, self.unknown = addresses, table, way, acl, unknown

    @property
    def names(self) -> str:
        """The table and the ACL by their ids."""
        return ", ".join(item.key.id for item in (self.table, self.acl) if item is not None)

    @property
    def route(self) -> str:
        """The table and the gateways, as one text."""
        return f"{self.table.key.id} → {', '.join(self.way.gateways)}" if self.table else ""


def _path(inventory: Inventory, interface: NetworkInterface, family: int) -> _Path | str:
    """The way in, or the sentence that says why there is none."""
    addresses = _addresses(interface, family)
    if not addresses:
        return f"It has no public {NAME[family]} address."
    around = surroundings_of(inventory)
    closed, unknown = shut_out(inventory, interface)
    if closed:
        return closed
    table = around.table(interface)
    way = Routed(EVERYTHING[family], (), ())
    if table is not None:
        way = routed(inventory, table, family)
        if not way.sources:
            return f"The route table {table.key.id} leads no {NAME[family]} to an internet gateway."
    acl = around.acl(interface)
    missing = list(unknown)
    if table is None:
        missing += unread(inventory, interface.key, Kind.ROUTE_TABLES) or (
            f"The route table of {interface.subnet_id or interface.key.id} is not among those read.",
        )
    if acl is None:
        missing += unread(inventory, interface.key, Kind.NETWORK_ACLS) or (
            f"The network ACL of {interface.subnet_id or interface.key.id} is not among those read.",
        )
    return _Path(addresses, table, way, acl, (*missing, *way.unknown))


def _addresses(interface: NetworkInterface, family: int) -> tuple[str, ...]:
    if family == 4:
        return interface.public_ips
    return tuple(ip for ip in interface.ipv6 if public((interval_of_address(ip),), 6))


def _reach(path: _Path, openings: tuple[Opening, ...], family: int) -> Iterator[Reach]:
    """What gets through rules and ACL; what all protocols have in common is told once."""
    everywhere: list[tuple[int, int, Intervals]] = []
    for protocol in sorted(protocols_of(openings), key=lambda name: name != OTHER):
        for segment in segments(openings, family, protocol):
            for low, high, sources, acl in _through_acl(path, segment, family, protocol):
                if protocol == OTHER:
                    everywhere.append((low, high, sources))
                elif (low, high, sources) in everywhere:
                    continue
                rules = tuple(sorted({o.rule for o in segment.openings if public(o.sources, family)}))
                word = ALL if protocol == OTHER else protocol
                text = traffic_text(word, low, high)
                measured = Exposure(family, word, low, high, text, share(sources, family), rules)
                yield Reach(measured, path.addresses, path.route, acl, not path.unknown)


def _through_acl(
    path: _Path, segment: Segment, family: int, protocol: str
) -> Iterator[tuple[int, int, Intervals, tuple[str, ...]]]:
    sources = public(narrowed(segment.sources, path.way.sources), family)
    if not sources:
        return
    if path.acl is None:
        yield segment.low, segment.high, sources, ()
        return
    name = path.acl.key.id
    back = answers(path.acl, family, protocol, sources)
    if back is None:
        return
    out = tuple(f"{name} out {number}" for number in back.entries)
    for part in passages(path.acl, False, family, protocol, back.sources, (segment.low, segment.high)):
        yield part.low, part.high, part.sources, (*(f"{name} in {number}" for number in part.entries), *out)


def _indirect(inventory: Inventory, interface: NetworkInterface) -> tuple[str, ...]:
    """Other ways by which the internet may come, which rules and routes of the interface do not tell."""
    around = surroundings_of(inventory)
    table = around.table(interface) if around.edges else None
    notes = []
    for gateway in dict.fromkeys(route.target for route in table.routes) if table else ():
        edge = around.edges.get(interface.key._replace(id=gateway))
        if edge is not None and gateway.startswith("igw-"):
            notes.append(
                f"{edge.key.id} sends what comes in through {gateway} elsewhere first, as to a firewall."
            )
    return tuple(notes)
