"""Managed prefix lists and their entries."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.prefix_list import PrefixList, PrefixListEntry


def prefix_list(document: Document, account: str, region: str) -> PrefixList:
    """One list (shape ManagedPrefixList), its entries not read yet."""
    return PrefixList(
        key=Key(account, region, document["PrefixListId"]),
        name=document.get("PrefixListName", ""),
        family=6 if document.get("AddressFamily") == "IPv6" else 4,
        owner_id=document.get("OwnerId", ""),
        version=document.get("Version"),
        max_entries=document.get("MaxEntries"),
        state=document.get("State", ""),
        tags=tags(document.get("Tags")),
    )


def entries(document: Document) -> tuple[PrefixListEntry, ...]:
    """A page of entries (ec2:GetManagedPrefixListEntries)."""
    return tuple(
        PrefixListEntry(entry["Cidr"], entry.get("Description", "")) for entry in document.get("Entries", ())
    )
