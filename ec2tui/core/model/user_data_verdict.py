"""What an instance's user data looks like: never its text."""

import msgspec

from ec2tui.core.model.key import Key


class UserDataVerdict(msgspec.Struct, frozen=True):
    """Whether the user data of an instance seems to hold secrets; the key is the instance's.

    `size` is in bytes as they were set (0: none). `suspicions` say what looks like a secret and in which
    line, redacted. `unread` says why some of it could not be looked at.
    """

    key: Key
    size: int = 0
    suspicions: tuple[str, ...] = ()
    unread: str = ""
