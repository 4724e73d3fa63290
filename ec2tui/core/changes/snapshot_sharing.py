"""Who may use a snapshot: share, unshare, make private."""

from typing import Any, ClassVar

from ec2tui.core.changes.change import Change, Subject, ec2_call, edit, known
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind


def _shared(key: Key) -> tuple[Subject, ...]:
    """The snapshot, and who may use it."""
    return (Subject(Kind.SNAPSHOTS, key), Subject(Kind.SHARING, key))


def _permission(key: Key, operation: str, **who: Any) -> ApiCall:
    return ec2_call(
        key,
        "ModifySnapshotAttribute",
        SnapshotId=key.id,
        Attribute="createVolumePermission",
        OperationType=operation,
        **who,
    )


class ShareSnapshot(Change, frozen=True, tag="snapshot.share"):
    """Lets other accounts (12 digits each) make volumes from a snapshot."""

    accounts: tuple[str, ...]

    verb: ClassVar[str] = "share"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifySnapshotAttribute",)
    kind: ClassVar[Kind] = Kind.SNAPSHOTS

    def call(self) -> ApiCall:
        """ec2:ModifySnapshotAttribute, add."""
        return _permission(self.key, "add", UserIds=list(self.accounts))

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The snapshot, and who may use it."""
        return _shared(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is shared with them too."""
        sharing = known(inventory.sharing(self.key))
        had = () if sharing is None else sharing.shared_with
        both = tuple(dict.fromkeys((*had, *self.accounts)))
        return edit(inventory, Kind.SHARING, self.key, shared_with=both)

    def inverse(self, before: Inventory) -> Change | None:
        """Unsharing with those that are new."""
        sharing = known(before.sharing(self.key))
        if sharing is None:
            return None
        new = tuple(account for account in self.accounts if account not in sharing.shared_with)
        return UnshareSnapshot(self.key, new) if new else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is shared with all of them."""
        sharing = known(inventory.sharing(self.key))
        return sharing is not None and set(self.accounts) <= set(sharing.shared_with)

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """The copies that others make meanwhile."""
        return ("Copies and volumes that other accounts make meanwhile stay theirs.",)


class UnshareSnapshot(Change, frozen=True, tag="snapshot.unshare"):
    """Takes the permission to make volumes from a snapshot from other accounts."""

    accounts: tuple[str, ...]

    verb: ClassVar[str] = "unshare"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifySnapshotAttribute",)
    kind: ClassVar[Kind] = Kind.SNAPSHOTS

    def call(self) -> ApiCall:
        """ec2:ModifySnapshotAttribute, remove."""
        return _permission(self.key, "remove", UserIds=list(self.accounts))

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The snapshot, and who may use it."""
        return _shared(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is shared with them no more."""
        sharing = known(inventory.sharing(self.key))
        had = () if sharing is None else sharing.shared_with
        left = tuple(account for account in had if account not in self.accounts)
        return edit(inventory, Kind.SHARING, self.key, shared_with=left)

    def inverse(self, before: Inventory) -> Change | None:
        """Sharing again with those that had it."""
        sharing = known(before.sharing(self.key))
        had = () if sharing is None else sharing.shared_with
        old = tuple(account for account in self.accounts if account in had)
        return ShareSnapshot(self.key, old) if old else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be shared with none of them."""
        sharing = known(inventory.sharing(self.key))
        return sharing is not None and not set(self.accounts) & set(sharing.shared_with)


class SetSnapshotPublic(Change, frozen=True, tag="snapshot.public"):
    """Makes a snapshot private, or with `public` true lets every account of AWS make volumes from it."""

    public: bool = False

    verb: ClassVar[str] = "set who may use"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifySnapshotAttribute",)
    kind: ClassVar[Kind] = Kind.SNAPSHOTS

    @property
    def word(self) -> str:
        """`make public` or `make private`."""
        return "make public" if self.public else "make private"

    def call(self) -> ApiCall:
        """ec2:ModifySnapshotAttribute for the group `all`."""
        return _permission(self.key, "add" if self.public else "remove", GroupNames=["all"])

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The snapshot, and who may use it."""
        return _shared(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is as asked."""
        return edit(inventory, Kind.SHARING, self.key, public=self.public)

    def inverse(self, before: Inventory) -> Change | None:
        """As it was; making it public again is judged like any other change."""
        sharing = known(before.sharing(self.key))
        return None if sharing is None else SetSnapshotPublic(self.key, sharing.public)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be as asked."""
        sharing = known(inventory.sharing(self.key))
        return sharing is not None and sharing.public is self.public
