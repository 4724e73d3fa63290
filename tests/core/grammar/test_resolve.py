"""Names become ids: in the group's own VPC, whole or by the last part, and never a guess among several."""

import pytest

from ec2tui.core.grammar.resolve import Unresolved, resolve
from ec2tui.core.grammar.spec import Peer, PeerKind
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.security_group import SecurityGroup
from tests.core.changes.worlds import ACCOUNT, build, key, spec

WEB = SecurityGroup(key("sg-1"), "web", vpc_id="vpc-1")
INVENTORY = build(
    (Kind.SECURITY_GROUPS, WEB),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-2"), "app", vpc_id="vpc-1")),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-3"), "app", vpc_id="vpc-2")),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-4"), "far", vpc_id="vpc-2")),
    (Kind.PREFIX_LISTS, PrefixList(key("pl-1"), "com.amazonaws.eu-west-1.s3")),
    (Kind.PREFIX_LISTS, PrefixList(key("pl-2"), "office")),
    (Kind.PREFIX_LISTS, PrefixList(key("pl-3"), "twin")),
    (Kind.PREFIX_LISTS, PrefixList(key("pl-4"), "twin")),
)


@pytest.mark.parametrize(
    ("peer", "wanted"),
    [
        ("group app", Peer(PeerKind.GROUP, "sg-2")),
        ("group web", Peer(PeerKind.SELF)),
        ("sg-1", Peer(PeerKind.SELF)),
        (f"{ACCOUNT}/sg-2", Peer(PeerKind.GROUP, "sg-2")),
        ("999988887777/sg-1", Peer(PeerKind.GROUP, "sg-1", "999988887777")),
        ("prefix list s3", Peer(PeerKind.PREFIX_LIST, "pl-1")),
        ("prefix list com.amazonaws.eu-west-1.s3", Peer(PeerKind.PREFIX_LIST, "pl-1")),
        ("my-ip", Peer(PeerKind.CIDR, "203.0.113.7/32")),
        ("self", Peer(PeerKind.SELF)),
        ("10.0.0.0/8", Peer(PeerKind.CIDR, "10.0.0.0/8")),
    ],
)
def test_names_become_ids(peer, wanted):
    found = resolve(spec(f"ssh from {peer}"), WEB, INVENTORY, "203.0.113.7")
    assert not isinstance(found, Unresolved), found
    assert found.peer == wanted
    assert found.resolved or wanted.kind is PeerKind.SELF


@pytest.mark.parametrize(
    ("peer", "part"),
    [
        ("group ap", "'app'"),
        ("group far", "sg-4"),
        ("group nothing", "no group"),
        ("prefix list twin", "pl-3, pl-4"),
        ("prefix list offis", "'office'"),
        ("my-ip", "--my-ip"),
    ],
)
def test_what_means_nothing_says_why(peer, part):
    found = resolve(spec(f"ssh from {peer}"), WEB, INVENTORY)
    assert isinstance(found, Unresolved)
    assert part in found.reason


def test_an_address_of_ipv6_is_one_of_ipv6():
    found = resolve(spec("ssh from my-ip"), WEB, INVENTORY, " 2001:DB8::1 ")
    assert found.peer == Peer(PeerKind.CIDR6, "2001:db8::1/128")
    assert isinstance(resolve(spec("ssh from my-ip"), WEB, INVENTORY, "here"), Unresolved)
