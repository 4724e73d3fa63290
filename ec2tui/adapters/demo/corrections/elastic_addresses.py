"""Elastic IP addresses are public ones that name their instance; their tags are those of an `elastic-ip`."""

from typing import Any

from moto.ec2.models import elastic_ip_addresses
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE
from moto.moto_api._internal import mock_random

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.world import World


def give_public_addresses(world: World) -> None:
    """Make moto allocate from a block that is not loopback's, and name the resource as AWS does."""
    EC2_PREFIX_TO_RESOURCE["eipalloc"] = "elastic-ip"
    module: Any = elastic_ip_addresses
    module.random_ip = _public_address


def _public_address() -> str:
    return f"52.{mock_random.randint(16, 31)}.{mock_random.randint(0, 255)}.{mock_random.randint(1, 254)}"


CORRECTION = Correction(
    name="elastic-addresses-are-public",
    moto="allocates Elastic IP addresses from 127.0.0.0/8, and calls them vpc-elastic-ip in DescribeTags",
    aws="allocates them from its public blocks, and calls them elastic-ip",
    install=give_public_addresses,
)


def name_the_instance(call: Call, payload: Any) -> Any:
    """Say whose interface an address is associated with."""
    for address in call.backend.addresses:
        if address.eni is not None and address.instance is None:
            address.instance = address.eni.instance
    return payload


OF_INTERFACES = Correction(
    name="addresses-of-interfaces-name-their-instance",
    moto="leaves InstanceId empty when an address was associated with a network interface",
    aws="names the instance that the interface is attached to",
    after={"AssociateAddress": name_the_instance},
)
