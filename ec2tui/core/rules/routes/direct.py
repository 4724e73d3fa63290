"""The direct way: an address of the instance, dialled from here."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

from ec2tui.core.access.addresses import dial
from ec2tui.core.access.facts import Around
from ec2tui.core.access.route import Dial, Route, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.network.index import interfaces_of
from ec2tui.core.rules.network.intervals import covers, public
from ec2tui.core.rules.network.openings import interval_of
from ec2tui.core.rules.network.reachability import NAME, reachability_of
from ec2tui.core.rules.routes.admission import Admission, admission, of_family

WHO_YOU_ARE = "set [security_groups] my_ip, or guardrails.network.own_addresses"
"""What tells where the user comes from."""


class _Candidate(NamedTuple):
    """An address of an interface that could be dialled, and where it would be dialled."""

    interface: NetworkInterface
    address: str
    family: int
    outside: bool
    dial: Dial


def direct(
    inventory: Inventory, instance: Instance, around: Around, access: Access, port: int, via: Via = Via.DIRECT
) -> Route:
    """The best of the instance's addresses as seen from here, or why none can be reached."""
    found = [_judged(inventory, one, around, port) for one in _candidates(inventory, instance, access, port)]
    if not found:
        return Route(via, instance.key, False, _no_address(instance), dial=_private(instance, access, port))
    best = max(found, key=lambda one: _RANK[one[0]])
    usable, reason, candidate = best
    return Route(via, instance.key, usable, reason, dial=candidate.dial)


_RANK = {True: 2, None: 1, False: 0}


def _candidates(inventory: Inventory, instance: Instance, access: Access, port: int) -> Iterator[_Candidate]:
    """Public addresses first; private ones where they are mapped or reached as through a VPN."""
    for interface in interfaces_of(inventory, instance):
        for address in (*interface.public_ips, *interface.ipv6):
            family = ip_address(address).version
            outside = bool(public((interval_of(address)[1],), family))
            yield _Candidate(
                interface, address, family, outside, dial(instance.id, address, access.map, port)
            )
    for interface in interfaces_of(inventory, instance):
        for address in interface.private_ips:
            to = dial(instance.id, address, access.map, port)
            if to.mapped or _near(address, access):
                yield _Candidate(interface, address, 4, False, to)


def _near(address: str, access: Access) -> bool:
    found = (interval_of(text)[1] for text in of_family(access.private_networks, 4))
    return any(covers((interval,), (interval_of(address)[1],)) for interval in found)


def _private(instance: Instance, access: Access, port: int) -> Dial | None:
    return dial(instance.id, instance.private_ip, access.map, port) if instance.private_ip else None


def _no_address(instance: Instance) -> str:
    if not instance.private_ip:
        return "It has no address."
    return (
        f"It has no public address; {instance.private_ip} is not among those reached from here "
        "([access] private_networks)."
    )


def _judged(
    inventory: Inventory, one: _Candidate, around: Around, port: int
) -> tuple[bool | None, str, _Candidate]:
    let = admission(inventory, one.interface, one.family, port)
    usable, reason = _admitted(let, one, around.own)
    if usable is not False and one.outside and not one.dial.mapped:
        blocked = _network(inventory, one, port)
        if blocked is not None:
            usable, reason = blocked
    return usable, reason, one


def _admitted(let: Admission, one: _Candidate, own: tuple[str, ...]) -> tuple[bool | None, str]:
    """Whether rules let the user in to an address, as far as it is known where they come from."""
    port, hidden = let.port, " ".join(let.hidden)
    if one.dial.mapped:
        if let.sources:
            return True, f"{one.address} is mapped to {one.dial.text} ([access.map] {one.dial.mapped})."
        return (None, hidden) if hidden else (False, f"No rule lets any address in on port {port}.")
    if let.anybody:
        return True, f"Rules let anybody in to {one.address} on port {port}."
    mine = of_family(own, one.family)
    if inside := next((text for text in mine if let.admits(text)), ""):
        return True, f"Rules let you ({inside}) in to {one.address} on port {port}."
    if hidden:
        return None, hidden
    if mine:
        return False, f"No rule lets you ({', '.join(mine)}) in on port {port} of {one.address}."
    sources = public(let.sources, one.family) if one.outside else let.sources
    if sources:
        return None, (
            f"Rules let some addresses in to {one.address} on port {port}; whether yours is one of them is "
            f"not known ({WHO_YOU_ARE})."
        )
    return False, f"No rule lets {'the internet' if one.outside else 'an address'} in on port {port}."


def _network(inventory: Inventory, one: _Candidate, port: int) -> tuple[bool | None, str] | None:
    """Why routes, ACLs or the switch against the internet keep packets out; None when they let them in."""
    found = reachability_of(inventory, one.interface)
    through = [
        reach
        for reach in found.reach
        if reach.exposure.family == one.family
        and reach.exposure.protocol in ("tcp", "-1")
        and (reach.exposure.protocol == "-1" or reach.exposure.first <= port <= reach.exposure.last)
    ]
    if any(reach.certain for reach in through):
        return None
    if found.unknown:
        return None, " ".join(found.unknown)
    other = NAME[10 - one.family]
    said = [text for text in found.blocked if other not in text and not text.startswith("No rule")]
    return False, " ".join(said) or f"Nothing gets through to {one.address} on port {port}."
