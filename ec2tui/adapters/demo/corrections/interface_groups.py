"""An interface has exactly the groups that were put on it."""

from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface

from ec2tui.adapters.demo.correction import Correction
from ec2tui.adapters.demo.world import World


def own_groups_only(world: World) -> None:
    """Stop moto from adding the instance's groups to each of its interfaces."""

    def group_set(nic: Any) -> list[Any]:
        return list(nic._group_set)

    NetworkInterface.group_set = property(group_set)  # type: ignore[assignment,method-assign]


CORRECTION = Correction(
    name="interface-groups",
    moto="shows an interface with its own groups and its instance's",
    aws="shows its own, of which the instance shows those of the first interface",
    install=own_groups_only,
)
