"""The Spot request of an instance."""

import msgspec

from ec2tui.core.model.key import Key


class SpotRequest(msgspec.Struct, frozen=True, gc=False):
    """What asked for a Spot instance (ec2:DescribeSpotInstanceRequests), keyed by the instance.

    `type` is AWS's `one-time` or `persistent`, `state` its `active`, `disabled`, `cancelled`, ….
    """

    key: Key
    id: str
    type: str = ""
    state: str = ""

    @property
    def launches_again(self) -> bool:
        """Whether AWS will launch another instance when this one is terminated."""
        return self.type == "persistent" and self.state in ("open", "active", "disabled")
