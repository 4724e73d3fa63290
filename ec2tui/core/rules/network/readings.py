"""What has not been read and would decide, as sentences: unknown is never taken for closed."""

from collections.abc import Iterable

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

WHY = {
    Missing.NOT_READ: "have not been read",
    Missing.LOADING: "are still being read",
    Missing.DENIED: "may not be read with these credentials",
    Missing.FAILED: "could not be read",
    Missing.GONE: "are gone",
}
"""Why a kind is unknown, as the end of a sentence about several things."""


def unread(inventory: Inventory, beside: Key, *kinds: Kind) -> tuple[str, ...]:
    """A sentence for each kind that has not been read completely where a resource lives."""
    return tuple(sentence for kind in kinds if (sentence := _sentence(inventory, beside, kind)) is not None)


def _sentence(inventory: Inventory, beside: Key, kind: Kind) -> str | None:
    reading = inventory.reading_of(kind, beside)
    if reading.known:
        return None
    why = inventory.missing(kind, beside._replace(id=""))
    needs = f" (needs {reading.problem.permission})" if why is Missing.DENIED and reading.problem else ""
    return f"The {kind} {WHY[why]}{needs}."


def group_unread(inventory: Inventory, group: Key) -> str | None:
    """Why the rules of a group are not known, None when they are; a group made by a plan is known."""
    if group.id.startswith(("(", "<")) or group in inventory.groups_read:
        return None
    return _sentence(inventory, group, Kind.RULES)


def rules_unread(inventory: Inventory, groups: Iterable[Key]) -> tuple[str, ...]:
    """A sentence when the rules of some of the groups are not known."""
    told = (sentence for group in groups if (sentence := group_unread(inventory, group)) is not None)
    return tuple(dict.fromkeys(told))


def list_unread(inventory: Inventory, key: Key) -> str:
    """Why the entries of a prefix list are not known, as a sentence."""
    known = inventory.table(Kind.PREFIX_LISTS).get(key)
    why = inventory.missing(Kind.PREFIX_LISTS, key)
    if known is not None:
        reading = inventory.reading_of(Kind.PREFIX_LISTS, key)
        needs = f" (needs {reading.problem.permission})" if reading.problem else ""
        return f"The entries of the prefix list {key.id} are not known{needs}."
    if why is Missing.GONE:
        return f"The prefix list {key.id} is not among those that can be read."
    return f"The entries of the prefix list {key.id} {WHY[why]}."
