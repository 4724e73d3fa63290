"""Route tables."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.route_table import Route, RouteTable

TARGETS = (
    "EgressOnlyInternetGatewayId",
    "NatGatewayId",
    "TransitGatewayId",
    "LocalGatewayId",
    "CarrierGatewayId",
    "VpcPeeringConnectionId",
    "CoreNetworkArn",
    "OdbNetworkArn",
    "NetworkInterfaceId",
    "InstanceId",
    "GatewayId",
)
"""Where AWS writes what a route leads to; an instance is named beside its interface."""


def _route(document: Document) -> Route:
    return Route(
        target=next((document[name] for name in TARGETS if document.get(name)), ""),
        state=document.get("State", ""),
        cidr=document.get("DestinationCidrBlock") or None,
        cidr6=document.get("DestinationIpv6CidrBlock") or None,
        prefix_list_id=document.get("DestinationPrefixListId") or None,
    )


def route_table(document: Document, account: str, region: str) -> RouteTable:
    """One table (shape RouteTable)."""
    links = document.get("Associations", ())
    return RouteTable(
        key=Key(account, region, document["RouteTableId"]),
        vpc_id=document.get("VpcId", ""),
        main=any(link.get("Main") for link in links),
        subnet_ids=tuple(link["SubnetId"] for link in links if link.get("SubnetId")),
        gateway_ids=tuple(link["GatewayId"] for link in links if link.get("GatewayId")),
        routes=tuple(_route(item) for item in document.get("Routes", ())),
        tags=tags(document.get("Tags")),
    )
