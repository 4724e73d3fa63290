"""Reachable from the internet: every link of the chain shuts it out by itself, or leaves it unknown."""

from typing import Any

import pytest

from ec2tui.core.model.block_public_access import OPTIONS_ID, BlockPublicAccess, PublicAccessExclusion
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.instance import InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network_acl import AclEntry, NetworkAcl
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.rules.network.acl import answers, passages
from ec2tui.core.rules.network.intervals import EVERYTHING, share
from ec2tui.core.rules.network.reachability import reachability_of_instance, reachability_of_interface
from ec2tui.core.rules.posture.network import assess_instances, reachable_guarded_port
from tests.core.changes.worlds import key
from tests.core.rules.network.sample import (
    KIND_OF,
    WORLD6,
    everything,
    instance,
    interface,
    network,
    prefix_list,
    rule,
)

KIND_OF |= {
    Subnet: Kind.SUBNETS,
    Vpc: Kind.VPCS,
    RouteTable: Kind.ROUTE_TABLES,
    NetworkAcl: Kind.NETWORK_ACLS,
    BlockPublicAccess: Kind.BLOCK_PUBLIC_ACCESS,
    PublicAccessExclusion: Kind.PUBLIC_ACCESS_EXCLUSIONS,
}

IGW, IGW6 = Route("igw-1", cidr="0.0.0.0/0"), Route("igw-1", cidr6="::/0")
LOCAL = Route("local", cidr="10.0.0.0/16")
ALLOW_IN, ALLOW_OUT = (AclEntry(100, egress, True, cidr="0.0.0.0/0") for egress in (False, True))


def table(*routes: Route, **facts: Any) -> RouteTable:
    return RouteTable(
        key("rtb-1"), "vpc-1", routes=(LOCAL, *routes), **{"subnet_ids": ("subnet-1",), **facts}
    )


def acl(*entries: AclEntry) -> NetworkAcl:
    return NetworkAcl(key("acl-1"), "vpc-1", subnet_ids=("subnet-1",), entries=entries)


def eni(**facts: Any):
    facts = {"public_ips": ("192.0.3.1",), **facts}
    return interface("eni-1", "sg-1", instance="i-1", subnet_id="subnet-1", **facts)


def bpa(mode: str = "off") -> BlockPublicAccess:
    return BlockPublicAccess(key(OPTIONS_ID), mode)


SUBNET = Subnet(key("subnet-1"), "vpc-1")
CHAIN = {"eni": eni(), "rule": rule("r1"), "table": table(IGW), "acl": acl(ALLOW_IN, ALLOW_OUT), "bpa": bpa()}
SSH4 = [("tcp/22", 1.0)]
NO_ROUTE = "The route table rtb-1 leads no IPv4 to an internet gateway."
NOT_THROUGH = "Nothing of what rules let in by IPv4 gets through rtb-1, acl-1."
NO_IPV6 = "It has no public IPv6 address."
SHUT = "VPC Block Public Access (block-bidirectional) shuts the internet out of subnet-1."
OTHER_TABLE = RouteTable(key("rtb-2"), "vpc-1", main=True, routes=(IGW,))
HIGH_PORTS = AclEntry(1, False, True, "6", 25, 40, cidr="0.0.0.0/0")
EXCLUDED = PublicAccessExclusion(key("x-1"), "vpc-1", "allow-bidirectional")


def world(*more: Any, unread: tuple[Kind, ...] = (), **links: Any):
    parts = {**CHAIN, **links}
    items = [
        item for part in parts.values() for item in (part if isinstance(part, tuple) else (part,)) if item
    ]
    return network(SUBNET, *items, *more, unread=unread)


def of(*more: Any, **links: Any):
    return reachability_of_interface(world(*more, **links), key("eni-1"))


def brief(found):
    return [(r.exposure.traffic, round(r.exposure.share, 3)) for r in found.reach]


def test_the_whole_chain_is_told_with_its_ids():
    found = of()
    (reach,) = found.reach
    assert (found.reachable, found.unknown) == (True, ())
    assert (reach.exposure.traffic, reach.exposure.share, reach.exposure.rules) == ("tcp/22", 1.0, ("r1",))
    assert (reach.addresses, reach.route) == (("192.0.3.1",), "rtb-1 → igw-1")
    assert reach.acl == ("acl-1 in 100", "acl-1 out 100")
    assert found.blocked == (NO_IPV6,)


