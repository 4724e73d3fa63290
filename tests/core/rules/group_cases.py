"""Every guardrail of security groups with edits that it stops, lets pass, and cannot judge."""

from typing import Any

from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.isolation_group import DeleteSecurityGroup
from ec2tui.core.changes.quarantine import QUARANTINE
from ec2tui.core.changes.security_group_edits import DescribeRule, ModifyRule
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.origin import Origin
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.model.vpc_endpoint import VpcEndpoint
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.policy import Policy
from tests.core.changes.worlds import key
from tests.core.rules.cases import Example
from tests.core.rules.network.sample import (
    KIND_OF,
    WORLD6,
    everything,
    group,
    instance,
    interface,
    network,
    prefix_list,
    rule,
)

KIND_OF |= {
    Vpc: Kind.VPCS,
    RouteTable: Kind.ROUTE_TABLES,
    ConnectEndpoint: Kind.CONNECT_ENDPOINTS,
    VpcEndpoint: Kind.VPC_ENDPOINTS,
}

B, C, W, I = Level.BLOCK, Level.CONFIRM, Level.WARN, Level.INFO  # noqa: E741
DESCRIBED = Policy(network=NetworkLimits(rule_requires=("description", "expiry", "owner")))
ME = Origin(("198.51.100.7/32",), "said")


def spec(line: str):
    parsed = parse(line)
    assert isinstance(parsed, Parsed), parsed
    return parsed.spec


def allow(*lines: str, group: str = "sg-1", tags: Any = ()):
    return tuple(AuthorizeRule(key(group), spec(line), tags=tags) for line in lines)


def revoke(*ids: str, group: str = "sg-1", egress: bool = False):
    return tuple(RevokeRule(key(id), group, egress) for id in ids)


def modify(id: str, line: str, group: str = "sg-1"):
    return (ModifyRule(key(id), group, spec(line)),)


def end(id: str, at: str):
    return (SetTag(key(id), EXPIRES_AT, at, Kind.RULES),)


def join(*groups: str, eni: str = "eni-1"):
    return (SetInterfaceGroups(key("i-1"), eni, groups),)


G1, G2 = group("sg-1", "web"), group("sg-2", "more")
ENI = interface("eni-1", "sg-1", instance="i-1", public_ips=("192.0.3.1",), private_ips=("10.0.0.1",))
BOTH = interface("eni-1", "sg-1", "sg-2", instance="i-1", public_ips=("192.0.3.1",))
HALF, OTHER_HALF = "tcp/22 from 0.0.0.0/1", "tcp/22 from 128.0.0.0/1"
EIGHTH, SECOND_EIGHTH = "tcp/22 from 32.0.0.0/3", "tcp/22 from 64.0.0.0/3"
BASE = network(G1, G2, ENI)
SELF_KNOWN = instance(
    "i-1", InstanceInterface("eni-1", vpc_id="vpc-1", groups=(GroupRef("sg-1", "web"),)), vpc_id="vpc-1"
)
WITH_ROLE = instance("i-1", profile_arn="arn:aws:iam::1:instance-profile/x", vpc_id="vpc-1")


def with_(*items: Any, unread: tuple[Kind, ...] = ()):
    return network(G1, G2, ENI, *items, unread=unread)


