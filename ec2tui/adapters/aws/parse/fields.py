"""Values that several resources share: times, tags, security groups and addresses."""

from datetime import UTC, datetime
from typing import Any

from botocore.utils import parse_timestamp

from ec2tui.core.model.instance import GroupRef, Tags

Document = dict[str, Any]
"""One structure as botocore hands it over: AWS's names, missing members left out."""


def epoch(moment: datetime | None) -> int | None:
    """Whole seconds since the epoch; a time without a zone counts as UTC."""
    if moment is None:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def epoch_of_text(text: str | None) -> int | None:
    """Seconds since the epoch of a time as AWS writes it (`2026-01-02T03:04:05.000Z`); None when empty.

    Raises ValueError for what is no time.
    """
    if not text:
        return None
    if text[4:5] == "-":
        try:
            return epoch(datetime.fromisoformat(text))
        except ValueError:
            pass
    return epoch(parse_timestamp(text))


def tags(documents: list[Document] | None) -> Tags:
    """Tags in AWS's order, exactly as sent."""
    return tuple((tag.get("Key", ""), tag.get("Value", "")) for tag in documents or ())


def tag_name(all_tags: Tags) -> str:
    """The value of the first `Name` tag, or nothing."""
    return next((value for key, value in all_tags if key == "Name"), "")


def groups(documents: list[Document] | None) -> tuple[GroupRef, ...]:
    """Security groups as an instance or an interface names them."""
    return tuple(GroupRef(group.get("GroupId", ""), group.get("GroupName", "")) for group in documents or ())


def addresses(interface: Document) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """All private, public and IPv6 addresses of an interface, in AWS's order.

    An interface that lists no addresses is taken at its single ones.
    """
    listed: list[Document] = interface.get("PrivateIpAddresses") or [interface]
    private = tuple(address for item in listed if (address := item.get("PrivateIpAddress")))
    public = tuple(address for item in listed if (address := item.get("Association", {}).get("PublicIp")))
    ipv6 = tuple(
        address for item in interface.get("Ipv6Addresses", ()) if (address := item.get("Ipv6Address"))
    )
    return private, public, ipv6
