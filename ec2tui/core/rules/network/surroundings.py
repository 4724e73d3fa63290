"""What surrounds an interface: the route table and ACL of its subnet, and the switch against the internet."""

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from ec2tui.core.model.block_public_access import OPTIONS_ID, BlockPublicAccess, PublicAccessExclusion
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.network_acl import NetworkAcl
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.rules.network.intervals import (
    EVERYTHING,
    NOTHING,
    Interval,
    Intervals,
    intersect,
    public,
    size,
    subtract,
    union,
)
from ec2tui.core.rules.network.openings import interval_of
from ec2tui.core.rules.network.readings import list_unread, unread


class Surroundings(NamedTuple):
    """Tables and ACLs by the key of a subnet, main tables by the key of a VPC, edge tables by a gateway's."""

    tables: dict[Key, RouteTable]
    main: dict[Key, RouteTable]
    acls: dict[Key, NetworkAcl]
    edges: dict[Key, RouteTable]

    def table(self, interface: NetworkInterface) -> RouteTable | None:
        """The route table of an interface's subnet: its own, else its VPC's main one."""
        own = self.tables.get(interface.key._replace(id=interface.subnet_id))
        return own or self.main.get(interface.key._replace(id=interface.vpc_id))

    def acl(self, interface: NetworkInterface) -> NetworkAcl | None:
        """The network ACL of an interface's subnet."""
        return self.acls.get(interface.key._replace(id=interface.subnet_id))


_remembered: deque[tuple[Any, Any, Surroundings]] = deque(maxlen=4)


def surroundings_of(inventory: Inventory) -> Surroundings:
    """The surroundings of an inventory; made once for the same tables."""
    routes, acls = (inventory.tables.get(kind) for kind in (Kind.ROUTE_TABLES, Kind.NETWORK_ACLS))
    for old_routes, old_acls, known in tuple(_remembered):
        if old_routes is routes and old_acls is acls:
            return known
    found = Surroundings({}, {}, {}, {})
    for key, table in inventory.table(Kind.ROUTE_TABLES).items():
        found.tables.update((key._replace(id=id), table) for id in table.subnet_ids)
        found.edges.update((key._replace(id=id), table) for id in table.gateway_ids)
        if table.main:
            found.main[key._replace(id=table.vpc_id)] = table
    for key, acl in inventory.table(Kind.NETWORK_ACLS).items():
        found.acls.update((key._replace(id=id), acl) for id in acl.subnet_ids)
    _remembered.append((routes, acls, found))
    return found


class Routed(NamedTuple):
    """Which of the internet a table sends through an internet gateway, and through which (`igw-…`)."""

    sources: Intervals
    gateways: tuple[str, ...]
    unknown: tuple[str, ...]


def routed(inventory: Inventory, table: RouteTable, family: int) -> Routed:
    """The addresses whose packets go out through an internet gateway: the longest prefix decides.

    A route to a prefix list that has not been read counts where it leads to a gateway, and is told.
    """
    taken, through = NOTHING, NOTHING
    gateways, unknown = [], []
    for route, interval, told in sorted(
        _destinations(inventory, table, family), key=lambda found: size((found[1],))
    ):
        part = subtract((interval,), taken)
        taken = union((taken, (interval,)))
        if route.target.startswith("igw-") and route.state == "active" and part:
            through = union((through, part))
            gateways.append(route.target)
            unknown += [told] if told else []
    return Routed(public(through, family), tuple(dict.fromkeys(gateways)), tuple(unknown))


def _destinations(
    inventory: Inventory, table: RouteTable, family: int
) -> Iterator[tuple[Route, Interval, str]]:
    for route in table.routes:
        text = route.cidr if family == 4 else route.cidr6
        if text:
            yield route, interval_of(text)[1], ""
        elif route.prefix_list_id:
            key = table.key._replace(id=route.prefix_list_id)
            found: PrefixList | None = inventory.table(Kind.PREFIX_LISTS).get(key)
            if found is not None and found.entries is not None:
                for entry in found.entries if found.family == family else ():
                    yield route, interval_of(entry.cidr)[1], ""
            elif route.target.startswith("igw-"):
                yield route, EVERYTHING[family][0], list_unread(inventory, key)


def shut_out(inventory: Inventory, interface: NetworkInterface) -> tuple[str, tuple[str, ...]]:
    """What VPC Block Public Access says of an interface: why the internet is shut out, and what is not known.

    AWS tells the effective mode with the subnet and the VPC; else the options and exclusions decide.
    """
    at = interface.key
    subnet: Subnet | None = inventory.table(Kind.SUBNETS).get(at._replace(id=interface.subnet_id))
    vpc: Vpc | None = inventory.table(Kind.VPCS).get(at._replace(id=interface.vpc_id))
    for place in (subnet, vpc):
        if place is not None and place.internet_block is not None:
            return _says(place.internet_block, place.key.id), ()
    options: BlockPublicAccess | None = inventory.table(Kind.BLOCK_PUBLIC_ACCESS).get(
        at._replace(id=OPTIONS_ID)
    )
    if options is None:
        return "", unread(inventory, at, Kind.BLOCK_PUBLIC_ACCESS)
    if not options.mode.startswith("block-"):
        return "", ()
    for exclusion in inventory.table(Kind.PUBLIC_ACCESS_EXCLUSIONS).values():
        if _covers(exclusion, interface):
            return "", ()
    missing = unread(inventory, at, Kind.PUBLIC_ACCESS_EXCLUSIONS)
    return ("", missing) if missing else (_says(options.mode, f"the region {at.region}"), ())


def _says(mode: str, where: str) -> str:
    if mode.startswith("block-"):
        return f"VPC Block Public Access ({mode}) shuts the internet out of {where}."
    return ""


def _covers(exclusion: PublicAccessExclusion, interface: NetworkInterface) -> bool:
    near = exclusion.key[:2] == interface.key[:2]
    place = exclusion.resource_id in (interface.subnet_id, interface.vpc_id)
    return near and place and exclusion.mode == "allow-bidirectional"


def narrowed(sources: Intervals, *limits: Intervals) -> Intervals:
    """The part of a set that is in all others too."""
    for limit in limits:
        sources = intersect(sources, limit)
    return sources
