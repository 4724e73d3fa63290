"""Parsers of what surrounds a security group: lists, networks, routes, ACLs, switches and endpoints."""

import pytest

from ec2tui.adapters.aws.parse.block_public_access import block_public_access, exclusion
from ec2tui.adapters.aws.parse.connect_endpoint import connect_endpoint
from ec2tui.adapters.aws.parse.network import network_interface
from ec2tui.adapters.aws.parse.network_acl import network_acl
from ec2tui.adapters.aws.parse.prefix_list import entries, prefix_list
from ec2tui.adapters.aws.parse.route_table import route_table
from ec2tui.adapters.aws.parse.subnet import subnet
from ec2tui.adapters.aws.parse.vpc import vpc
from ec2tui.adapters.aws.parse.vpc_endpoint import vpc_endpoint
from ec2tui.core.model.block_public_access import OPTIONS_ID, BlockPublicAccess
from ec2tui.core.model.key import Key
from ec2tui.core.model.network_acl import AclEntry
from ec2tui.core.model.prefix_list import PrefixListEntry
from ec2tui.core.model.route_table import Route

PLACE = ("123456789012", "eu-west-1")
PARSERS = [
    (prefix_list, "PrefixListId"),
    (vpc, "VpcId"),
    (subnet, "SubnetId"),
    (route_table, "RouteTableId"),
    (network_acl, "NetworkAclId"),
    (exclusion, "ExclusionId"),
    (vpc_endpoint, "VpcEndpointId"),
    (connect_endpoint, "InstanceConnectEndpointId"),
]


@pytest.mark.parametrize(("parse", "id_name"), PARSERS)
def test_the_id_alone_is_enough_and_without_it_there_is_nothing(parse, id_name):
    assert parse({id_name: "x"}, *PLACE).key == Key(*PLACE, "x")
    with pytest.raises(KeyError):
        parse({}, *PLACE)


def test_a_prefix_list_knows_its_family_and_not_yet_its_entries():
    document = {"PrefixListId": "pl-1", "AddressFamily": "IPv6", "OwnerId": "AWS", "MaxEntries": 3}
    parsed = prefix_list(document, *PLACE)
    assert (parsed.family, parsed.owner_id, parsed.max_entries, parsed.version) == (6, "AWS", 3, None)
    assert parsed.entries is None
    assert entries({"Entries": [{"Cidr": "10.0.0.0/8"}]}) == (PrefixListEntry("10.0.0.0/8"),)


def test_a_vpc_has_all_networks_that_still_count():
    document = {
        "VpcId": "vpc-1",
        "CidrBlock": "10.0.0.0/16",
        "CidrBlockAssociationSet": [
            {"CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
            {"CidrBlock": "10.1.0.0/16", "CidrBlockState": {"State": "disassociated"}},
        ],
        "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "2001:db8::/56"}],
        "BlockPublicAccessStates": {"InternetGatewayBlockMode": "block-ingress"},
    }
    parsed = vpc(document, *PLACE)
    assert (parsed.cidrs, parsed.cidrs6) == (("10.0.0.0/16",), ("2001:db8::/56",))
    assert parsed.internet_block == "block-ingress"
    assert vpc({"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}, *PLACE).cidrs == ("10.0.0.0/16",)


def test_routes_name_their_target_whichever_member_holds_it():
    document = {
        "RouteTableId": "rtb-1",
        "Associations": [{"Main": True}, {"SubnetId": "subnet-1"}, {"GatewayId": "igw-1"}],
        "Routes": [
            {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
            {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1", "State": "active"},
            {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1", "State": "blackhole"},
        ],
    }
    parsed = route_table(document, *PLACE)
    assert (parsed.main, parsed.subnet_ids, parsed.gateway_ids) == (True, ("subnet-1",), ("igw-1",))
    assert parsed.routes == (
        Route("local", "active", cidr="10.0.0.0/16"),
        Route("eigw-1", "active", cidr6="::/0"),
        Route("vpce-1", "blackhole", prefix_list_id="pl-1"),
    )


def test_an_acl_keeps_order_and_both_ways():
    document = {
        "NetworkAclId": "acl-1",
        "IsDefault": True,
        "Associations": [{"SubnetId": "subnet-1"}],
        "Entries": [
            {
                "RuleNumber": 100,
                "Protocol": "6",
                "RuleAction": "allow",
                "Egress": False,
                "CidrBlock": "0.0.0.0/0",
                "PortRange": {"From": 22, "To": 23},
            },
            {
                "RuleNumber": 90,
                "Protocol": "1",
                "RuleAction": "deny",
                "Egress": True,
                "Ipv6CidrBlock": "::/0",
                "IcmpTypeCode": {"Type": -1, "Code": -1},
            },
        ],
    }
    parsed = network_acl(document, *PLACE)
    assert parsed.entries == (
        AclEntry(100, False, True, "6", 22, 23, cidr="0.0.0.0/0"),
        AclEntry(90, True, False, "1", icmp_type=-1, icmp_code=-1, cidr6="::/0"),
    )
    assert parsed.is_default and parsed.subnet_ids == ("subnet-1",)


def test_block_public_access_has_one_row_a_region():
    options = {
        "InternetGatewayBlockMode": "block-ingress",
        "State": "update-complete",
        "ManagedBy": "account",
    }
    parsed = block_public_access({"VpcBlockPublicAccessOptions": options}, *PLACE)
    expected = BlockPublicAccess(Key(*PLACE, OPTIONS_ID), "block-ingress", "update-complete", "", "account")
    assert parsed == (expected,)
    arn = "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1"
    assert exclusion({"ExclusionId": "x", "ResourceArn": arn}, *PLACE).resource_id == "subnet-1"


def test_an_interface_tells_how_long_its_connections_live_on():
    tracking = {"ConnectionTrackingConfiguration": {"TcpEstablishedTimeout": 350}}
    assert network_interface({"NetworkInterfaceId": "x", **tracking}, *PLACE).tracking_seconds == 350
    assert network_interface({"NetworkInterfaceId": "x"}, *PLACE).tracking_seconds is None
