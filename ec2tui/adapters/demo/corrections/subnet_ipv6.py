"""A subnet's IPv6 block says in one word whether it is associated."""

from typing import Any

from moto.ec2.models.subnets import Subnet

from ec2tui.adapters.demo.correction import Correction
from ec2tui.adapters.demo.world import World


def say_state_once(world: World) -> None:
    """Replace moto's list of a subnet's IPv6 blocks, which wraps the state twice."""

    def blocks(subnet: Any) -> list[dict[str, Any]]:
        return [
            {
                "ipv6CidrBlock": one["ipv6CidrBlock"],
                "associationId": one["associationId"],
                "ipv6CidrBlockState": dict(one["ipv6CidrBlockState"]),
            }
            for one in subnet.ipv6_cidr_block_associations.values()
            if one["ipv6CidrBlockState"]["State"] == "associated"
        ]

    Subnet.ipv6_cidr_block_association_set = property(blocks)  # type: ignore[assignment]


CORRECTION = Correction(
    name="subnet-ipv6-state",
    moto="says the state of a subnet's IPv6 block as the text {'State': 'associated'}",
    aws="says associated",
    install=say_state_once,
)