@pytest.mark.parametrize(
    ("links", "why"),
    [
        ({"eni": eni(public_ips=())}, "It has no public IPv4 address."),
        ({"rule": rule("r1", "10.0.0.0/8")}, "No rule lets IPv4 in from the internet."),
        ({"rule": rule("r1", "sg-2")}, "No rule lets IPv4 in from the internet."),
        ({"table": table()}, NO_ROUTE),
        (
            {"table": table(Route("nat-1", cidr="0.0.0.0/0"))},
            NO_ROUTE,
        ),
        (
            {"table": table(Route("igw-1", "blackhole", cidr="0.0.0.0/0"))},
            NO_ROUTE,
        ),
        (
            {
                "table": (
                    table(),
                    OTHER_TABLE,
                )
            },
            NO_ROUTE,
        ),
        ({"acl": acl(ALLOW_OUT)}, NOT_THROUGH),
        ({"acl": acl(ALLOW_IN)}, NOT_THROUGH),
        (
            {"acl": acl(AclEntry(50, False, False, cidr="0.0.0.0/0"), ALLOW_IN, ALLOW_OUT)},
            NOT_THROUGH,
        ),
        (
            {"acl": acl(ALLOW_IN, AclEntry(100, True, True, "6", 0, 1023, cidr="0.0.0.0/0"))},
            NOT_THROUGH,
        ),
        (
            {"bpa": bpa("block-ingress")},
            "VPC Block Public Access (block-ingress) shuts the internet out of the region eu-west-1.",
        ),
    ],
)
def test_each_link_shuts_the_internet_out(links, why):
    found = of(**links)
    assert found.reachable is False
    assert why in found.blocked


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({"table": table(IGW, subnet_ids=(), main=True)}, SSH4),
        ({"table": table(Route("igw-1", cidr="0.0.0.0/1"))}, [("tcp/22", 0.565)]),
        ({"table": table(IGW, Route("nat-1", cidr="0.0.0.0/1"))}, [("tcp/22", 0.435)]),
        ({"rule": (rule("r1", "0.0.0.0/1"), rule("r2", "128.0.0.0/1"))}, SSH4),
        (
            {
                "rule": rule("r1", first=20, last=30),
                "acl": acl(HIGH_PORTS, ALLOW_OUT),
            },
            [("tcp/25-30", 1.0)],
        ),
        (
            {"acl": acl(AclEntry(9, False, False, "6", 22, 22, cidr="128.0.0.0/1"), ALLOW_IN, ALLOW_OUT)},
            [("tcp/22", 0.565)],
        ),
        ({"acl": acl(AclEntry(200, False, False, "6", 22, 22, cidr="0.0.0.0/0"), ALLOW_IN, ALLOW_OUT)}, SSH4),
        ({"acl": acl(ALLOW_IN, AclEntry(1, True, True, "6", 32768, 60999, cidr="0.0.0.0/0"))}, SSH4),
        ({"rule": everything("r1")}, [("all", 1.0)]),
        (
            {
                "bpa": (
                    bpa("block-ingress"),
                    PublicAccessExclusion(key("x-1"), "vpc-1", "allow-bidirectional"),
                )
            },
            SSH4,
        ),
    ],
)
def test_what_is_left_is_measured(links, expected):
    assert brief(of(**links)) == expected


def test_all_of_it_behind_an_acl_for_one_protocol():
    entries = (AclEntry(1, False, True, "6", 22, 22, cidr="0.0.0.0/0"), ALLOW_OUT)
    assert brief(of(rule=everything("r1"), acl=acl(*entries))) == [("tcp/22", 1.0)]


