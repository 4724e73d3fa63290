"""Whether the internet can really reach an interface, and what makes it so, as values that can be shown."""

import msgspec

from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.key import Key


class Reach(msgspec.Struct, frozen=True):
    """A span of traffic that a part of the internet reaches, with the ids that explain it.

    `exposure` has the span, the share and the rules; `route` is the table and the way (`rtb-1 → igw-1`),
    `acl` are the entries that let it in and the answer out (`acl-1 in 100`, `acl-1 out 100`). It is `certain`
    when nothing on the way was left unread.
    """

    exposure: Exposure
    addresses: tuple[str, ...]
    route: str
    acl: tuple[str, ...]
    certain: bool = True


class Reachability(msgspec.Struct, frozen=True):
    """What the network lets through to one interface; what its operating system does with it is not known.

    `blocked` are sentences about what shuts the internet out, by family. `indirect` are other ways by which
    it may come. `unknown` are sentences about what could not be read and is not shut out anyway; with `more`
    there may be rules that open more than `reach` tells.
    """

    interface: Key
    reach: tuple[Reach, ...] = ()
    blocked: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    more: bool = False

    @property
    def reachable(self) -> bool | None:
        """Whether the internet reaches anything; None when that could not be read."""
        if any(one.certain for one in self.reach):
            return True
        return None if self.unknown else False
