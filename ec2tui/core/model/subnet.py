"""Subnets of a VPC."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Subnet(msgspec.Struct, frozen=True):
    """A subnet as ec2:DescribeSubnets tells it; `internet_block` is as in `Vpc`, with exclusions applied.

    `free_addresses` counts its unused IPv4 addresses; `default` says that it is its zone's default subnet.
    """

    key: Key
    vpc_id: str = ""
    az: str = ""
    cidr: str = ""
    cidrs6: tuple[str, ...] = ()
    public_ip_on_launch: bool | None = None
    ipv6_on_launch: bool | None = None
    internet_block: str | None = None
    free_addresses: int | None = None
    default: bool = False
    tags: Tags = ()
