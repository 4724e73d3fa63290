"""What the groups of one network interface let through together, as values that can be shown."""

import msgspec

from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.key import Key


class Covered(msgspec.Struct, frozen=True):
    """A rule that could go without closing anything: `by` are the ids of the rules that let the same through.

    `how` is `duplicate` (one says just the same), `shadowed` (one says more) or `redundant` (several do).
    """

    rule: str
    by: tuple[str, ...]
    how: str


class Grant(msgspec.Struct, frozen=True):
    """Who may reach what, or what may be reached: one line for all rules that say the same.

    `traffic` is as in a rule line (`tcp/22`), `peer` is a canonical CIDR or the id of a group or prefix list.
    `families` are 4, 6 or both. `share` is how much of the public internet the peer covers (0: nothing of
    it, None: a prefix list whose entries are not known). `rules` and `groups` are the ids that grant it.
    """

    egress: bool
    traffic: str
    protocol: str
    first: int
    last: int
    peer: str
    families: tuple[int, ...]
    share: float | None
    rules: tuple[str, ...]
    groups: tuple[str, ...]


class Effective(msgspec.Struct, frozen=True):
    """The effective firewall of one interface: its groups added up.

    `exposures` are the openings to the public internet by the rules alone (routes and ACLs are not looked
    at). `unknown` are sentences about what could not be read: with one, this is not the whole.
    """

    interface: Key
    groups: tuple[str, ...]
    grants: tuple[Grant, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    covered: tuple[Covered, ...] = ()
    unknown: tuple[str, ...] = ()