def test_ipv6_has_its_own_address_route_and_acl():
    both = {"eni": eni(public_ips=(), ipv6=("2600::1",)), "rule": rule("r1", WORLD6)}
    assert of(**both).reachable is False
    entries = [AclEntry(1, egress, True, cidr6="::/0") for egress in (False, True)]
    found = of(**both, table=table(IGW6), acl=acl(*entries))
    assert [(r.exposure.family, r.addresses) for r in found.reach] == [(6, ("2600::1",))]
    outward = table(Route("eigw-1", cidr6="::/0"))
    assert of(**both, table=outward, acl=acl(*entries)).reachable is False
    assert of(**{**both, "eni": eni(public_ips=(), ipv6=("fd00::1",))}).blocked[1] == NO_IPV6


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        (Kind.ROUTE_TABLES, {"table": None}),
        (Kind.NETWORK_ACLS, {"acl": None}),
        (Kind.BLOCK_PUBLIC_ACCESS, {"bpa": None}),
        (Kind.RULES, {"rule": None}),
    ],
)
def test_what_is_not_read_leaves_it_unknown(kind, gone):
    found = reachability_of_interface(world(unread=(kind,), **gone), key("eni-1"))
    assert found.reachable is None
    assert found.unknown == (f"The {kind} have not been read.",)


def test_a_known_block_makes_the_unread_rest_matter_less():
    found = reachability_of_interface(
        world(unread=(Kind.ROUTE_TABLES,), table=None, eni=eni(public_ips=())), key("eni-1")
    )
    assert found.reachable is False


def test_what_aws_says_of_the_subnet_goes_before_the_options():
    shut = Subnet(key("subnet-1"), "vpc-1", internet_block="block-bidirectional")
    items = CHAIN.values()
    found = reachability_of_interface(network(shut, *items), key("eni-1"))
    assert found.blocked[0] == SHUT
    opened = Vpc(key("vpc-1"), internet_block="off")
    assert of(opened, bpa=bpa("block-ingress")).reachable is True


def test_a_prefix_list_as_a_route_and_an_edge_table():
    listed = table(Route("igw-1", prefix_list_id="pl-1"))
    assert brief(of(prefix_list("pl-1", "0.0.0.0/1"), table=listed)) == [("tcp/22", 0.565)]
    found = reachability_of_interface(world(table=listed, unread=(Kind.PREFIX_LISTS,)), key("eni-1"))
    assert found.reachable is None
    edge = RouteTable(key("rtb-9"), "vpc-1", gateway_ids=("igw-1",))
    assert of(table=(table(IGW), edge)).indirect[0].startswith("rtb-9 sends")


def test_an_acl_is_read_in_order_and_needs_a_way_back():
    one = acl(
        AclEntry(200, False, True, cidr="0.0.0.0/0"),
        AclEntry(100, False, False, "6", 22, 22, cidr="0.0.0.0/1"),
    )
    found = list(passages(one, False, 4, "tcp", EVERYTHING[4], (20, 25)))
    assert [(p.low, p.high, round(share(p.sources, 4), 3), p.entries) for p in found] == [
        (20, 21, 1.0, (200,)),
        (22, 22, 0.435, (200,)),
        (23, 25, 1.0, (200,)),
    ]
    assert answers(one, 4, "tcp", EVERYTHING[4]) is None


NET = instance("i-1", InstanceInterface("eni-1"))


@pytest.mark.parametrize(
    ("items", "links", "unread", "status"),
    [
        ((NET,), {}, (), FindingStatus.FAIL),
        ((NET,), {"rule": rule("r1", first=443)}, (), FindingStatus.PASS),
        ((NET,), {"acl": acl(ALLOW_OUT)}, (), FindingStatus.PASS),
        ((instance("i-1", InstanceInterface("eni-1"), state="stopped"),), {}, (), FindingStatus.PASS),
        ((NET,), {"table": None}, (Kind.ROUTE_TABLES,), FindingStatus.UNKNOWN),
        ((NET,), {"rule": None}, (Kind.RULES,), FindingStatus.UNKNOWN),
        ((NET,), {"rule": rule("r1", first=443), "table": None}, (Kind.ROUTE_TABLES,), FindingStatus.PASS),
    ],
)
def test_net_01(items, links, unread, status):
    finding = reachable_guarded_port(world(*items, unread=unread, **links), key("i-1"))
    assert finding.status is status, finding
    assert finding.reason.endswith(".")


def test_all_instances_in_order():
    found = world(NET, instance("i-0"))
    assert [(f.resource.id, f.status.value) for f in assess_instances(found)] == [
        ("i-0", "pass"),
        ("i-1", "fail"),
    ]
    assert reachable_guarded_port(found, key("i-7")) is None
    stopped = world(instance("i-1", InstanceInterface("eni-1"), state="stopped"))
    (one,) = reachability_of_instance(stopped, key("i-1"))
    assert one.blocked == ("The instance is stopped: nothing answers.",)
