"""Flow logs: what is written down of a network's traffic."""

import msgspec

from ec2tui.core.model.key import Key


class FlowLog(msgspec.Struct, frozen=True):
    """A log as ec2:DescribeFlowLogs tells it, of a VPC, subnet or interface (`resource_id`).

    `traffic` is `ACCEPT`, `REJECT` or `ALL`; `delivery` is `SUCCESS`, `FAILED` or empty.
    """

    key: Key
    resource_id: str = ""
    status: str = ""
    traffic: str = ""
    delivery: str = ""
    error: str = ""
