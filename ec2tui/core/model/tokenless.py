"""How often an instance's metadata service was asked by its version 1, which needs no token."""

import msgspec

from ec2tui.core.model.key import Key


class TokenlessCalls(msgspec.Struct, frozen=True, gc=False):
    """The sum of CloudWatch's metric MetadataNoToken of an instance over the last `days`.

    `calls` is None where CloudWatch holds no figure of that time, which is not the same as none.
    """

    key: Key
    calls: int | None
    days: int
