"""Setting and removing one tag of one resource."""

from typing import Any, ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Subject, ec2_call, put
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import Instance, Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

RESERVED = "aws:"
"""The prefix, in any case, of the tags that only AWS sets; they do not count against the limit."""

MAX_TAGS, MAX_NAME, MAX_VALUE = 50, 128, 256
"""AWS's limits: tags per resource, and Unicode characters of a tag's key and value."""

TAGGED = frozenset(
    {
        Kind.INSTANCES,
        Kind.VOLUMES,
        Kind.SNAPSHOTS,
        Kind.ADDRESSES,
        Kind.SECURITY_GROUPS,
        Kind.RULES,
        Kind.INTERFACES,
        Kind.IMAGES,
        Kind.OWN_IMAGES,
    }
)
"""The kinds whose items carry tags and are named by their id."""


def carried(tags: Tags) -> Tags:
    """What of the tags of one resource goes onto what is made of it: all but AWS's own and this program's.

    A policy may require them there too, and a snapshot without a name is hard to tell from others.
    """
    return tuple(tag for tag in tags if not tag[0].lower().startswith((RESERVED, "ec2tui:")))


def tags_of(inventory: Inventory, kind: Kind, key: Key) -> Tags | None:
    """The tags of a resource, None when it is missing or carries none by nature."""
    tags: Tags | None = getattr(inventory.table(kind).get(key), "tags", None)
    return tags


def _with_tags(inventory: Inventory, kind: Kind, key: Key, tags: Tags) -> Inventory:
    item: Any = inventory.table(kind).get(key)
    if item is None:
        return inventory
    fields: dict[str, Any] = {"tags": tags}
    if isinstance(item, Instance):
        fields["name"] = dict(tags).get("Name", "")
    return put(inventory, kind, msgspec.structs.replace(item, **fields))


class SetTag(Change, frozen=True, tag="tag.set"):
    """Adds a tag, or gives it another value; `of` is the resource's table.

    One that `stays` is not taken back by an undo: others may have come to rely on it.
    """

    name: str
    value: str
    of: Kind = Kind.INSTANCES
    stays: bool = False

    verb: ClassVar[str] = "tag"
    asks: ClassVar[tuple[str, ...]] = ("ec2:CreateTags",)

    def call(self) -> ApiCall:
        """ec2:CreateTags."""
        return ec2_call(
            self.key, "CreateTags", Resources=[self.key.id], Tags=[{"Key": self.name, "Value": self.value}]
        )

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The tagged resource."""
        return (Subject(self.of, self.key),)

    def effect(self, inventory: Inventory) -> Inventory:
        """The tag has the value."""
        tags = tags_of(inventory, self.of, self.key)
        if tags is None:
            return inventory
        here = any(name == self.name for name, _ in tags)
        kept = tuple((name, self.value if name == self.name else value) for name, value in tags)
        return _with_tags(inventory, self.of, self.key, kept if here else (*tags, (self.name, self.value)))

    def inverse(self, before: Inventory) -> Change | None:
        """The old value, or no tag; none for a tag that stays."""
        tags = tags_of(before, self.of, self.key)
        if tags is None or self.stays:
            return None
        old = dict(tags).get(self.name)
        if old is None:
            return RemoveTag(self.key, self.name, self.value, self.of)
        return SetTag(self.key, self.name, old, self.of)

    def irreversible(self, before: Inventory) -> str:
        """Why a tag that stays does."""
        if self.stays:
            return "This tag stays: others may rely on it by then."
        return super().irreversible(before)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the tag has the value."""
        return (self.name, self.value) in (tags_of(inventory, self.of, self.key) or ())


class RemoveTag(Change, frozen=True, tag="tag.remove"):
    """Removes a tag; with a `value` only while it still has it, so that nobody else's edit is lost."""

    name: str
    value: str | None = None
    of: Kind = Kind.INSTANCES

    verb: ClassVar[str] = "untag"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeleteTags",)

    def call(self) -> ApiCall:
        """ec2:DeleteTags."""
        tag = {"Key": self.name} if self.value is None else {"Key": self.name, "Value": self.value}
        return ec2_call(self.key, "DeleteTags", Resources=[self.key.id], Tags=[tag])

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The tagged resource."""
        return (Subject(self.of, self.key),)

    def effect(self, inventory: Inventory) -> Inventory:
        """The tag is gone."""
        tags = tags_of(inventory, self.of, self.key)
        if tags is None:
            return inventory
        kept = tuple(tag for tag in tags if not self._matches(*tag))
        return _with_tags(inventory, self.of, self.key, kept)

    def _matches(self, name: str, value: str) -> bool:
        return name == self.name and self.value in (None, value)

    def inverse(self, before: Inventory) -> Change | None:
        """The tag with its old value."""
        tags = tags_of(before, self.of, self.key) or ()
        old = next((value for name, value in tags if self._matches(name, value)), None)
        return None if old is None else SetTag(self.key, self.name, old, self.of)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the resource is known and has no such tag."""
        tags = tags_of(inventory, self.of, self.key)
        return tags is not None and not any(self._matches(*tag) for tag in tags)
