"""The names of things: a resource by account, region and id, and the source it was read through."""

from typing import NamedTuple


class Key(NamedTuple):
    """What identifies a resource everywhere: the 12-digit account, the region and AWS's own id."""

    account: str
    region: str
    id: str


class Source(NamedTuple):
    """Where a reading comes from: a profile of this machine, looking at one region."""

    profile: str
    region: str
