"""Three VPCs with public, private and data subnets, routes, NACLs, gateways and endpoints."""

import ipaddress
from dataclasses import dataclass
from typing import Any

from ec2tui.adapters.demo.world import World


@dataclass(frozen=True, slots=True)
class Network:
    """One VPC: /24 public subnets, and private ones wide enough for a large fleet."""

    name: str
    region: str
    prefix: str
    zones: tuple[str, ...]
    ipv6: bool = False


NETWORKS = (
    Network("prod", "eu-west-1", "10.20", ("a", "b", "c"), ipv6=True),
    Network("staging", "eu-west-1", "10.30", ("a", "b")),
    Network("analytics", "us-east-1", "10.40", ("a", "b", "c")),
)
"""The demo's VPCs."""

ENDPOINT_SERVICES = ("ssm", "ssmmessages", "ec2messages", "ec2")
"""Interface endpoints of the VPC that keeps its traffic inside AWS."""


def build_networks(world: World) -> None:
    """Make the VPCs of all regions, in place of moto's default ones."""
    for region in world.regions:
        _drop_default_vpc(world.ec2(region))
    for network in NETWORKS:
        _build(world, network)


def _drop_default_vpc(backend: Any) -> None:
    for table in ("vpcs", "subnets", "route_tables", "network_acls", "groups", "internet_gateways"):
        getattr(backend, table).clear()


def _build(world: World, network: Network) -> None:
    backend = world.ec2(network.region)
    vpc = backend.create_vpc(
        f"{network.prefix}.0.0/16",
        amazon_provided_ipv6_cidr_block=network.ipv6,
        tags=_tags(network, f"{network.name}-vpc"),
    )
    vpc.enable_dns_hostnames = True
    remember(world, network.region, "vpc", network.name, vpc.id)
    public, private = _subnets(world, network, vpc)
    gateway = backend.create_internet_gateway(_tags(network, f"{network.name}-igw"))
    backend.attach_internet_gateway(gateway.id, vpc.id)
    _public_routes(backend, network, vpc, gateway, public)
    _private_routes(backend, network, vpc, public[0], private)
    if network.ipv6:
        _let_ipv6_through(backend, vpc)
    _data_acl(backend, network, vpc, private[-1])
    if network.name == "prod":
        _endpoints(world, backend, vpc, private)
    backend.default_vpc = vpc


def remember(world: World, region: str, kind: str, name: str, one: str) -> None:
    """Keep the id of a seeded thing under its name."""
    world.names[f"{region}/{kind}/{name}"] = one


def _tags(network: Network, name: str) -> list[dict[str, str]]:
    env = "prod" if network.name == "prod" else "staging" if network.name == "staging" else "dev"
    return [
        {"Key": "Name", "Value": name},
        {"Key": "env", "Value": env},
        {"Key": "team", "Value": "platform"},
        {"Key": "owner", "Value": "network@example.com"},
    ]


def _subnets(world: World, network: Network, vpc: Any) -> tuple[list[Any], list[Any]]:
    public, private = [], []
    for number, zone in enumerate(network.zones):
        open_ = _subnet(world, network, vpc, f"public-{zone}", f"{network.prefix}.{number}.0/24", zone)
        if network.ipv6:
            open_.attach_ipv6_cidr_block_associations(_ipv6_part(vpc, number))
        open_.map_public_ip_on_launch = network.name == "staging"
        public.append(open_)
        cidr = f"{network.prefix}.{64 * (number + 1) if number < 3 else 0}.0/18"
        private.append(_subnet(world, network, vpc, f"app-{zone}", cidr, zone))
    private.append(_subnet(world, network, vpc, "data-a", f"{network.prefix}.32.0/24", "a"))
    return public, private


def _ipv6_part(vpc: Any, number: int) -> str:
    """The number-th /64 of the VPC's IPv6 block."""
    block = ipaddress.IPv6Network(vpc.get_cidr_block_association_set(ipv6=True)[0]["cidr_block"])
    return f"{block.network_address + (number << 64)}/64"


def _subnet(world: World, network: Network, vpc: Any, name: str, cidr: str, zone: str) -> Any:
    full = f"{network.name}-{name}"
    tags = {tag["Key"]: tag["Value"] for tag in _tags(network, full)}
    backend = world.ec2(network.region)
    subnet = backend.create_subnet(vpc.id, cidr, availability_zone=f"{network.region}{zone}")
    subnet.add_tags(tags)
    subnet.default_for_az = False
    remember(world, network.region, "subnet", full, subnet.id)
    return subnet


