"""Who may launch an own image: share, unshare, make private."""

from typing import Any, ClassVar

from ec2tui.core.changes.change import Change, Subject, ec2_call, edit, known
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind


def shared_image(key: Key) -> tuple[Subject, ...]:
    """The image, and who may launch it."""
    return (Subject(Kind.OWN_IMAGES, key), Subject(Kind.IMAGE_SHARING, key))


def _permission(key: Key, operation: str, **who: Any) -> ApiCall:
    return ec2_call(
        key,
        "ModifyImageAttribute",
        ImageId=key.id,
        Attribute="launchPermission",
        OperationType=operation,
        **who,
    )


class ShareImage(Change, frozen=True, tag="image.share"):
    """Lets other accounts (12 digits each) launch an own image."""

    accounts: tuple[str, ...]

    verb: ClassVar[str] = "share"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyImageAttribute",)
    kind: ClassVar[Kind] = Kind.OWN_IMAGES

    def call(self) -> ApiCall:
        """ec2:ModifyImageAttribute, add."""
        return _permission(self.key, "add", UserIds=list(self.accounts))

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The image, and who may launch it."""
        return shared_image(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is shared with them too."""
        sharing = known(inventory.image_sharing(self.key))
        had = () if sharing is None else sharing.accounts
        both = tuple(dict.fromkeys((*had, *self.accounts)))
        return edit(inventory, Kind.IMAGE_SHARING, self.key, accounts=both)

    def inverse(self, before: Inventory) -> Change | None:
        """Unsharing with those that are new."""
        sharing = known(before.image_sharing(self.key))
        if sharing is None:
            return None
        new = tuple(account for account in self.accounts if account not in sharing.accounts)
        return UnshareImage(self.key, new) if new else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is shared with all of them."""
        sharing = known(inventory.image_sharing(self.key))
        return sharing is not None and set(self.accounts) <= set(sharing.accounts)

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """The copies and instances that others make meanwhile."""
        return ("Copies and instances that other accounts make meanwhile stay theirs.",)


class UnshareImage(Change, frozen=True, tag="image.unshare"):
    """Takes the permission to launch an own image from other accounts."""

    accounts: tuple[str, ...]

    verb: ClassVar[str] = "unshare"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyImageAttribute",)
    kind: ClassVar[Kind] = Kind.OWN_IMAGES

    def call(self) -> ApiCall:
        """ec2:ModifyImageAttribute, remove."""
        return _permission(self.key, "remove", UserIds=list(self.accounts))

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The image, and who may launch it."""
        return shared_image(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is shared with them no more."""
        sharing = known(inventory.image_sharing(self.key))
        had = () if sharing is None else sharing.accounts
        left = tuple(account for account in had if account not in self.accounts)
        return edit(inventory, Kind.IMAGE_SHARING, self.key, accounts=left)

    def inverse(self, before: Inventory) -> Change | None:
        """Sharing again with those that had it."""
        sharing = known(before.image_sharing(self.key))
        had = () if sharing is None else sharing.accounts
        old = tuple(account for account in self.accounts if account in had)
        return ShareImage(self.key, old) if old else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be shared with none of them."""
        sharing = known(inventory.image_sharing(self.key))
        return sharing is not None and not set(self.accounts) & set(sharing.accounts)


class SetImagePublic(Change, frozen=True, tag="image.public"):
    """Makes an own image private, or with `public` true lets every account of AWS launch it."""

    public: bool = False

    verb: ClassVar[str] = "set who may launch"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyImageAttribute",)
    kind: ClassVar[Kind] = Kind.OWN_IMAGES

    @property
    def word(self) -> str:
        """`make public` or `make private`."""
        return "make public" if self.public else "make private"

    def call(self) -> ApiCall:
        """ec2:ModifyImageAttribute for the group `all`."""
        return _permission(self.key, "add" if self.public else "remove", UserGroups=["all"])

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The image, and who may launch it."""
        return shared_image(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is as asked."""
        after = edit(inventory, Kind.OWN_IMAGES, self.key, public=self.public)
        return edit(after, Kind.IMAGE_SHARING, self.key, public=self.public)

    def inverse(self, before: Inventory) -> Change | None:
        """As it was; making it public again is judged like any other change."""
        image = known(before.image(self.key))
        return None if image is None else SetImagePublic(self.key, image.public)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be as asked."""
        image = known(inventory.image(self.key))
        return image is not None and image.public is self.public
