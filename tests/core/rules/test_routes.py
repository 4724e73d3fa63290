"""The ways to an instance: each usable, blocked by one thing alone, or not known; and the one taken."""

from typing import Any

import msgspec
import pytest

from ec2tui.core.access.facts import Around, SsmAgent
from ec2tui.core.access.route import Dial, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network_acl import AclEntry, NetworkAcl
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.rules.routes import routes_to
from tests.core.changes.worlds import key
from tests.core.rules.network.sample import KIND_OF, instance, interface, network, rule

KIND_OF |= {
    RouteTable: Kind.ROUTE_TABLES,
    NetworkAcl: Kind.NETWORK_ACLS,
    ConnectEndpoint: Kind.CONNECT_ENDPOINTS,
}
ID = "i-0123456789abcdef0"
BASTION_ID = "i-0fedcba9876543210"
ME = Around(own=("198.51.100.7",), agent=SsmAgent("Online"), plugin=True, has_key=True)
PRIVATE = "10.0.0.9"
PLAIN = Access()


def box(public: str = "192.0.3.1", **facts: Any):
    one = InstanceInterface(
        "eni-1",
        "subnet-1",
        "vpc-1",
        private_ips=(PRIVATE,),
        public_ips=(public,) if public else (),
        groups=(GroupRef("sg-1", "web"),),
    )
    return instance(ID, one, **{"private_ip": PRIVATE, "vpc_id": "vpc-1", "subnet_id": "subnet-1", **facts})


def eni(public: str = "192.0.3.1"):
    return interface(
        "eni-1",
        "sg-1",
        instance=ID,
        subnet_id="subnet-1",
        private_ips=(PRIVATE,),
        public_ips=(public,) if public else (),
    )


TABLE = RouteTable(key("rtb-1"), "vpc-1", main=True, routes=(Route("igw-1", cidr="0.0.0.0/0"),))
ALLOW = tuple(AclEntry(100, egress, True, cidr="0.0.0.0/0") for egress in (False, True))
ACL = NetworkAcl(key("acl-1"), "vpc-1", subnet_ids=("subnet-1",), entries=ALLOW)
MINE, WORLD = rule("sgr-1", "198.51.100.7/32"), rule("sgr-1")
EICE = ConnectEndpoint(key("eice-1"), "create-complete", "vpc-1", "subnet-1", ("eni-e",), ("sg-e",), False)
EICE_ENI = interface("eni-e", "sg-e", private_ips=("10.0.0.4",))
OUT = rule("sgr-e", "10.0.0.0/8", group="sg-e", egress=True)
FROM_ENDPOINT = rule("sgr-2", "sg-e")


def ways(*items: Any, around: Around = ME, access: Access = PLAIN, unread: Any = (), **facts: Any):
    found = box(**facts)
    inner = eni() if facts.get("public", "x") else eni("")
    inventory = network(found, inner, TABLE, ACL, *items, unread=unread)
    return routes_to(inventory, found, around, access)


def replaced(around: Around = ME, **more: Any) -> Around:
    return msgspec.structs.replace(around, **more)


@pytest.mark.parametrize(
    ("items", "more", "usable", "words"),
    [
        ((MINE,), {}, True, "let you (198.51.100.7) in to 192.0.3.1"),
        ((WORLD,), {}, True, "let anybody in"),
        ((rule("sgr-1", "203.0.113.0/24"),), {}, False, "No rule lets you (198.51.100.7) in on port 22"),
        ((), {}, False, "No rule lets you"),
        ((rule("sgr-1", first=443),), {}, False, "No rule lets you"),
        ((MINE,), {"around": replaced(own=())}, None, "whether yours is one of them is not known"),
        ((rule("sgr-1", "10.0.0.0/8"),), {"around": replaced(own=())}, False, "No rule lets the internet in"),
        ((), {"unread": (Kind.RULES,)}, None, "rules have not been read"),
        ((MINE,), {"public": ""}, False, "It has no public address; 10.0.0.9 is not among"),
        ((MINE,), {"state": "stopped"}, False, "It is stopped."),
        ((MINE,), {"platform": "windows"}, False, "It runs Windows"),
        ((MINE,), {"unread": (Kind.ROUTE_TABLES,)}, True, "let you"),
    ],
)
def test_the_direct_way(items: Any, more: dict[str, Any], usable: bool | None, words: str) -> None:
    way = ways(*items, **more).by(Via.DIRECT)
    assert (way.usable, words in way.reason) == (usable, True), way


