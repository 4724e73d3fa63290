"""Posture checks of networks: subnets, network ACLs, VPCs and interfaces."""

from collections.abc import Iterable

from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.flow_log import FlowLog
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.network_acl import NetworkAcl
from ec2tui.core.model.route_table import RouteTable
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.model.vpc_endpoint import VpcEndpoint
from ec2tui.core.rules.network.acl import passages
from ec2tui.core.rules.network.intervals import EVERYTHING as ANYWHERE
from ec2tui.core.rules.network.intervals import FAMILIES, public, share
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.ways import subnet_is_public

ADMIN_PORTS = (22, 3389)


def automatic_address(subnet: Subnet, scene: Scene) -> Verdict:
    """What is launched there is public without anybody saying so. Switch the automatic address off; what
    needs one asks for it.
    """
    given = [
        family for family, on in (("IPv4", subnet.public_ip_on_launch), ("IPv6", subnet.ipv6_on_launch)) if on
    ]
    if not given:
        if subnet.public_ip_on_launch is None:
            return scene.unknown(
                subnet.key, Kind.SUBNETS, say="AWS does not tell whether it gives addresses."
            )
        return passed("Instances get a public address there only when they ask for it.")
    verdict = failed(f"Every instance that is launched there gets a public {' and '.join(given)} address.")
    if subnet_is_public(scene, subnet.key, subnet.vpc_id, 4 if "IPv4" in given else 6) is False:
        verdict = verdict._replace(severity=Severity.LOW)
    return verdict


def open_acl(acl: NetworkAcl, scene: Scene) -> Verdict:
    """A network ACL is the second wall when a security group is opened by mistake; one that lets in
    everything is none. Deny administration ports from outside there.
    """
    if not acl.subnet_ids:
        return not_applicable("No subnet uses it.")
    hit: list[int] = []
    for port in ADMIN_PORTS:
        for family in FAMILIES:
            found = passages(acl, False, family, "tcp", ANYWHERE[family], (port, port))
            most = max((share(public(one.sources, family), family) for one in found), default=0.0)
            if most >= scene.settings.limits.share and port not in hit:
                hit.append(port)
    if not hit:
        return passed("It lets the internet in to no administration port.")
    told = failed(f"It lets the internet in to tcp/{' and tcp/'.join(map(str, hit))}.")
    exposed = [
        subnet_is_public(scene, acl.key._replace(id=id), acl.vpc_id, family)
        for id in acl.subnet_ids
        for family in FAMILIES
    ]
    if any(one is not False for one in exposed):
        return told
    return told._replace(severity=Severity.LOW)


def _place(interface: NetworkInterface) -> Iterable[str]:
    return (interface.vpc_id,)


NAT = "nat_gateway"


def _shared(vpc: Vpc) -> Verdict | None:
    """What another account shares, its owner has to answer for."""
    if vpc.owner_id in ("", vpc.key.account):
        return None
    return not_applicable(f"It belongs to the account {vpc.owner_id}, which shares it.")


def not_blocked(vpc: Vpc, scene: Scene) -> Verdict:
    """Block Public Access shuts the internet out of a VPC whatever its groups and routes say. Switch it on
    for ingress, and exclude the VPCs that serve the internet.
    """
    if shared := _shared(vpc):
        return shared
    if vpc.internet_block is None:
        return scene.unknown(vpc.key, Kind.BLOCK_PUBLIC_ACCESS, say="Whether it is blocked is not known.")
    if vpc.internet_block.startswith("block-"):
        return passed(f"Block Public Access is on for it ({vpc.internet_block}).")
    if not scene.known(Kind.INTERFACES, vpc.key):
        say = "Block Public Access is off; whether anything there serves the internet is not known."
        return scene.unknown(vpc.key, Kind.INTERFACES, say=say)
    interfaces = scene.by(Kind.INTERFACES, _place).get(vpc.key, ())
    serving = sum(bool(one.public_ips or one.ipv6) for one in interfaces if one.kind != NAT)
    if serving:
        return passed(f"Block Public Access is off; {serving} interfaces there have public addresses.")
    return failed("Block Public Access is off, and nothing there has a public address that would need it.")


def _resource(log: FlowLog) -> Iterable[str]:
    return (log.resource_id,) if log.status in ("ACTIVE", "") else ()


def _vpc_of_subnet(subnet: Subnet) -> Iterable[str]:
    return (subnet.vpc_id,)


def _delivered(logs: Iterable[FlowLog]) -> bool:
    return any(log.delivery != "FAILED" for log in logs)


def not_logged(vpc: Vpc, scene: Scene) -> Verdict:
    """Without flow logs nobody can tell afterwards who came and what went. Log at least what was rejected,
    for the whole VPC.
    """
    if shared := _shared(vpc):
        return shared
    logs = scene.by(Kind.FLOW_LOGS, _resource)
    own = logs.get(vpc.key, ())
    if _delivered(own):
        return passed("Its traffic is logged.")
    if not scene.known(Kind.FLOW_LOGS, vpc.key):
        return scene.unknown(vpc.key, Kind.FLOW_LOGS)
    subnets = scene.by(Kind.SUBNETS, _vpc_of_subnet).get(vpc.key, ())
    if subnets and all(_delivered(logs.get(subnet.key, ())) for subnet in subnets):
        return passed("The traffic of each of its subnets is logged.")
    if not scene.known(Kind.SUBNETS, vpc.key):
        return scene.unknown(vpc.key, Kind.SUBNETS, say="It is not logged as a whole.")
    if own:
        return failed(
            f"Its flow log {own[0].key.id} cannot be delivered: {own[0].error or 'AWS says no more'}."
        )
    return failed("Its traffic is not logged.")


