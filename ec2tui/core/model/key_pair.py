"""A key pair: AWS's public half."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class KeyPair(msgspec.Struct, frozen=True):
    """A pair as ec2:DescribeKeyPairs tells it; its key's id is the pair's name.

    `type` is `rsa` or `ed25519`, `create_time` is in epoch seconds.
    """

    key: Key
    name: str
    type: str = ""
    fingerprint: str = ""
    public_key: str | None = None
    create_time: int | None = None
    tags: Tags = ()
