"""VPC endpoints: doors inside a VPC to AWS's services."""

import msgspec

from ec2tui.core.model.instance import GroupRef, Tags
from ec2tui.core.model.key import Key


class VpcEndpoint(msgspec.Struct, frozen=True):
    """An endpoint as ec2:DescribeVpcEndpoints tells it; `kind` is AWS's VpcEndpointType."""

    key: Key
    service: str = ""
    kind: str = ""
    state: str = ""
    vpc_id: str = ""
    subnet_ids: tuple[str, ...] = ()
    interface_ids: tuple[str, ...] = ()
    groups: tuple[GroupRef, ...] = ()
    private_dns: bool | None = None
    tags: Tags = ()