def _targets(table: RouteTable) -> Iterable[str]:
    return (route.target for route in table.routes)


ROUTERS = frozenset(
    {
        NAT,
        "gateway_load_balancer",
        "gateway_load_balancer_endpoint",
        "network_load_balancer",
        "transit_gateway",
    }
)
"""Kinds of interfaces that pass on what is not for them, which is what they are for."""


def forwards(interface: NetworkInterface, scene: Scene) -> Verdict:
    """Without the source/destination check an instance can take and send what is not its own, as an attacker
    in the middle does. Switch it on, unless the instance routes for others.
    """
    if interface.kind in ROUTERS or interface.requester_managed:
        return not_applicable("AWS manages it.")
    if interface.source_dest_check is None:
        return scene.unknown(interface.key, Kind.INTERFACES, say="AWS does not tell whether it is checked.")
    if interface.source_dest_check:
        return passed("Source and destination are checked.")
    routes = scene.by(Kind.ROUTE_TABLES, _targets)
    own = [
        interface.key,
        *([interface.key._replace(id=interface.instance_id)] if interface.instance_id else []),
    ]
    if any(key in routes for key in own):
        return passed("Source and destination are not checked: a route leads through it.")
    if not scene.known(Kind.ROUTE_TABLES, interface.key):
        return scene.unknown(interface.key, Kind.ROUTE_TABLES, say="Source and destination are not checked.")
    return failed("Source and destination are not checked, and no route leads through it.")


SERVICES = ("ec2", "ssm", "ssmmessages", "s3")
"""Services that instances speak to whatever they do."""


def _vpc_of_endpoint(endpoint: VpcEndpoint) -> Iterable[str]:
    return (endpoint.vpc_id,) if endpoint.state.lower() in ("available", "") else ()


def without_endpoints(vpc: Vpc, scene: Scene) -> Verdict:
    """Without endpoints calls to AWS leave for its public addresses, so that a way out to the internet has to
    stay open. Create the gateway endpoint of S3, which costs nothing, and interface endpoints of the others.
    """
    if shared := _shared(vpc):
        return shared
    endpoints = scene.by(Kind.VPC_ENDPOINTS, _vpc_of_endpoint).get(vpc.key, ())
    names = {endpoint.service.rpartition(".")[2] for endpoint in endpoints}
    missing = [service for service in SERVICES if service not in names]
    if not missing:
        return passed("Calls to AWS stay inside it.")
    for kind in (Kind.VPC_ENDPOINTS, Kind.INTERFACES):
        if not scene.known(kind, vpc.key):
            return scene.unknown(vpc.key, kind)
    if not any(one.instance_id for one in scene.by(Kind.INTERFACES, _place).get(vpc.key, ())):
        return not_applicable("No instance is in it.")
    verdict = Verdict(FindingStatus.FAIL, f"It has no endpoint of {', '.join(missing)}.")
    return verdict._replace(items=tuple(missing))


SUBNETS: tuple[Check, ...] = (
    Check(
        "NET-05",
        "A subnet gives every instance a public address",
        Severity.MEDIUM,
        automatic_address,
        reads=(Kind.SUBNETS, Kind.ROUTE_TABLES),
        kind=Kind.SUBNETS,
        grades="low where no route leads from there to an internet gateway",
    ),
)
ACLS: tuple[Check, ...] = (
    Check(
        "NET-06",
        "A network ACL lets the internet in to administration ports",
        Severity.MEDIUM,
        open_acl,
        reads=(Kind.NETWORK_ACLS, Kind.ROUTE_TABLES),
        kind=Kind.NETWORK_ACLS,
        grades="low where none of its subnets has a route to an internet gateway",
    ),
)
VPCS: tuple[Check, ...] = (
    Check(
        "NET-07",
        "Block Public Access is off where nothing needs the internet",
        Severity.MEDIUM,
        not_blocked,
        reads=(Kind.VPCS, Kind.INTERFACES, Kind.BLOCK_PUBLIC_ACCESS),
        kind=Kind.VPCS,
    ),
    Check(
        "NET-08",
        "Traffic of a VPC is not logged",
        Severity.MEDIUM,
        not_logged,
        reads=(Kind.VPCS, Kind.FLOW_LOGS, Kind.SUBNETS),
        kind=Kind.VPCS,
    ),
    Check(
        "NET-10",
        "Calls to AWS leave over the internet",
        Severity.MEDIUM,
        without_endpoints,
        reads=(Kind.VPCS, Kind.VPC_ENDPOINTS, Kind.INTERFACES),
        kind=Kind.VPCS,
    ),
)
INTERFACES: tuple[Check, ...] = (
    Check(
        "NET-09",
        "Source and destination of traffic are not checked",
        Severity.MEDIUM,
        forwards,
        reads=(Kind.INTERFACES, Kind.ROUTE_TABLES),
        kind=Kind.INTERFACES,
    ),
)
