"""What sends traffic to an instance, and what would replace it."""

import msgspec

from ec2tui.core.model.key import Key


class Target(msgspec.Struct, frozen=True, gc=False):
    """One registration: the group's (or classic load balancer's) name, port, and AWS's word for its health.

    `target` is the instance's id, or the address that was registered instead.
    """

    group: str
    target: str
    port: int | None = None
    health: str = ""


class TargetGroups(msgspec.Struct, frozen=True):
    """Where an instance is registered (elasticloadbalancing:DescribeTargetHealth), keyed by the instance.

    `by_address` are all targets of the region that are registered by address: some may be the instance's.
    """

    key: Key
    targets: tuple[Target, ...] = ()
    by_address: tuple[Target, ...] = ()


class ScalingMembership(msgspec.Struct, frozen=True, gc=False):
    """The Auto Scaling group of an instance (autoscaling:DescribeAutoScalingInstances), by the instance.

    `state` is AWS's lifecycle word (`InService`, `Standby`, …); `protected`: from scale-in only.
    """

    key: Key
    group: str
    state: str = ""
    protected: bool = False