def test_the_direct_way_without_a_route_and_through_an_acl_that_refuses() -> None:
    found, inner = box(), eni()
    closed = msgspec.structs.replace(TABLE, routes=(Route("nat-1", cidr="0.0.0.0/0"),))
    way = routes_to(network(found, inner, closed, ACL, MINE), found, ME, Access()).by(Via.DIRECT)
    assert way.usable is False and "leads no IPv4 to an internet gateway" in way.reason
    deny = msgspec.structs.replace(ACL, entries=ALLOW[1:])
    way = routes_to(network(found, inner, TABLE, deny, MINE), found, ME, Access()).by(Via.DIRECT)
    assert way.usable is False and "acl-1" in way.reason
    unknown = network(found, inner, MINE, unread=(Kind.ROUTE_TABLES, Kind.NETWORK_ACLS))
    way = routes_to(unknown, found, ME, Access()).by(Via.DIRECT)
    assert way.usable is None and "have not been read" in way.reason


def test_a_mapped_address_is_dialled_where_it_is_mapped_to() -> None:
    access = Access(map={"192.0.3.0/24": "127.0.0.1:2222"})
    way = ways(rule("sgr-1", "203.0.113.0/24"), access=access).by(Via.DIRECT)
    assert way.usable and way.dial == Dial("127.0.0.1", 2222, "192.0.3.0/24")
    assert ways(access=access).by(Via.DIRECT).usable is False
    by_id = ways(MINE, access=Access(map={ID: "gw:5"}), public="").by(Via.DIRECT)
    assert by_id.usable and by_id.dial == Dial("gw", 5, ID)


def test_a_private_network_that_is_reached_from_here() -> None:
    access = Access(private_networks=("10.0.0.0/8",))
    office = replaced(own=("10.9.0.1",))
    way = ways(rule("sgr-1", "10.0.0.0/8"), around=office, access=access, public="").by(Via.DIRECT)
    assert way.usable and way.dial == Dial(PRIVATE)
    assert ways(around=office, access=access, public="").by(Via.DIRECT).usable is False


def test_the_direct_way_with_a_key_for_sixty_seconds() -> None:
    assert ways(MINE).by(Via.CONNECT).usable is True
    assert ways().by(Via.CONNECT).usable is False
    way = ways(MINE, around=replaced(read_only=True)).by(Via.CONNECT)
    assert way.usable is False and "Read-only" in way.reason


def bastion(**facts: Any):
    own = InstanceInterface(
        "eni-b",
        "subnet-1",
        "vpc-1",
        private_ips=("10.0.0.8",),
        public_ips=("192.0.3.8",),
        groups=(GroupRef("sg-b", "bastion"),),
    )
    return instance(BASTION_ID, own, **{"vpc_id": "vpc-1", "private_ip": "10.0.0.8", **facts})


INTO_BASTION = rule("sgr-b", "198.51.100.7/32", group="sg-b")
ONWARD = rule("sgr-3", "sg-b")
BY_TAG, BY_ID = Access(bastions={"*": "tag:role=jump"}), Access(bastions={"vpc-1": BASTION_ID})
JUMP = {"tags": (("role", "jump"),)}


@pytest.mark.parametrize(
    ("items", "access", "usable", "words"),
    [
        ((bastion(), INTO_BASTION, ONWARD), BY_ID, True, f"The bastion {BASTION_ID} is let in"),
        ((bastion(**JUMP), INTO_BASTION, ONWARD), BY_TAG, True, "is let in on port 22"),
        ((bastion(), INTO_BASTION, rule("sgr-3", "10.0.0.8/32")), BY_ID, True, "is let in"),
        ((bastion(), INTO_BASTION, ONWARD), BY_TAG, False, "was not found"),
        ((bastion(), INTO_BASTION), BY_ID, False, "No rule lets the bastion"),
        ((bastion(), ONWARD), BY_ID, False, f"The bastion {BASTION_ID}: No rule lets you"),
        ((bastion(state="stopped"), INTO_BASTION, ONWARD), BY_ID, False, "is stopped"),
        ((), Access(bastions={"vpc-9": BASTION_ID}), False, "No bastion is configured"),
        ((), Access(bastions={"*": ID}), False, "It is the bastion of its VPC itself"),
    ],
)
def test_the_way_through_a_bastion(items: Any, access: Access, usable: bool, words: str) -> None:
    way = ways(*items, access=access, public="").by(Via.BASTION)
    assert (way.usable, words in way.reason) == (usable, True), way
    if usable:
        assert way.dial == Dial(PRIVATE) and way.bastion == key(BASTION_ID)
        assert way.bastion_dial == Dial("192.0.3.8")


