"""The ways onto an instance that rules leave: by your own address, a bastion, an endpoint, or SSM."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.vpc_endpoint import VpcEndpoint
from ec2tui.core.rules.network.doors import PORTS, SSM_PORT, may_be_door
from ec2tui.core.rules.network.edit import State
from ec2tui.core.rules.network.index import members_of
from ec2tui.core.rules.network.intervals import EVERYTHING, Interval, covers, network, public
from ec2tui.core.rules.network.openings import NOWHERE, Opening, interval_of, opened
from ec2tui.core.rules.network.segments import segments

SSM_SERVICES = ("ssm", "ssmmessages")
"""What an instance must reach for a session (ec2messages is not needed by current agents)."""

DIRECT, BASTION, CONNECT, SSM = "your address", "the bastion", "the instance connect endpoint", "SSM"


class Way(NamedTuple):
    """One way in: how, on which port (443 for SSM: what the agent calls)."""

    how: str
    port: int

    @property
    def words(self) -> str:
        """The way as a phrase."""
        return "SSM" if self.how == SSM else f"{self.how} on port {self.port}"


class Entrances(NamedTuple):
    """What could be come in by in one VPC: addresses and groups by way, and whether SSM has a role to use."""

    addresses: tuple[tuple[str, int, Interval], ...]
    groups: tuple[tuple[str, str], ...]
    ssm: tuple[tuple[tuple[Interval, ...], tuple[str, ...]], ...] | None


def own_networks(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of some texts that are addresses or networks; what is none tells nothing about where one is."""
    return tuple(text for text in texts if interval_of(text)[1] != NOWHERE)


def entrances(
    state: State, interface: NetworkInterface, own: Iterable[str], bastions: Iterable[str], role: bool
) -> Entrances:
    """Where one comes from to an interface: the own networks, members of bastion groups, endpoints."""
    inventory, beside = state.inventory, interface.key
    addresses: list[tuple[str, int, Interval]] = []
    groups: list[tuple[str, str]] = []
    for text in own:
        family, interval = network(text)
        outside = bool(public((interval,), family))
        if not outside or (interface.public_ips if family == 4 else interface.ipv6):
            addresses.append((DIRECT, family, interval))
    for group in _bastion_groups(inventory, beside, frozenset(bastions)):
        groups.append((BASTION, group.key.id))
        for member in members_of(inventory, state.by_group, group.key):
            addresses += [(BASTION, *network(ip)) for ip in member.private_ips]
    for endpoint in _connect_endpoints(inventory, interface):
        groups += [(CONNECT, id) for id in endpoint.group_ids]
        addresses += [(CONNECT, *network(ip)) for ip in _addresses(state, beside, endpoint.interface_ids)]
        if endpoint.preserve_client_ip:
            addresses += [(CONNECT, *network(text)) for text in own]
    return Entrances(tuple(addresses), tuple(groups), _ssm(state, interface) if role else None)


def lasts(rule: SecurityGroupRule) -> bool:
    """Whether a rule stays until somebody revokes it; one with an end, whatever that says, does not."""
    return all(name != EXPIRES_AT for name, _ in rule.tags)


def ways(state: State, rules: Iterable[SecurityGroupRule], by: Entrances, lasting: bool = False) -> set[Way]:
    """The ways in that rules leave; `lasting`: without those of rules that end by themselves."""
    known = [rule for rule in rules if may_be_door(rule) and (not lasting or lasts(rule))]
    inward = opened(known, state.inventory)
    found = {Way(how, port) for port in PORTS for how in _let_in(inward, port, by)} if inward else set()
    if by.ssm is not None and _reaches_ssm(opened(known, state.inventory, egress=True), by.ssm):
        found.add(Way(SSM, SSM_PORT))
    return found


def _let_in(openings: tuple[Opening, ...], port: int, by: Entrances) -> Iterator[str]:
    for family in (4, 6):
        for segment in segments(openings, family, "tcp", (port, port)):
            let = {opening.group for opening in segment.openings}
            yield from (how for how, group in by.groups if group in let)
            sources = segment.sources
            yield from (
                how for how, f, interval in by.addresses if f == family and covers(sources, (interval,))
            )


def _reaches_ssm(
    openings: tuple[Opening, ...], services: tuple[tuple[tuple[Interval, ...], tuple[str, ...]], ...]
) -> bool:
    """Whether 443 is open to the whole internet, or to an endpoint of every service that is needed."""
    found = list(segments(openings, 4, "tcp", (443, 443)))
    if any(covers(segment.sources, EVERYTHING[4]) for segment in found):
        return True
    groups = {o.group for segment in found for o in segment.openings}
    return bool(services) and all(
        groups & set(of) or any(covers(s.sources, (ip,)) for s in found for ip in ips) for ips, of in services
    )


def _bastion_groups(inventory: Inventory, beside: Key, names: frozenset[str]) -> Iterator[SecurityGroup]:
    if names:
        for key, group in inventory.table(Kind.SECURITY_GROUPS).items():
            if key[:2] == beside[:2] and (key.id in names or group.name in names):
                yield group


def _connect_endpoints(inventory: Inventory, interface: NetworkInterface) -> Iterator[ConnectEndpoint]:
    for key, endpoint in inventory.table(Kind.CONNECT_ENDPOINTS).items():
        if key[:2] == interface.key[:2] and endpoint.vpc_id == interface.vpc_id:
            yield endpoint


def _addresses(state: State, beside: Key, ids: Iterable[str]) -> Iterator[str]:
    for id in ids:
        interface = state.interface(beside._replace(id=id))
        yield from interface.private_ips if interface else ()


def _ssm(
    state: State, interface: NetworkInterface
) -> tuple[tuple[tuple[Interval, ...], tuple[str, ...]], ...]:
    """Addresses and groups of the endpoints of each service that is needed; nothing where one is missing."""
    found = []
    for service in SSM_SERVICES:
        ips: list[Interval] = []
        groups: list[str] = []
        for key, endpoint in state.inventory.table(Kind.VPC_ENDPOINTS).items():
            near = key[:2] == interface.key[:2] and endpoint.vpc_id == interface.vpc_id
            if near and _serves(endpoint, service):
                ips += [network(ip)[1] for ip in _addresses(state, interface.key, endpoint.interface_ids)]
                groups += [group.id for group in endpoint.groups]
        if not ips and not groups:
            return ()
        found.append((tuple(ips), tuple(groups)))
    return tuple(found)


def _serves(endpoint: VpcEndpoint, service: str) -> bool:
    return endpoint.service.rsplit(".", 1)[-1] == service
