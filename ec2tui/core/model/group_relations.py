"""What only AWS knows of the relations of security groups: stale rules, and references over peerings."""

import msgspec

from ec2tui.core.model.key import Key


class StaleGroup(msgspec.Struct, frozen=True, gc=False):
    """A group with rules that refer to groups which are gone; `peers` are the ids that they name."""

    group_id: str
    peers: tuple[str, ...] = ()


class StaleRules(msgspec.Struct, frozen=True):
    """The groups of a VPC with stale rules (ec2:DescribeStaleSecurityGroups); the key is the VPC's."""

    key: Key
    groups: tuple[StaleGroup, ...] = ()


class GroupReferences(msgspec.Struct, frozen=True):
    """The VPCs on the other side of a peering whose rules name a group (ec2:DescribeSecurityGroupReferences).

    The key is the group's.
    """

    key: Key
    vpcs: tuple[str, ...] = ()
