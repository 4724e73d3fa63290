"""Managed prefix lists: named sets of networks that rules and routes refer to."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class PrefixListEntry(msgspec.Struct, frozen=True, gc=False):
    """One network of a prefix list."""

    cidr: str
    description: str = ""


class PrefixList(msgspec.Struct, frozen=True):
    """A list as ec2:DescribeManagedPrefixLists tells it, with its entries.

    `family` is 4 or 6, `owner_id` is an account or `AWS`, `version` is None for AWS's lists. `entries` is
    None when they have not been read (ec2:GetManagedPrefixListEntries).
    """

    key: Key
    name: str = ""
    family: int = 4
    owner_id: str = ""
    version: int | None = None
    max_entries: int | None = None
    state: str = ""
    entries: tuple[PrefixListEntry, ...] | None = None
    tags: Tags = ()
