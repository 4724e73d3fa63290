"""An instance profile: what hands an IAM role to instances."""

import msgspec

from ec2tui.core.model.key import Key


class InstanceProfile(msgspec.Struct, frozen=True):
    """A profile and the role in it, from iam:ListInstanceProfiles; the key's id is the profile's ARN.

    `role` is the role's name, empty when the profile holds none. A profile made in the console has its role's
    name; one that a template made need not.
    """

    key: Key
    role: str = ""
