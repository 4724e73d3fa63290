"""How the internet comes to things: by a public address, and a route to an internet gateway."""

from typing import NamedTuple

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.network.index import interfaces_of
from ec2tui.core.rules.network.intervals import interval_of_address, public
from ec2tui.core.rules.network.surroundings import shut_out, surroundings_of
from ec2tui.core.rules.posture.scene import Scene


class Way(NamedTuple):
    """Public addresses of one family, and whether a route leads in (None: not known; `missing` decides)."""

    addresses: tuple[str, ...]
    open: bool | None
    missing: tuple[Kind, ...] = ()


NO_WAY = Way((), False)


def way_in(scene: Scene, instance: Instance, family: int) -> Way:
    """How the internet comes to an instance in a family: its addresses, and whether a route leads to one."""
    for one in instance.interfaces:
        if one.public_ips if family == 4 else one.ipv6:
            break
    else:
        return NO_WAY if family == 6 or not instance.public_ip else Way((instance.public_ip,), None, _AROUND)
    addresses: list[str] = []
    missing: list[Kind] = []
    open_ = False
    for interface in interfaces_of(scene.inventory, instance):
        own = _public(interface, family)
        if not own:
            continue
        addresses += own
        leads = _leads(scene, interface, family)
        if isinstance(leads, Kind):
            missing.append(leads)
        else:
            open_ = open_ or leads
    if not addresses:
        return NO_WAY
    return Way(tuple(addresses), True if open_ else None if missing else False, tuple(dict.fromkeys(missing)))


_AROUND = (Kind.ROUTE_TABLES,)


def _public(interface: NetworkInterface, family: int) -> tuple[str, ...]:
    if family == 4:
        return interface.public_ips
    return tuple(ip for ip in interface.ipv6 if public((interval_of_address(ip),), 6))


def _leads(scene: Scene, interface: NetworkInterface, family: int) -> bool | Kind:
    """Whether a route leads to an interface from the internet; the kind that is missing to tell."""
    table = surroundings_of(scene.inventory).table(interface)
    if table is None:
        return Kind.ROUTE_TABLES
    if not scene.way(table, family).sources:
        return False
    closed, unknown = shut_out(scene.inventory, interface)
    if closed:
        return False
    return Kind.BLOCK_PUBLIC_ACCESS if unknown else True


def subnet_is_public(scene: Scene, subnet: Key, vpc_id: str, family: int = 4) -> bool | None:
    """Whether the routes of a subnet lead to an internet gateway; None when they are not known."""
    around = surroundings_of(scene.inventory)
    table = around.tables.get(subnet) or around.main.get(subnet._replace(id=vpc_id))
    if table is None:
        return None
    return bool(scene.way(table, family).sources)