def _public_routes(backend: Any, network: Network, vpc: Any, gateway: Any, public: list[Any]) -> None:
    table = backend.create_route_table(vpc.id, _tags(network, f"{network.name}-public"))
    backend.create_route(table.id, "0.0.0.0/0", gateway_id=gateway.id)
    if network.ipv6:
        backend.create_route(table.id, None, destination_ipv6_cidr_block="::/0", gateway_id=gateway.id)
    for subnet in public:
        backend.associate_route_table(table.id, subnet_id=subnet.id)


def _private_routes(backend: Any, network: Network, vpc: Any, public: Any, private: list[Any]) -> None:
    table = backend.create_route_table(vpc.id, _tags(network, f"{network.name}-private"))
    if network.name != "staging":
        address = backend.allocate_address("vpc")
        address.add_tags({"Name": f"{network.name}-nat"})
        nat = backend.create_nat_gateway(public.id, address.allocation_id, {"Name": f"{network.name}-nat"})
        _as_nat_gateway(nat)
        backend.create_route(table.id, "0.0.0.0/0", nat_gateway_id=nat.id)
    for subnet in private:
        backend.associate_route_table(table.id, subnet_id=subnet.id)
    if network.name != "staging":
        backend.create_vpc_endpoint(
            vpc.id,
            f"com.amazonaws.{network.region}.s3",
            "Gateway",
            None,
            [table.id],
            tags={"Name": f"{network.name}-s3"},
        )


def _as_nat_gateway(nat: Any) -> None:
    """The gateway's own interface, which is in no security group (VPC user guide)."""
    nic = nat._eni
    nic._group_set = []
    nic.interface_type = "nat_gateway"
    nic.description = f"Interface for NAT Gateway {nat.id}"
    nic.status = "in-use"
    nic.requester_managed = True


def _let_ipv6_through(backend: Any, vpc: Any) -> None:
    """AWS adds such entries to the default ACL of a VPC that gets an IPv6 block (VPC user guide)."""
    default = next(acl for acl in backend.network_acls.values() if acl.vpc_id == vpc.id and acl.default)
    for egress in (False, True):
        backend.create_network_acl_entry(
            default.id, 101, "-1", "allow", egress, None, None, None, None, None, "::/0"
        )


def _data_acl(backend: Any, network: Network, vpc: Any, subnet: Any) -> None:
    acl = backend.create_network_acl(vpc.id, _tags(network, f"{network.name}-data"))
    inside = f"{network.prefix}.0.0/16"
    for egress in (False, True):
        for number, cidr, low, high in ((100, inside, 0, 65535), (110, "0.0.0.0/0", 1024, 65535)):
            backend.create_network_acl_entry(
                acl.id, number, "6", "allow", egress, cidr, None, None, low, high, None
            )
    everywhere = "0.0.0.0/0"  # answers come back to high ports, but nobody's remote desktop
    backend.create_network_acl_entry(
        acl.id, 105, "6", "deny", False, everywhere, None, None, 3389, 3389, None
    )
    for association in [
        one for table in backend.network_acls.values() for one in table._associations.values()
    ]:
        if association.subnet_id == subnet.id:
            backend.replace_network_acl_association(association.id, acl.id)
            return


def _endpoints(world: World, backend: Any, vpc: Any, private: list[Any]) -> None:
    group = backend.create_security_group(
        "vpc-endpoints", "HTTPS to AWS services from inside the VPC", vpc_id=vpc.id
    )
    remember(world, backend.region_name, "sg", "vpc-endpoints", group.id)
    for service in ENDPOINT_SERVICES:
        endpoint = backend.create_vpc_endpoint(
            vpc.id,
            f"com.amazonaws.{backend.region_name}.{service}",
            "Interface",
            None,
            [],
            subnet_ids=[private[0].id],
            security_group_ids=[group.id],
            tags={"Name": f"prod-{service}"},
            private_dns_enabled=True,
        )
        for nic_id in endpoint.network_interface_ids or ():
            nic = backend.enis[nic_id]
            nic._group_set = [group]
            nic.interface_type = "vpc_endpoint"
            nic.description = f"VPC Endpoint Interface {endpoint.id}"
            nic.status = "in-use"
            nic.requester_managed = True
