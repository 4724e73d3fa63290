"""What a change is: a value with three pure methods, from which preview, permissions and undo follow."""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, TypeVar

import msgspec

from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

NOT_KNOWN_BEFORE = "What it was before has not been read, so there is nothing to go back to."
"""Why a change of something that was not read cannot be undone."""

T = TypeVar("T")


class Subject(NamedTuple):
    """One item of the inventory that a change touches."""

    kind: Kind
    key: Key


class Ref(msgspec.Struct, frozen=True):
    """A value that an earlier step's reply brings: the step's index, and the dotted path in its document."""

    step: int
    path: str

    @property
    def placeholder(self) -> str:
        """What stands for the value where it must be shown before it is known."""
        return f"<{self.path.rsplit('.', 1)[-1]} of step {self.step + 1}>"


Id = str | Ref
"""An id that is known, or that an earlier step's reply brings."""


class Unready(NamedTuple):
    """Why a plan cannot be built yet, as a sentence for the user."""

    reason: str


class Change(msgspec.Struct, frozen=True, tag_field="action"):
    """One mutation of one subject; the tag of each subclass is its id (`instance.stop`).

    `key` names the subject; a creation's key is that of what it is made from, or an id in parentheses.
    `verb` is the word for it (`stop`); `asks` are all IAM actions that this kind of change may need; `kind`
    is the subject's table. `idempotent`: sending it twice is the same as once. `token_parameter` is the
    call's client token, empty where AWS has none. `rehearsable`: the operation has DryRun. `creates` is
    AWS's type of resource when the change makes something new. `learns`: what takes it back is told by the
    reply (`learn`). `unrestored` are fields that undo cannot bring back exactly. `guards`: when it is not
    done, the steps that it needs are taken back at once. `names_itself`: it makes what its key names.
    """

    key: Key

    verb: ClassVar[str] = ""
    asks: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[Kind] = Kind.INSTANCES
    idempotent: ClassVar[bool] = True
    token_parameter: ClassVar[str] = ""
    rehearsable: ClassVar[bool] = True
    creates: ClassVar[str] = ""
    learns: ClassVar[bool] = False
    unrestored: ClassVar[frozenset[str]] = frozenset()
    guards: ClassVar[bool] = False
    names_itself: ClassVar[bool] = False

    @property
    def action(self) -> str:
        """The id of this kind of change, as in the records."""
        return str(self.__struct_config__.tag)

    @property
    def word(self) -> str:
        """The verb for this very change: what turns something on and off has one for each."""
        return self.verb

    @property
    def makes(self) -> int:
        """How many new things a creation makes."""
        return 1

    def call(self) -> ApiCall:
        """The request that does it; a `Ref` in its parameters is filled from an earlier reply."""
        raise NotImplementedError

    def effect(self, inventory: Inventory) -> Inventory:
        """The inventory after it has settled; unchanged where the subject is not in the inventory."""
        raise NotImplementedError

    def inverse(self, before: Inventory) -> "Change | None":
        """What takes it back, given the inventory from before; None: nothing does (see `irreversible`)."""
        raise NotImplementedError

    def noop(self, inventory: Inventory) -> bool:
        """Whether the inventory proves that there is nothing to do; a fact that is missing proves nothing."""
        raise NotImplementedError

    def irreversible(self, before: Inventory) -> str:
        """Why undo will not be possible, as a sentence; empty when it will."""
        if self.learns or self.inverse(before) is not None:
            return ""
        return NOT_KNOWN_BEFORE

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """What undo will not bring back, as sentences."""
        return ()

    def permissions(self) -> tuple[str, ...]:
        """The IAM actions it needs; more than the operation where AWS asks for more."""
        return (self.call().action,)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """Everything its effect may touch, its own subject first."""
        return (Subject(self.kind, self.key),)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """What rules look at beyond the subjects: read too before a plan is judged."""
        return ()

    def parts(self) -> tuple["Change", ...]:
        """What it is drafted as; more than itself where one record stands for several steps."""
        return (self,)

    def learn(self, reply: Mapping[str, Any]) -> "Change | None":
        """What takes it back, from AWS's reply, where `learns` says that only the reply can tell."""
        return None


def ec2_call(key: Key, operation: str, **params: Any) -> ApiCall:
    """A call of EC2 in the region of a resource."""
    return ApiCall("ec2", operation, key.region, params)


def tag_specification(resource: str, tags: Tags) -> dict[str, Any]:
    """The parameter that tags a new resource as it is made; empty without tags."""
    if not tags:
        return {}
    pairs = [{"Key": name, "Value": value} for name, value in tags]
    return {"TagSpecifications": [{"ResourceType": resource, "Tags": pairs}]}


def known(item: T | Missing) -> T | None:
    """The item, or None whatever the reason it is missing for."""
    return None if isinstance(item, Missing) else item


def put(inventory: Inventory, kind: Kind, item: Any) -> Inventory:
    """The inventory with an item set by its key."""
    table = inventory.table(kind).set(item.key, item)
    return msgspec.structs.replace(inventory, tables=inventory.tables.set(kind, table))


def drop(inventory: Inventory, kind: Kind, key: Key) -> Inventory:
    """The inventory without an item."""
    table = inventory.table(kind)
    if key not in table:
        return inventory
    return msgspec.structs.replace(inventory, tables=inventory.tables.set(kind, table.delete(key)))


def edit(inventory: Inventory, kind: Kind, key: Key, **fields: Any) -> Inventory:
    """The inventory with some fields of an item replaced; unchanged when the item is not there."""
    item = inventory.table(kind).get(key)
    if item is None:
        return inventory
    return put(inventory, kind, msgspec.structs.replace(item, **fields))
