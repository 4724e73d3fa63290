"""Network ACLs: ordered, stateless filters at the edge of a subnet."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class AclEntry(msgspec.Struct, frozen=True, gc=False):
    """One entry; the lowest `number` that matches decides. Exactly one of `cidr` and `cidr6` is set.

    `protocol` is a number as text, `-1` for all. Ports are None where the protocol has none; `icmp_type` and
    `icmp_code` are -1 for all.
    """

    number: int
    egress: bool
    allow: bool
    protocol: str = "-1"
    from_port: int | None = None
    to_port: int | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    cidr: str | None = None
    cidr6: str | None = None


class NetworkAcl(msgspec.Struct, frozen=True):
    """An ACL as ec2:DescribeNetworkAcls tells it, entries in AWS's order."""

    key: Key
    vpc_id: str = ""
    is_default: bool = False
    subnet_ids: tuple[str, ...] = ()
    entries: tuple[AclEntry, ...] = ()
    tags: Tags = ()
