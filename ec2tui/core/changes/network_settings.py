"""Settings of networks: public addresses at launch, source and destination checks, gateway endpoints."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ec2tui.core.changes.change import (
    Change,
    Subject,
    drop,
    ec2_call,
    edit,
    put,
    tag_specification,
)
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.vpc_endpoint import VpcEndpoint


class SetPublicAddresses(Change, frozen=True, tag="subnet.public_addresses"):
    """Whether a subnet gives what is launched in it a public IPv4 address that nobody asked for."""

    on: bool = False

    verb: ClassVar[str] = "set addresses of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifySubnetAttribute",)
    kind: ClassVar[Kind] = Kind.SUBNETS
    rehearsable: ClassVar[bool] = False

    @property
    def word(self) -> str:
        """What is done."""
        return "give public addresses in" if self.on else "give no public addresses in"

    def call(self) -> ApiCall:
        """ec2:ModifySubnetAttribute."""
        return ec2_call(
            self.key, "ModifySubnetAttribute", SubnetId=self.key.id, MapPublicIpOnLaunch={"Value": self.on}
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """The subnet says so."""
        return edit(inventory, Kind.SUBNETS, self.key, public_ip_on_launch=self.on)

    def inverse(self, before: Inventory) -> Change | None:
        """What it was."""
        old: Subnet | None = before.table(Kind.SUBNETS).get(self.key)
        if old is None or old.public_ip_on_launch is None:
            return None
        return SetPublicAddresses(self.key, old.public_ip_on_launch)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the subnet says so."""
        old: Subnet | None = inventory.table(Kind.SUBNETS).get(self.key)
        return old is not None and old.public_ip_on_launch == self.on


class SetSourceCheck(Change, frozen=True, tag="interface.source_check"):
    """Whether an interface takes only what is addressed to it; off for what routes or translates."""

    on: bool = True

    verb: ClassVar[str] = "check"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyNetworkInterfaceAttribute",)
    kind: ClassVar[Kind] = Kind.INTERFACES

    @property
    def word(self) -> str:
        """What is done."""
        return "check source and destination of" if self.on else "check no source and destination of"

    def call(self) -> ApiCall:
        """ec2:ModifyNetworkInterfaceAttribute."""
        return ec2_call(
            self.key,
            "ModifyNetworkInterfaceAttribute",
            NetworkInterfaceId=self.key.id,
            SourceDestCheck={"Value": self.on},
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """The interface says so."""
        return edit(inventory, Kind.INTERFACES, self.key, source_dest_check=self.on)

    def inverse(self, before: Inventory) -> Change | None:
        """What it was."""
        old: NetworkInterface | None = before.table(Kind.INTERFACES).get(self.key)
        if old is None or old.source_dest_check is None:
            return None
        return SetSourceCheck(self.key, old.source_dest_check)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the interface says so."""
        old: NetworkInterface | None = inventory.table(Kind.INTERFACES).get(self.key)
        return old is not None and old.source_dest_check == self.on


def new_endpoint(vpc: Key, service: str) -> Key:
    """The key that stands for the gateway endpoint of a service until AWS has named it."""
    return vpc._replace(id=f"(the endpoint of {service.rsplit('.', 1)[-1]} in {vpc.id})")


class CreateGatewayEndpoint(Change, frozen=True, tag="vpc.create_endpoint"):
    """Makes a gateway endpoint in a VPC, by which traffic to S3 or DynamoDB stays inside AWS.

    `service` is AWS's name (`com.amazonaws.eu-west-1.s3`); routes to it go into `route_tables`. Such an
    endpoint costs nothing.
    """

    service: str
    route_tables: tuple[str, ...]
    tags: Tags = ()

    verb: ClassVar[str] = "make an endpoint in"
    asks: ClassVar[tuple[str, ...]] = ("ec2:CreateTags", "ec2:CreateVpcEndpoint")
    kind: ClassVar[Kind] = Kind.VPCS
    idempotent: ClassVar[bool] = False
    token_parameter: ClassVar[str] = "ClientToken"  # noqa: S105 (the name of a parameter)
    creates: ClassVar[str] = "vpc-endpoint"
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:CreateVpcEndpoint."""
        return ec2_call(
            self.key,
            "CreateVpcEndpoint",
            VpcId=self.key.id,
            VpcEndpointType="Gateway",
            ServiceName=self.service,
            RouteTableIds=list(self.route_tables),
            **tag_specification("vpc-endpoint", self.tags),
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tags where it carries some."""
        return (self.call().action, *(("ec2:CreateTags",) if self.tags else ()))

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The VPC, and the new endpoint."""
        return (
            Subject(Kind.VPCS, self.key),
            Subject(Kind.VPC_ENDPOINTS, new_endpoint(self.key, self.service)),
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """There is an endpoint."""
        key = new_endpoint(self.key, self.service)
        made = VpcEndpoint(key, self.service, "Gateway", "available", self.key.id, tags=self.tags)
        return put(inventory, Kind.VPC_ENDPOINTS, made)

    def inverse(self, before: Inventory) -> Change | None:
        """Told by the reply."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Deleting the endpoint that was made."""
        made = reply.get("VpcEndpoint") or {}
        id_ = (made[0] if isinstance(made, list) else made).get("VpcEndpointId")
        return DeleteGatewayEndpoint(self.key._replace(id=id_)) if id_ else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether the VPC has one for this service."""
        return any(
            (one.service, one.vpc_id) == (self.service, self.key.id) and one.state in ("available", "pending")
            for key, one in inventory.table(Kind.VPC_ENDPOINTS).items()
            if key[:2] == self.key[:2]
        )


class DeleteGatewayEndpoint(Change, frozen=True, tag="endpoint.delete"):
    """Deletes a gateway endpoint, with the routes to it."""

    verb: ClassVar[str] = "delete"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeleteVpcEndpoints",)
    kind: ClassVar[Kind] = Kind.VPC_ENDPOINTS

    def call(self) -> ApiCall:
        """ec2:DeleteVpcEndpoints."""
        return ec2_call(self.key, "DeleteVpcEndpoints", VpcEndpointIds=[self.key.id])

    def effect(self, inventory: Inventory) -> Inventory:
        """It is gone."""
        return drop(inventory, Kind.VPC_ENDPOINTS, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing: which route tables led to it is not told."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """Why it is not made again."""
        return "Which route tables led to it is not read, so it is not made again by an undo."

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be gone."""
        there = self.key in inventory.table(Kind.VPC_ENDPOINTS)
        return not there and inventory.missing(Kind.VPC_ENDPOINTS, self.key) is Missing.GONE
