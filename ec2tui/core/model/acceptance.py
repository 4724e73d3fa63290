"""An exception: someone answers for a failure until a day, and says why."""

import msgspec


class Acceptance(msgspec.Struct, frozen=True, gc=False):
    """A failure that is accepted: why, who answers for it, until when, and where that is said.

    `until` is in epoch seconds: from then on it is accepted no more. `where` is `configuration` or `tag`.
    `reason` and `owner` may come from a tag: untrusted.
    """

    reason: str
    owner: str
    until: int
    where: str = "configuration"
