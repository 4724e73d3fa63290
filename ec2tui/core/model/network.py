"""Network interfaces: who uses which security group, where."""

import msgspec

from ec2tui.core.model.instance import GroupRef, Tags
from ec2tui.core.model.key import Key


class NetworkInterface(msgspec.Struct, frozen=True):
    """An interface as ec2:DescribeNetworkInterfaces tells it; `kind` is AWS's InterfaceType.

    `tracking_seconds` is how long an idle tracked TCP connection lives on, None for AWS's default.
    """

    key: Key
    kind: str = ""
    status: str = ""
    description: str = ""
    vpc_id: str = ""
    subnet_id: str = ""
    az: str = ""
    requester_id: str = ""
    requester_managed: bool = False
    instance_id: str | None = None
    attachment_owner: str | None = None
    private_ips: tuple[str, ...] = ()
    public_ips: tuple[str, ...] = ()
    ipv6: tuple[str, ...] = ()
    groups: tuple[GroupRef, ...] = ()
    source_dest_check: bool | None = None
    tracking_seconds: int | None = None
    tags: Tags = ()