OFFICE_RULE, TWIN = rule("sgr-1", "203.0.114.0/24"), rule("sgr-2", WORLD6)
PUBLIC = (
    Example("admin_port_public", allow("tcp/22 from 0.0.0.0/0"), BASE, (B,)),
    Example("admin_port_public", allow("tcp/22 from ::/0"), BASE, (B,)),
    Example("admin_port_public", allow("rdp from 0.0.0.0/1"), BASE, (B,)),
    Example("admin_port_public", allow("postgres from anywhere-ipv4"), BASE, (B,)),
    Example("admin_port_public", allow("udp/11211 from 0.0.0.0/0"), BASE, (B,)),
    Example("admin_port_public", allow("all from 0.0.0.0/0"), BASE, (B,)),
    Example("admin_port_public", allow("tcp/20-30 from 0.0.0.0/0"), BASE, (B,)),
    Example("admin_port_public", allow("tcp/22 from 2000::/3"), BASE, (B,)),
    Example("admin_port_public", allow("tcp/22 from ::/1"), BASE, (B,)),
    Example(
        "admin_port_public",
        allow("tcp/22 from pl-1"),
        with_(prefix_list("pl-1", "0.0.0.0/1", "128.0.0.0/1")),
        (B,),
    ),
    Example("admin_port_public", allow(EIGHTH, SECOND_EIGHTH), BASE, (B,)),
    Example("admin_port_public", allow(EIGHTH), with_(rule("sgr-1", "64.0.0.0/3")), (B,)),
    Example(
        "admin_port_public",
        allow(EIGHTH),
        network(G1, G2, BOTH, rule("sgr-1", "64.0.0.0/3", group="sg-2")),
        (B,),
    ),
    Example("admin_port_public", join("sg-1", "sg-2"), with_(SELF_KNOWN, rule("sgr-1", group="sg-2")), (B,)),
    Example(
        "admin_port_public",
        modify("sgr-1", "tcp/22 from 0.0.0.0/0"),
        with_(rule("sgr-1", "192.0.3.0/24")),
        (B,),
    ),
    Example(
        "admin_port_public", modify("sgr-1", "tcp/22 from 0.0.0.0/0"), with_(rule("sgr-1", first=80)), (B,)
    ),
    Example(
        "admin_port_public",
        (*allow("tcp/22 from 0.0.0.0/0"), *revoke("(new rule of sg-1: tcp/22 from 0.0.0.0/0)")),
        BASE,
        (B,),
    ),
    Example("admin_port_public", allow("tcp/22 from 192.0.3.7/32"), BASE, ()),
    Example("admin_port_public", allow("tcp/22 from 0.0.0.0/1"), with_(rule("sgr-1")), ()),
    Example("admin_port_public", allow("tcp/22 from 192.0.3.7/32"), with_(rule("sgr-1", "0.0.0.0/1")), ()),
    Example(
        "admin_port_public", (*allow("tcp/22 from 10.0.0.0/8"), *revoke("sgr-1")), with_(rule("sgr-1")), ()
    ),
    Example(
        "admin_port_public",
        allow("tcp/22 from sg-2", "icmp from 0.0.0.0/0", "https from 0.0.0.0/0"),
        BASE,
        (),
    ),
    Example("admin_port_public", allow("tcp/22 to 0.0.0.0/0"), BASE, ()),
    Example("admin_port_public", allow(EIGHTH), BASE, ()),
    Example(
        "admin_port_public", allow(EIGHTH), BASE, (B,), policy=Policy(network=NetworkLimits(public_share=5))
    ),
    Example(
        "admin_port_public",
        allow("tcp/9 from 0.0.0.0/0"),
        BASE,
        (B,),
        policy=Policy(network=NetworkLimits(guarded_ports=(9,))),
    ),
    Example(
        "admin_port_public",
        allow("tcp/22 from 0.0.0.0/0"),
        BASE,
        (W,),
        policy=Policy(levels={"admin_port_public": W}),
    ),
    Example("admin_port_public", allow("tcp/22 from pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), (C,), True),
    Example("everything_public", allow("all from 0.0.0.0/0"), BASE, (B,)),
    Example("everything_public", allow("all from ::/0"), BASE, (B,)),
    Example("everything_public", allow("tcp from 0.0.0.0/0"), BASE, (B,)),
    Example("everything_public", allow("udp/1-65535 from 0.0.0.0/0"), BASE, (B,)),
    Example("everything_public", allow("132 from 0.0.0.0/0"), BASE, (B,)),
    Example("everything_public", allow("all from 0.0.0.0/1"), BASE, (B,)),
    Example(
        "everything_public", allow("tcp/0-30000 from 0.0.0.0/0", "tcp/30001-65535 from 0.0.0.0/0"), BASE, (B,)
    ),
    Example(
        "everything_public",
        allow("tcp/30001-65535 from 0.0.0.0/0"),
        with_(rule("sgr-1", first=0, last=30000)),
        (B,),
    ),
    Example("everything_public", allow("all from 10.0.0.0/8", "tcp/8000-9000 from 0.0.0.0/0"), BASE, ()),
    Example("everything_public", allow("50 from 0.0.0.0/0"), BASE, ()),
    Example("everything_public", allow("all from 0.0.0.0/0"), with_(everything("sgr-1")), ()),
    Example("everything_public", allow("all from pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), (C,), True),
    Example("port_public", allow("tcp/8081 from pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), (W,), True),
    Example("port_public", allow("https from pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), ()),
    Example("wide_source", allow("https from pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), (I,), True),
    Example("port_public", allow("tcp/8081 from 0.0.0.0/0"), BASE, (C,)),
    Example("port_public", allow("tcp/0 from 0.0.0.0/0"), BASE, (C,)),
    Example("port_public", allow("udp/443 from 0.0.0.0/0"), BASE, (C,)),
    Example("port_public", allow("gre from 0.0.0.0/0"), BASE, (C,)),
    Example("port_public", allow("tcp/443-444 from 0.0.0.0/0"), BASE, (C,)),
    Example("port_public", allow("icmp from 0.0.0.0/0"), BASE, (W,)),
    Example("port_public", allow("https from 0.0.0.0/0"), BASE, (I,)),
    Example(
        "port_public",
        allow("https from 0.0.0.0/0"),
        BASE,
        (C,),
        policy=Policy(network=NetworkLimits(public_ports=())),
    ),
    Example("port_public", allow("icmp/echo from 0.0.0.0/0", "tcp/22 from 0.0.0.0/0"), BASE, ()),
    Example("port_public", allow("tcp/8081 from 192.0.3.0/24"), BASE, ()),
    Example(
        "port_public",
        allow("tcp/8081 from 0.0.0.0/0"),
        BASE,
        (C,),
        policy=Policy(network=NetworkLimits(public_ports=(80,))),
    ),
    Example(
        "port_public",
        allow("tcp/8081 from 0.0.0.0/0"),
        BASE,
        (I,),
        policy=Policy(network=NetworkLimits(public_ports=(8081,))),
    ),
    Example("wide_source", allow("tcp/22 from 192.0.2.0/23"), BASE, (C,)),
    Example("wide_source", allow("tcp/22 from 192.0.2.0/24", "tcp/22 from 192.0.3.0/24"), BASE, (C,)),
    Example("wide_source", allow("tcp/22 from 2600::/47"), BASE, (C,)),
    Example("wide_source", allow("tcp/22 from 10.0.0.0/7"), BASE, (C,)),
    Example("wide_source", allow(EIGHTH), with_(rule("sgr-1", "203.0.0.0/16")), (C,)),
    Example(
        "wide_source",
        allow("tcp/22 from 192.0.3.0/24", "tcp/22 from 2600::/48", "tcp/22 from 10.0.0.0/8"),
        BASE,
        (),
    ),
    Example("wide_source", allow("https from 8.0.0.0/8"), BASE, ()),
    Example("wide_source", allow("tcp/22 from 203.0.2.0/23"), with_(rule("sgr-1", "192.0.0.0/16")), ()),
    Example(
        "wide_source",
        allow("tcp/22 from 192.0.2.0/23"),
        BASE,
        (),
        policy=Policy(network=NetworkLimits(widest_ipv4=23)),
    ),
    Example("split_internet", allow(HALF, OTHER_HALF), BASE, (B,)),
    Example("split_internet", allow(OTHER_HALF), with_(rule("sgr-1", "0.0.0.0/1")), (B,)),
    Example("split_internet", allow("https from 0.0.0.0/1", "https from 128.0.0.0/1"), BASE, (B,)),
    Example(
        "split_internet",
        allow("https from ::/2", "https from 4000::/2", "https from 2000::/4", "https from 3000::/4"),
        BASE,
        (),
    ),
    Example("split_internet", allow("https from 2000::/4", "https from 3000::/4"), BASE, (B,)),
    Example(
        "split_internet",
        allow(
            *(
                f"https from {net}"
                for net in ("16.0.0.0/4", "32.0.0.0/3", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2")
            )
        ),
        BASE,
        (B, B, B),
    ),
    Example(
        "split_internet",
        allow(OTHER_HALF),
        network(G1, G2, BOTH, rule("sgr-1", "0.0.0.0/1", group="sg-2")),
        (B,),
    ),
    Example("split_internet", allow("https from 0.0.0.0/0"), BASE, ()),
    Example(
        "split_internet", allow("https from 192.0.3.7/32"), with_(rule("sgr-1", "0.0.0.0/1", first=443)), ()
    ),
    Example("split_internet", allow("https from 192.0.3.7/32"), with_(unread=(Kind.RULES,)), (C,), True),
    Example("split_internet", allow("https from 192.0.3.7/32"), with_(unread=(Kind.INTERFACES,)), (C,), True),
    Example("other_family_open", revoke("sgr-1"), with_(rule("sgr-1"), rule("sgr-2", WORLD6)), (C,)),
    Example("other_family_open", revoke("sgr-2"), with_(rule("sgr-1"), rule("sgr-2", WORLD6)), (C,)),
    Example(
        "other_family_open",
        modify("sgr-1", "tcp/22 from 192.0.3.7/32"),
        with_(rule("sgr-1"), rule("sgr-2", WORLD6, first=0, last=99)),
        (C,),
    ),
    Example("other_family_open", revoke("sgr-1", "sgr-2"), with_(rule("sgr-1"), rule("sgr-2", WORLD6)), (C,)),
    Example("other_family_open", revoke("sgr-1"), with_(rule("sgr-1"), rule("sgr-2", "2600::/48")), ()),
    Example("other_family_open", revoke("sgr-1"), with_(OFFICE_RULE, rule("sgr-2", WORLD6)), (C,)),
    Example("other_family_open", revoke("sgr-1"), with_(OFFICE_RULE, rule("sgr-3"), TWIN), ()),
    Example("other_family_open", revoke("sgr-1"), with_(rule("sgr-1", "10.0.0.0/8"), TWIN), ()),
    Example("other_family_open", revoke("sgr-1"), with_(rule("sgr-1"), rule("sgr-2", WORLD6, first=23)), ()),
    Example("other_family_open", revoke("sgr-1"), with_(rule("sgr-1"), unread=(Kind.RULES,)), (W,), True),
    Example("egress_opened", allow("all to pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), (I,), True),
    Example("egress_opened", allow("https to pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), ()),
    Example("egress_opened", allow("all to 0.0.0.0/0"), BASE, (W,)),
    Example("egress_opened", allow("tcp to ::/0"), BASE, (W,)),
    Example("egress_opened", allow("https to 0.0.0.0/0", "all to 10.0.0.0/8"), BASE, ()),
)

VPC = (
    Vpc(key("vpc-1"), ("10.0.0.0/16",)),
    RouteTable(key("rtb-1"), "vpc-1", routes=(Route("pcx-1", cidr="10.9.0.0/16"),)),
)
BIG = tuple(rule(f"sgr-{n}", f"192.0.{n}.0/24", first=443) for n in range(60))
ONE = "tcp/22 from 192.0.3.7/32"
OURS = prefix_list("pl-1", "10.0.0.0/8")

SINGLE = (
    Example("not_as_it_seems", allow("tcp/22 from 0.0.0.0/8"), BASE, (W,)),
    Example("not_as_it_seems", allow("tcp/22 from 203.0.113.7/32"), BASE, (W,)),
    Example("not_as_it_seems", allow("tcp/22 from 2001:db8::/48"), BASE, (W,)),
    Example("not_as_it_seems", allow("tcp/22 from ::ffff:1.2.3.4/128"), BASE, (W,)),
    Example("not_as_it_seems", allow("tcp/0 from 192.0.3.7/32"), BASE, (W,)),
    Example("not_as_it_seems", allow(ONE, tags=(("ec2tui:expires-at", "2020-01-01T00:00:00Z"),)), BASE, (W,)),
    Example("not_as_it_seems", allow(ONE, tags=(("ec2tui:expires-at", "2040-01-01T00:00:00Z"),)), BASE, ()),
    Example("not_as_it_seems", allow("tcp/22 from 172.16.0.0/16"), with_(*VPC), (W,)),
    Example(
        "not_as_it_seems",
        allow("tcp/22 from 172.16.0.0/16"),
        with_(*VPC, unread=(Kind.ROUTE_TABLES,)),
        (I,),
        True,
    ),
    Example(
        "not_as_it_seems",
        allow("tcp/22 from 10.0.5.0/24", "tcp/22 from 10.9.0.0/16", "tcp/22 from 10.0.0.0/8"),
        with_(*VPC),
        (),
    ),
    Example("not_as_it_seems", allow("tcp/22 from 192.0.3.7/32", "tcp from sg-2"), BASE, ()),
    Example(
        "says_nothing_new", allow("tcp/22 from 192.0.3.7/32"), with_(rule("sgr-1", "192.0.3.0/24")), (W,)
    ),
    Example(
        "says_nothing_new", allow("tcp/22 from 192.0.3.0/24"), with_(rule("sgr-1", "192.0.3.0/24", "6")), (W,)
    ),
    Example(
        "says_nothing_new", allow("tcp/22 from 192.0.3.0/24"), with_(rule("sgr-1", "192.0.3.7/32")), (W,)
    ),
    Example(
        "says_nothing_new",
        allow("tcp/22 from 192.0.3.0/24"),
        with_(rule("sgr-1", "192.0.3.0/24", group="sg-2")),
        (),
    ),
    Example("says_nothing_new", allow("tcp/23 from 192.0.3.0/24"), with_(rule("sgr-1", "192.0.3.0/24")), ()),
    Example(
        "says_nothing_new",
        (DescribeRule(key("sgr-1"), "sg-1", False, "why"),),
        with_(rule("sgr-1"), rule("sgr-2")),
        (),
    ),
    Example("says_nothing_new", allow("tcp/22 from 192.0.3.0/24"), with_(unread=(Kind.RULES,)), (W,), True),
    Example("rule_quota", allow("https from 198.51.0.0/24"), with_(*BIG), (B,)),
    Example("rule_quota", allow("https from sg-2"), with_(*BIG), (B,)),
    Example("rule_quota", allow("https from pl-1"), with_(*BIG[:51], OURS), (B,)),
    Example("rule_quota", allow("https from pl-1"), with_(*BIG[:50], OURS), ()),
    Example("rule_quota", allow("https from 2600::/48", "https to 198.51.0.0/24"), with_(*BIG), ()),
    Example("rule_quota", allow("https from 198.51.0.0/24"), with_(*BIG[:59]), ()),
    Example("rule_quota", (*revoke("sgr-0"), *allow("https from 198.51.0.0/24")), with_(*BIG), ()),
    Example(
        "rule_quota",
        allow("https from 198.51.0.0/24"),
        with_(*BIG[:2]),
        (B,),
        policy=Policy(network=NetworkLimits(rules_per_direction=2)),
    ),
    Example("rule_quota", allow("https from 198.51.0.0/24"), with_(unread=(Kind.RULES,)), (W,), True),
    Example("prefix_list_open", allow("https from pl-1"), with_(prefix_list("pl-1", "0.0.0.0/0")), (C,)),
    Example(
        "prefix_list_open",
        allow("https from pl-1"),
        with_(prefix_list("pl-1", "10.0.0.0/8", owner_id="AWS", version=None)),
        (C,),
    ),
    Example("prefix_list_open", allow("https from pl-1"), with_(OURS), ()),
    Example("prefix_list_open", allow("https from 10.0.0.0/8"), BASE, ()),
    Example("prefix_list_open", allow("https from pl-1"), with_(unread=(Kind.PREFIX_LISTS,)), (C,), True),
    Example("rule_incomplete", allow("https from 10.0.0.0/8"), BASE, (B,), policy=DESCRIBED),
    Example(
        "rule_incomplete",
        allow('https from 10.0.0.0/8 "why"', tags=(("owner", "ann"),)),
        BASE,
        (B,),
        policy=DESCRIBED,
    ),
    Example(
        "rule_incomplete",
        allow(
            'https from 10.0.0.0/8 "why"',
            tags=(("owner", "ann"), ("ec2tui:expires-at", "2026-01-01T00:00:00Z")),
        ),
        BASE,
        (),
        policy=DESCRIBED,
    ),
    Example(
        "rule_incomplete",
        (DescribeRule(key("sgr-1"), "sg-1", False, None),),
        with_(rule("sgr-1", description="why")),
        (B,),
        policy=DESCRIBED,
    ),
    Example(
        "rule_incomplete",
        modify("sgr-1", "tcp/22 from 10.0.0.0/9"),
        with_(rule("sgr-1", "10.0.0.0/8")),
        (),
        policy=DESCRIBED,
    ),
    Example("rule_incomplete", allow("https from 10.0.0.0/8"), BASE, ()),
    Example(
        "rule_incomplete",
        modify("sgr-1", "tcp/22 from 10.0.0.0/9"),
        with_(unread=(Kind.RULES,)),
        (W,),
        True,
        policy=DESCRIBED,
    ),
)

BALANCER = interface("eni-2", "sg-1", kind="interface", description="ELB app/x/1", requester_id="amazon-elb")
REFERS = rule("sgr-1", "sg-1", group="sg-2")
ANYWHERE_BACK = everything("sgr-9", egress=True)

USE = (
    Example("group_shared", allow("https from 10.0.0.0/8"), with_(BALANCER), (C,)),
    Example(
        "group_shared",
        allow("https from 10.0.0.0/8"),
        with_(interface("eni-2", "sg-1", instance="i-2")),
        (I,),
    ),
    Example("group_shared", allow("https from 10.0.0.0/8"), BASE, ()),
    Example("group_shared", allow("https from 10.0.0.0/8"), with_(unread=(Kind.INTERFACES,)), (W,), True),
    Example("group_managed", allow("https from 10.0.0.0/8"), network(group("sg-1", "default")), (C,)),
    Example(
        "group_managed", allow("https from 10.0.0.0/8"), network(group("sg-1", "eks-cluster-sg-x-1")), (C,)
    ),
    Example(
        "group_managed",
        revoke("sgr-1"),
        network(group("sg-1", tags=(("aws:cloudformation:stack-name", "x"),)), rule("sgr-1")),
        (C,),
    ),
    Example(
        "group_managed",
        revoke("sgr-1"),
        network(group("sg-1", tags=(("ManagedBy", "terraform"),)), rule("sgr-1")),
        (C,),
    ),
    Example("group_managed", (DeleteSecurityGroup(key("sg-1")),), network(group("sg-1", "default")), (C,)),
    Example("group_managed", allow("https from 10.0.0.0/8"), BASE, ()),
    Example("group_managed", allow("https from 10.0.0.0/8"), with_(unread=(Kind.SECURITY_GROUPS,)), ()),
    Example(
        "group_managed",
        allow("https from 10.0.0.0/8"),
        network(ENI, unread=(Kind.SECURITY_GROUPS,)),
        (W,),
        True,
    ),
    Example("group_referenced", (DeleteSecurityGroup(key("sg-1")),), network(G1, REFERS), (C,)),
    Example("group_referenced", (DeleteSecurityGroup(key("sg-1")),), BASE, (B,)),
    Example("group_referenced", (DeleteSecurityGroup(key("sg-1")),), network(G1, rule("sgr-1", "sg-1")), ()),
    Example("group_referenced", join("sg-2"), with_(SELF_KNOWN, REFERS), (C,)),
    Example("group_referenced", join("sg-2"), with_(SELF_KNOWN), ()),
    Example("group_referenced", join("sg-2"), with_(SELF_KNOWN, unread=(Kind.RULES,)), (C,), True),
    Example(
        "group_referenced",
        (DeleteSecurityGroup(key("sg-1")),),
        network(G1, unread=(Kind.INTERFACES, Kind.RULES)),
        (C, C),
        True,
    ),
    Example("sessions_live_on", revoke("sgr-1"), with_(rule("sgr-1", "192.0.3.0/24")), (W,)),
    Example(
        "sessions_live_on",
        modify("sgr-1", "tcp/22 from 192.0.3.7/32"),
        with_(rule("sgr-1", "192.0.3.0/24")),
        (W,),
    ),
    Example("sessions_live_on", revoke("sgr-1"), with_(rule("sgr-1")), (W,)),
    Example("sessions_live_on", revoke("sgr-1"), with_(rule("sgr-1"), ANYWHERE_BACK), ()),
    Example("sessions_live_on", revoke("sgr-1"), with_(rule("sgr-1", "192.0.3.0/24"), rule("sgr-2")), ()),
    Example(
        "sessions_live_on",
        modify("sgr-1", "tcp/22 from 192.0.2.0/23"),
        with_(rule("sgr-1", "192.0.3.0/24")),
        (),
    ),
    Example("sessions_live_on", revoke("sgr-1"), network(G1, rule("sgr-1", "192.0.3.0/24")), ()),
    Example(
        "sessions_live_on",
        revoke("sgr-1"),
        with_(rule("sgr-1", "192.0.3.0/24"), unread=(Kind.INTERFACES,)),
        (W,),
        True,
    ),
)

MINE = rule("sgr-1", "198.51.100.0/24")
BASTION = Policy(network=NetworkLimits(bastion_groups=("bastion",)))
BASTION_GROUP = group("sg-b", "bastion")
HOST = interface("eni-b", "sg-b", instance="i-b", private_ips=("10.0.9.9",))
EICE = ConnectEndpoint(
    key("eice-1"), "create-complete", "vpc-1", interface_ids=("eni-e",), group_ids=("sg-e",)
)
EICE_ENI = interface("eni-e", "sg-e", private_ips=("10.0.8.8",))
OUT = rule("sgr-5", "0.0.0.0/0", first=443, egress=True)
ENDPOINTS = tuple(
    VpcEndpoint(
        key(f"vpce-{name}"),
        f"com.amazonaws.eu-west-1.{name}",
        "Interface",
        "available",
        "vpc-1",
        groups=(GroupRef("sg-v", ""),),
    )
    for name in ("ssm", "ssmmessages")
)
TO_ENDPOINTS = rule("sgr-6", "sg-v", first=443, egress=True)

SOON, LATER = "2023-11-14T03:11:00Z", "2023-11-14T09:00:00Z"
"""Ends a minute and some hours after the time at which the table is judged."""

FOR_NOW = allow("tcp/22 from 198.51.100.7/32", tags=((EXPIRES_AT, SOON),))
NEW_ID = "(new rule of sg-1: tcp/22 from 198.51.100.7/32)"


def ending(id: str, peer: str = "198.51.100.0/24", at: str = SOON):
    return rule(id, peer, tags=((EXPIRES_AT, at),))


ENDING = (
    Example("lock_out", end("sgr-1", SOON), with_(MINE), (B,), origin=ME),
    Example("lock_out", (*FOR_NOW, *revoke("sgr-1")), with_(MINE), (B,), origin=ME),
    Example("lock_out", (*revoke("sgr-1"), *FOR_NOW), with_(MINE), (B,), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(MINE, ending("sgr-2")), (B,), origin=ME),
    Example("lock_out", end("sgr-1", SOON), with_(MINE, ending("sgr-2", at=LATER)), (B,), origin=ME),
    Example(
        "lock_out",
        (*end("sgr-1", SOON), *revoke("sgr-2")),
        with_(MINE, rule("sgr-2", "198.51.100.7/32")),
        (B,),
        origin=ME,
    ),
    Example(
        "lock_out",
        (*allow("tcp/22 from 198.51.100.7/32"), *revoke("sgr-1"), *end(NEW_ID, SOON)),
        with_(MINE),
        (B,),
        origin=ME,
    ),
    Example("lock_out", join("sg-2"), with_(SELF_KNOWN, MINE, ending("sgr-2")), (B,), origin=ME),
    Example(
        "lock_out",
        end("sgr-1", SOON),
        with_(BASTION_GROUP, HOST, rule("sgr-1", "sg-b"), WITH_ROLE, OUT),
        (W,),
        policy=BASTION,
        origin=ME,
    ),
    Example("lock_out", end("sgr-1", SOON), with_(MINE), (C,), True),
    Example(
        "lock_out",
        end("sgr-1", SOON),
        with_(rule("sgr-1", "sg-e"), unread=(Kind.CONNECT_ENDPOINTS,)),
        (W,),
        True,
        origin=ME,
    ),
    Example("lock_out", end("sgr-1", SOON), with_(MINE, rule("sgr-2", "198.51.100.7/32")), (), origin=ME),
    Example("lock_out", end("sgr-1", SOON), with_(ending("sgr-1", at=LATER)), (), origin=ME),
    Example("lock_out", end("sgr-1", LATER), with_(ending("sgr-1")), (), origin=ME),
    Example(
        "lock_out",
        (RemoveTag(key("sgr-1"), EXPIRES_AT, of=Kind.RULES),),
        with_(ending("sgr-1")),
        (),
        origin=ME,
    ),
    Example("lock_out", (SetTag(key("sgr-1"), "owner", "me", Kind.RULES),), with_(MINE), (), origin=ME),
    Example("lock_out", end("sgr-1", SOON), with_(rule("sgr-1", "192.0.3.0/24")), (), origin=ME),
    Example("says_nothing_new", (*FOR_NOW, *revoke("sgr-1")), with_(MINE), ()),
    Example("says_nothing_new", (*FOR_NOW, *end("sgr-1", SOON)), with_(MINE), ()),
    Example("says_nothing_new", (*FOR_NOW, *modify("sgr-1", "https from sg-2")), with_(MINE), ()),
    Example(
        "says_nothing_new",
        (*allow("tcp/22 from 198.51.0.0/16"), *revoke("sgr-1")),
        with_(MINE),
        (),
    ),
    Example("says_nothing_new", allow("tcp/22 from 198.51.100.7/32"), with_(ending("sgr-1")), ()),
    Example(
        "says_nothing_new",
        allow("tcp/22 from 198.51.100.7/32"),
        with_(ending("sgr-1", "198.51.100.7/32")),
        (W,),
    ),
    Example("says_nothing_new", FOR_NOW, with_(rule("sgr-1", "198.51.100.7/32")), (W,)),
    Example("says_nothing_new", FOR_NOW, with_(MINE), (W,)),
    Example("says_nothing_new", FOR_NOW, with_(ending("sgr-1", at=LATER)), (W,)),
)

BY_GROUP = rule("sgr-1", "sg-b")
FOREIGN = rule("sgr-1", "sg-9", peer_account="999988887777")
SSH_FROM_B = (BASTION_GROUP, HOST, BY_GROUP)

OTHER_HOSTS = (
    Example("lock_out", revoke("sgr-1"), with_(*SSH_FROM_B), (C,), True, origin=ME),
    Example("lock_out", end("sgr-1", SOON), with_(*SSH_FROM_B), (C,), True, origin=ME),
    Example("lock_out", modify("sgr-1", "https from sg-b"), with_(*SSH_FROM_B), (C,), True, origin=ME),
    Example("lock_out", join("sg-2"), with_(SELF_KNOWN, *SSH_FROM_B), (C,), True, origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(everything("sgr-1", "sg-9")), (), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(FOREIGN), (C,), True, origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(*SSH_FROM_B, WITH_ROLE, OUT), (W,), True, origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(*SSH_FROM_B, ending("sgr-2")), (C,), True, origin=ME),
    Example(
        "lock_out",
        (SetTag(key("i-1"), QUARANTINE, "x"), *join("sg-2")),
        with_(SELF_KNOWN, *SSH_FROM_B),
        (W,),
        True,
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(BASTION_GROUP, BY_GROUP, unread=(Kind.INTERFACES,)),
        (C, C),
        True,
        origin=ME,
    ),
    Example("lock_out", revoke("sgr-1"), with_(BASTION_GROUP, BY_GROUP), (), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(rule("sgr-1", "sg-1")), (), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(*SSH_FROM_B, rule("sgr-2", "198.51.100.7/32")), (), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(*SSH_FROM_B, rule("sgr-2", "10.0.9.0/24")), (), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(*SSH_FROM_B, everything("sgr-2", "sg-b")), (), origin=ME),
    Example(
        "lock_out",
        revoke("sgr-1"),
        network(G1, G2, BOTH, *SSH_FROM_B, rule("sgr-2", "sg-b", group="sg-2")),
        (),
        origin=ME,
    ),
    Example("lock_out", revoke("sgr-1"), with_(BASTION_GROUP, HOST, rule("sgr-1", "sg-b", first=443)), ()),
    Example("lock_out", revoke("sgr-1"), network(G1, BASTION_GROUP, HOST, BY_GROUP), (), origin=ME),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(group("sg-c", "ci"), interface("eni-c", "sg-c"), BASTION_GROUP, HOST, rule("sgr-1", "sg-c")),
        (),
        policy=BASTION,
        origin=ME,
    ),
    Example(
        "lock_out",
        (DescribeRule(key("sgr-1"), "sg-1", False, "why"),),
        with_(*SSH_FROM_B),
        (),
        origin=ME,
    ),
)

LOCK_OUT = (
    Example("lock_out", revoke("sgr-1"), with_(MINE), (B,), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(rule("sgr-1")), (B,), origin=ME),
    Example("lock_out", modify("sgr-1", "tcp/22 from 198.51.100.128/25"), with_(MINE), (B,), origin=ME),
    Example("lock_out", modify("sgr-1", "tcp/23 from 198.51.100.0/24"), with_(MINE), (B,), origin=ME),
    Example("lock_out", join("sg-2"), with_(SELF_KNOWN, MINE), (B,), origin=ME),
    Example(
        "lock_out",
        (SetTag(key("i-1"), QUARANTINE, "x"), *join("sg-2")),
        with_(SELF_KNOWN, MINE),
        (C,),
        origin=ME,
    ),
    Example(
        "lock_out", revoke("sgr-1", "sgr-2"), with_(MINE, rule("sgr-2", "198.51.100.7/32")), (B,), origin=ME
    ),
    Example("lock_out", revoke("sgr-1"), with_(MINE, WITH_ROLE, OUT), (B,), origin=ME),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(MINE),
        (B,),
        policy=Policy(network=NetworkLimits(own_addresses=("198.51.100.7",))),
    ),
    Example("lock_out", revoke("sgr-1"), with_(MINE, rule("sgr-2", "198.51.100.7/32")), (), origin=ME),
    Example("lock_out", modify("sgr-1", "tcp/22 from 198.51.100.7/32"), with_(MINE), (), origin=ME),
    Example(
        "lock_out",
        revoke("sgr-1"),
        network(G1, G2, BOTH, MINE, rule("sgr-2", "198.51.100.7/32", group="sg-2")),
        (),
        origin=ME,
    ),
    Example("lock_out", revoke("sgr-1"), with_(rule("sgr-1", "192.0.3.0/24")), (), origin=ME),
    Example("lock_out", revoke("sgr-1"), with_(rule("sgr-1", first=443)), (), origin=ME),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(rule("sgr-1", "198.51.100.0/24", tags=(("ec2tui:expires-at", "x"),))),
        (),
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-1"),
        network(G1, interface("eni-1", "sg-1", instance="i-1"), MINE),
        (),
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(BASTION_GROUP, HOST, rule("sgr-1", "sg-b")),
        (B,),
        policy=BASTION,
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(BASTION_GROUP, HOST, rule("sgr-1", "10.0.9.0/24")),
        (B,),
        policy=BASTION,
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(BASTION_GROUP, HOST, rule("sgr-1", "sg-b"), WITH_ROLE, OUT),
        (W,),
        policy=BASTION,
        origin=ME,
    ),
    Example("lock_out", revoke("sgr-1"), with_(EICE, EICE_ENI, rule("sgr-1", "sg-e")), (B,), origin=ME),
    Example(
        "lock_out", revoke("sgr-1"), with_(EICE, EICE_ENI, rule("sgr-1", "10.0.8.0/24")), (B,), origin=ME
    ),
    Example("lock_out", revoke("sgr-5", egress=True), with_(WITH_ROLE, OUT), (B,), origin=ME),
    Example("lock_out", revoke("sgr-5", egress=True), with_(OUT, SELF_KNOWN), (), origin=ME),
    Example(
        "lock_out",
        revoke("sgr-5", egress=True),
        with_(OUT, unread=(Kind.INSTANCES,)),
        (W,),
        True,
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-5", egress=True),
        with_(WITH_ROLE, OUT, TO_ENDPOINTS, *ENDPOINTS),
        (),
        origin=ME,
    ),
    Example(
        "lock_out", revoke("sgr-6", egress=True), with_(WITH_ROLE, TO_ENDPOINTS, *ENDPOINTS), (B,), origin=ME
    ),
    Example("lock_out", revoke("sgr-1"), with_(MINE), (C,), True),
    Example(
        "lock_out",
        revoke("sgr-1"),
        with_(rule("sgr-1", "sg-e"), unread=(Kind.CONNECT_ENDPOINTS,)),
        (W,),
        True,
        origin=ME,
    ),
    Example(
        "lock_out",
        revoke("sgr-6", egress=True),
        with_(WITH_ROLE, TO_ENDPOINTS, unread=(Kind.VPC_ENDPOINTS,)),
        (W,),
        True,
        origin=ME,
    ),
    Example(
        "lock_out",
        (DescribeRule(key("sgr-1"), "sg-1", False, "why"),),
        with_(rule("sgr-1", "sg-e"), unread=(Kind.CONNECT_ENDPOINTS,)),
        (),
        origin=ME,
    ),
    Example("lock_out", revoke("sgr-1"), with_(MINE), (C,), True, origin=Origin(("home",), "said")),
    Example("lock_out", revoke("sgr-1"), with_(MINE, unread=(Kind.INTERFACES,)), (B, C), True, origin=ME),
)

GROUP_EXAMPLES: tuple[Example, ...] = (*PUBLIC, *SINGLE, *USE, *LOCK_OUT, *ENDING, *OTHER_HOSTS)
