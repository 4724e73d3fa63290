"""Posture checks of who can be reached from outside: public addresses, IPv6, and what hangs on them."""

from ec2tui.core.model.address import Address
from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.check import Check, Verdict, failed, passed
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.ways import way_in


def public_ipv4(instance: Instance, scene: Scene) -> Verdict:
    """An instance with a public address depends on its groups alone. Put it into a private subnet, and in
    front of it a load balancer for what it serves and a NAT gateway for what it fetches.
    """
    way = way_in(scene, instance, 4)
    if not way.addresses:
        return passed("It has no public IPv4 address.")
    told = f"Its public IPv4 address is {', '.join(way.addresses)}"
    if way.open is False:
        return failed(f"{told}; no route leads there now.")._replace(severity=Severity.MEDIUM)
    return failed(f"{told}.")


def open_ipv6(instance: Instance, scene: Scene) -> Verdict:
    """Every global IPv6 address is public as soon as ::/0 leads to an internet gateway. Route it to an
    egress-only internet gateway, which lets answers in and nothing else.
    """
    way = way_in(scene, instance, 6)
    if not way.addresses:
        return passed("It has no public IPv6 address.")
    if way.open is None:
        say = f"Whether the internet has a route to {way.addresses[0]} is not known."
        return scene.unknown(instance.key, *way.missing, say=say)
    if way.open:
        return failed(f"{', '.join(way.addresses)} has a route to an internet gateway.")
    return passed("No route leads from an internet gateway to its IPv6 addresses.")


def facing_with_role(instance: Instance, scene: Scene) -> Verdict:
    """Who breaks into an instance has its role. What the internet reaches should have none, or one that may
    do little.
    """
    if not instance.profile_arn:
        return passed("It has no role.")
    ways = [way_in(scene, instance, family) for family in (4, 6)]
    if any(way.open for way in ways):
        return failed(f"The internet has a route to it, and it has the role of {instance.profile}.")
    missing = dict.fromkeys(kind for way in ways for kind in way.missing)
    if missing:
        return scene.unknown(
            instance.key, *missing, say="Whether the internet has a route to it is not known."
        )
    return passed("The internet has no route to it.")


def stray(item: Instance | Address, scene: Scene) -> Verdict:
    """Three notes: the default VPC is wide open by design, several interfaces can join networks that are kept
    apart, and an address that nothing uses is paid for and may still stand in DNS. Launch into a VPC of your
    own, with one interface; release the address.
    """
    if isinstance(item, Address):
        if item.association_id or item.instance_id or item.interface_id:
            return passed("It is associated.")
        return failed(f"{item.public_ip or item.key.id} is associated with nothing.")
    if len(item.interfaces) > 1:
        return failed(f"It has {len(item.interfaces)} network interfaces.")
    if not item.vpc_id:
        return passed("It is in no VPC.")
    vpc = scene.find(Kind.VPCS, item.key, item.vpc_id)
    if vpc is None:
        return scene.unknown(
            item.key, Kind.VPCS, say=f"Whether {item.vpc_id} is the default VPC is not known."
        )
    if vpc.is_default:
        return failed(f"It is in the default VPC, {item.vpc_id}.")
    return Verdict(FindingStatus.PASS, "It is in a VPC of its own, with one interface.")


_ROUTES = (
    Kind.INSTANCES,
    Kind.INTERFACES,
    Kind.ROUTE_TABLES,
    Kind.SUBNETS,
    Kind.VPCS,
    Kind.BLOCK_PUBLIC_ACCESS,
)

CHECKS: tuple[Check, ...] = (
    Check(
        "NET-02",
        "An instance has a public IPv4 address",
        Severity.HIGH,
        public_ipv4,
        reads=_ROUTES,
        kind=Kind.INSTANCES,
        grades="medium where no route leads from an internet gateway to the address",
    ),
    Check(
        "NET-03",
        "An instance is open by IPv6",
        Severity.MEDIUM,
        open_ipv6,
        reads=_ROUTES,
        kind=Kind.INSTANCES,
    ),
    Check(
        "NET-04",
        "The internet has a route to an instance with a role",
        Severity.HIGH,
        facing_with_role,
        reads=_ROUTES,
        kind=Kind.INSTANCES,
    ),
)
"""The checks of instances."""

STRAY = Check(
    "NET-12",
    "In the default VPC, with several interfaces, or an address without use",
    Severity.LOW,
    stray,
    reads=(Kind.INSTANCES, Kind.VPCS, Kind.ADDRESSES),
    kind=Kind.INSTANCES,
    also=(Kind.ADDRESSES,),
)
"""The three notes, of instances and of addresses."""
