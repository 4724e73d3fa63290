"""The policies of the role that an instance profile hands out."""

import msgspec

from ec2tui.core.model.key import Key


class RolePolicies(msgspec.Struct, frozen=True):
    """What a profile's role may do, by name; the key's id is the profile's ARN.

    `role` is empty when the profile holds none. `managed` are ARNs (iam:ListAttachedRolePolicies), `inline`
    the names of policies written into the role (iam:ListRolePolicies), whose texts are not read.
    """

    key: Key
    role: str = ""
    managed: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
