"""A security group and its rules, one value per rule id."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class SecurityGroup(msgspec.Struct, frozen=True):
    """A group as ec2:DescribeSecurityGroups tells it; its rules are read apart, by rule id."""

    key: Key
    name: str
    description: str = ""
    vpc_id: str | None = None
    owner_id: str = ""
    tags: Tags = ()


class SecurityGroupRule(msgspec.Struct, frozen=True):
    """One row of ec2:DescribeSecurityGroupRules.

    `protocol` is AWS's word or number (`-1`: all); `from_port` and `to_port` are ports, ICMP type and code,
    or -1. Exactly one of `cidr`, `cidr6`, `prefix_list_id` and `peer_group_id` is set.
    """

    key: Key
    group_id: str
    egress: bool
    protocol: str
    from_port: int | None = None
    to_port: int | None = None
    cidr: str | None = None
    cidr6: str | None = None
    prefix_list_id: str | None = None
    peer_group_id: str | None = None
    peer_account: str | None = None
    peer_vpc_id: str | None = None
    peering_status: str | None = None
    description: str | None = None
    tags: Tags = ()