@pytest.mark.parametrize(
    ("items", "more", "usable", "words"),
    [
        ((EICE, EICE_ENI, OUT, FROM_ENDPOINT), {}, True, "its group sg-e is let in"),
        ((EICE, EICE_ENI, OUT, rule("sgr-2", "10.0.0.4/32")), {}, True, "its address 10.0.0.4"),
        ((EICE, EICE_ENI, OUT), {}, False, "No rule lets the endpoint eice-1"),
        ((EICE, EICE_ENI, FROM_ENDPOINT), {}, False, "do not let it out"),
        ((), {}, False, "There is no EC2 Instance Connect endpoint in its VPC"),
        ((), {"unread": (Kind.CONNECT_ENDPOINTS,)}, None, "have not been read"),
        ((FROM_ENDPOINT,), {"vpc_id": "vpc-2"}, False, "no EC2 Instance Connect endpoint"),
    ],
)
def test_the_way_through_an_endpoint(items: Any, more: Any, usable: bool | None, words: str) -> None:
    way = ways(*items, public="", **more).by(Via.ENDPOINT)
    assert (way.usable, words in way.reason) == (usable, True), way


def test_an_endpoint_that_is_not_ready_or_keeps_the_clients_address() -> None:
    making = msgspec.structs.replace(EICE, state="create-in-progress")
    assert ways(making, EICE_ENI, OUT, FROM_ENDPOINT).by(Via.ENDPOINT).usable is False
    keeps = msgspec.structs.replace(EICE, preserve_client_ip=True)
    assert ways(keeps, EICE_ENI, OUT, FROM_ENDPOINT).by(Via.ENDPOINT).usable is False
    assert ways(keeps, EICE_ENI, OUT, MINE).by(Via.ENDPOINT).usable is True
    nobody = replaced(own=())
    assert ways(keeps, EICE_ENI, OUT, MINE, around=nobody).by(Via.ENDPOINT).usable is None


@pytest.mark.parametrize(
    ("more", "usable", "words"),
    [
        ({}, True, "online"),
        ({"agent": SsmAgent("ConnectionLost")}, False, "offline (ConnectionLost)"),
        ({"agent": Missing.GONE}, False, "does not know it"),
        ({"agent": Missing.DENIED, "agent_needs": "ssm:X"}, None, "could not be read (needs ssm:X)"),
        ({"plugin": False}, False, "https://docs.aws.amazon.com"),
        ({"read_only": True}, False, "Read-only"),
    ],
)
def test_the_way_of_systems_manager(more: dict[str, Any], usable: bool | None, words: str) -> None:
    way = ways(around=replaced(**more)).by(Via.SSM)
    assert (way.usable, words in way.reason) == (usable, True), way


def test_the_first_way_that_is_usable_is_taken_and_those_before_it_are_explained() -> None:
    found = ways(MINE)
    assert found.chosen is not None and found.chosen.via is Via.DIRECT
    assert found.why == "The way in: direct. Rules let you (198.51.100.7) in to 192.0.3.1 on port 22."
    private = ways(EICE, EICE_ENI, OUT, FROM_ENDPOINT, public="")
    assert private.chosen is not None and private.chosen.via is Via.ENDPOINT
    assert "Not direct: It has no public address" in private.why and "Not bastion: No bastion" in private.why


def test_what_is_not_known_is_taken_only_when_nothing_is_known_to_work() -> None:
    unknown = replaced(own=())
    assert ways(MINE, around=unknown).chosen == ways(MINE, around=unknown).by(Via.SSM)
    alone = ways(MINE, around=replaced(unknown, plugin=False)).chosen
    assert alone is not None and alone.via is Via.DIRECT and alone.usable is None


def test_without_a_private_key_here_what_needs_none_comes_first() -> None:
    found = ways(MINE, around=replaced(has_key=False)).chosen
    assert found is not None and found.via is Via.CONNECT


def test_no_way_in_says_so_once_or_for_each() -> None:
    assert ways(MINE, state="stopped").why == "No way in: It is stopped."
    none = ways(around=replaced(plugin=False), public="")
    assert none.chosen is None and none.why.startswith("No way in. direct, connect: It has no public")
