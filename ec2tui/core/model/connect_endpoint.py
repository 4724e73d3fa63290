"""EC2 Instance Connect endpoints: a way in without a public address."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class ConnectEndpoint(msgspec.Struct, frozen=True):
    """An endpoint as ec2:DescribeInstanceConnectEndpoints tells it.

    With `preserve_client_ip` an instance sees the client's address, else the endpoint's. Tunnels are opened
    at `dns_name` (empty: AWS has told none, as while it is being made).
    """

    key: Key
    state: str = ""
    vpc_id: str = ""
    subnet_id: str = ""
    interface_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    preserve_client_ip: bool | None = None
    tags: Tags = ()
    dns_name: str = ""
    state_message: str = ""
