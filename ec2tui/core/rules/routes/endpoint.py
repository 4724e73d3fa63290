"""The way through an EC2 Instance Connect endpoint of the instance's VPC."""

from collections.abc import Iterator

from ec2tui.core.access.facts import Around
from ec2tui.core.access.route import Dial, Route, Via
from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.network.index import interfaces_of
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.routes.admission import Admission, admission, of_family

READY = frozenset({"create-complete", "update-in-progress", "update-complete", "update-failed"})
"""The states in which an endpoint takes tunnels (EC2 user guide)."""

PORTS = (22, 3389)
"""The ports that an endpoint leads to (EC2 user guide)."""


def endpoints_of(inventory: Inventory, instance: Instance) -> tuple[ConnectEndpoint, ...]:
    """The endpoints of an instance's VPC: ready ones first, then one of its subnet, then by id."""
    near = (
        one
        for key, one in inventory.table(Kind.CONNECT_ENDPOINTS).items()
        if key[:2] == instance.key[:2] and one.vpc_id and one.vpc_id == instance.vpc_id
    )
    order = sorted(
        near, key=lambda one: (one.state not in READY, one.subnet_id != instance.subnet_id, one.key)
    )
    return tuple(order)


def through_endpoint(inventory: Inventory, instance: Instance, around: Around, port: int) -> Route:
    """The way through the endpoint that the instance lets in."""
    to = Dial(instance.private_ip, port) if instance.private_ip else None
    if port not in PORTS:
        return Route(Via.ENDPOINT, instance.key, False, "An endpoint leads to ports 22 and 3389 alone.")
    found = endpoints_of(inventory, instance)
    if not found:
        missing = unread(inventory, instance.key, Kind.CONNECT_ENDPOINTS)
        reason = " ".join(missing) or "There is no EC2 Instance Connect endpoint in its VPC."
        return Route(Via.ENDPOINT, instance.key, None if missing else False, reason)
    ways = [_through(inventory, instance, one, around, to, port) for one in found]
    return max(ways, key=lambda way: {True: 2, None: 1, False: 0}[way.usable])


def _through(
    inventory: Inventory,
    instance: Instance,
    endpoint: ConnectEndpoint,
    around: Around,
    to: Dial | None,
    port: int,
) -> Route:
    usable, reason = _usable(inventory, instance, endpoint, around, port)
    if to is None:
        usable, reason = False, "It has no private address."
    return Route(Via.ENDPOINT, instance.key, usable, reason, dial=to, endpoint=endpoint.key)


def _usable(
    inventory: Inventory, instance: Instance, endpoint: ConnectEndpoint, around: Around, port: int
) -> tuple[bool | None, str]:
    name = endpoint.key.id
    if endpoint.state not in READY:
        return False, f"The endpoint {name} is not ready: {endpoint.state or 'its state is not told'}."
    leaves = _leaves(inventory, endpoint, instance, port)
    if leaves:
        return False, leaves
    hidden: dict[str, None] = {}
    for interface in _own(inventory, instance):
        let = admission(inventory, interface, 4, port)
        if who := _let_in(inventory, let, endpoint, around):
            return True, f"Through the endpoint {name}: {who} is let in on port {port}."
        hidden.update(dict.fromkeys(let.hidden))
    if hidden:
        return None, " ".join(hidden)
    if endpoint.preserve_client_ip and not of_family(around.own, 4):
        return None, f"The endpoint {name} keeps your own address, and whether that is let in is not known."
    who = "your address" if endpoint.preserve_client_ip else "its group or address"
    return False, f"No rule lets the endpoint {name} ({who}) in on port {port}."


def _own(inventory: Inventory, instance: Instance) -> Iterator[NetworkInterface]:
    """The interface that has the instance's private address: the one that an endpoint reaches."""
    for one in interfaces_of(inventory, instance):
        if instance.private_ip in one.private_ips:
            yield one


def _let_in(inventory: Inventory, let: Admission, endpoint: ConnectEndpoint, around: Around) -> str:
    """Who of an endpoint the rules let in; empty when nobody."""
    if endpoint.preserve_client_ip:
        return next(
            (f"your address {text}" for text in of_family(around.own, 4) if let.admits(text)), ""
        ) or ("everybody" if let.anybody else "")
    group = next((id for id in endpoint.group_ids if id in let.groups), "")
    if group:
        return f"its group {group}"
    for id in endpoint.interface_ids:
        interface = inventory.interface(endpoint.key._replace(id=id))
        if not isinstance(interface, Missing):
            found = next((ip for ip in interface.private_ips if let.admits(ip)), "")
            if found:
                return f"its address {found}"
    return "everybody" if let.anybody else ""


def _leaves(inventory: Inventory, endpoint: ConnectEndpoint, instance: Instance, port: int) -> str:
    """Why the endpoint's own groups do not let it out to the instance; empty when they do, or are unknown."""
    theirs = {group.id for one in _own(inventory, instance) for group in one.groups}
    for id in endpoint.interface_ids:
        interface = inventory.interface(endpoint.key._replace(id=id))
        if isinstance(interface, Missing):
            continue
        out = admission(inventory, interface, 4, port, egress=True)
        let = out.hidden or out.groups & theirs or (instance.private_ip and out.admits(instance.private_ip))
        if not let:
            return f"The groups of the endpoint {endpoint.key.id} do not let it out to port {port} here."
    return ""
