"""Virtual private clouds: their networks, and what of the internet is shut out of them."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Vpc(msgspec.Struct, frozen=True):
    """A VPC as ec2:DescribeVpcs tells it; `cidrs` and `cidrs6` are all its associated networks.

    `internet_block` is the effective mode of Block Public Access (`off`, `block-ingress`,
    `block-bidirectional`), None when AWS does not tell.
    """

    key: Key
    cidrs: tuple[str, ...] = ()
    cidrs6: tuple[str, ...] = ()
    is_default: bool = False
    owner_id: str = ""
    internet_block: str | None = None
    tags: Tags = ()
