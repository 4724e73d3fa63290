"""Where an instance type is offered."""

import msgspec

from ec2tui.core.model.key import Key


class Offering(msgspec.Struct, frozen=True):
    """The zones that offer a type (ec2:DescribeInstanceTypeOfferings); the key's id is the type's name."""

    key: Key
    zones: tuple[str, ...] = ()
