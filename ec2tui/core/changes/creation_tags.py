"""Tags for what a plan makes: given to each new thing beside those that it carries already."""

from collections.abc import Sequence

import msgspec

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.instance import Tags


def tagged(wanted: Sequence[Change | Step], tags: Tags) -> list[Change | Step]:
    """The same changes; what they make gets the tags too, over those of the same key."""
    return [_tagged(one, tags) for one in wanted] if tags else list(wanted)


def _tagged(item: Change | Step, tags: Tags) -> Change | Step:
    change = item.change if isinstance(item, Step) else item
    makes = bool(change.creates) or change.names_itself
    if not makes or "tags" not in change.__struct_fields__:
        return item
    kept = tuple(tag for tag in getattr(change, "tags") if tag[0] not in dict(tags))  # noqa: B009
    new = msgspec.structs.replace(change, tags=(*kept, *tags))
    return Step(new, item.needs) if isinstance(item, Step) else new


def pairs_of(words: Sequence[str]) -> Tags | str:
    """The tags that `KEY=VALUE` words say, or the first word that says none."""
    found = []
    for word in words:
        key, equals, value = word.partition("=")
        if not key or not equals:
            return word
        found.append((key, value))
    return tuple(found)
