"""An Elastic IP address."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Address(msgspec.Struct, frozen=True):
    """An address as ec2:DescribeAddresses tells it; the key's id is the allocation id, `eipalloc-…`."""

    key: Key
    public_ip: str = ""
    association_id: str | None = None
    instance_id: str | None = None
    interface_id: str | None = None
    private_ip: str | None = None
    tags: Tags = ()
