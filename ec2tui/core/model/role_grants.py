"""What the policies of an instance profile's role allow, by their texts."""

import msgspec

from ec2tui.core.model.key import Key


class Statement(msgspec.Struct, frozen=True, gc=False):
    """One statement that allows; `conditions` are the names of what it depends on.

    `not_actions` and `not_resources`: it allows all but those that are named.
    """

    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    not_actions: bool = False
    not_resources: bool = False


class PolicyText(msgspec.Struct, frozen=True, gc=False):
    """An inline or a customer's policy with the statements that allow something."""

    name: str
    statements: tuple[Statement, ...] = ()


class RoleGrants(msgspec.Struct, frozen=True):
    """A role's own policies (not those that AWS manages); the key's id is the instance profile's ARN."""

    key: Key
    role: str = ""
    policies: tuple[PolicyText, ...] = ()
