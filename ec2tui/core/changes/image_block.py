"""The setting of a region that keeps its account's images from becoming public."""

from typing import ClassVar

from ec2tui.core.changes.change import Change, ec2_call, put
from ec2tui.core.model.account_setting import IMAGE_BLOCK, AccountSetting
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

BLOCKED, UNBLOCKED = "block-new-sharing", "unblocked"
"""AWS's words (ImageBlockPublicAccessState); there is no third."""


class BlockPublicImages(Change, frozen=True, tag="account.block_images"):
    """Keeps images from being made public in a region, or with `on` false lets them; see `block_key`."""

    on: bool = True

    verb: ClassVar[str] = "set"
    asks: ClassVar[tuple[str, ...]] = (
        "ec2:DisableImageBlockPublicAccess",
        "ec2:EnableImageBlockPublicAccess",
    )
    kind: ClassVar[Kind] = Kind.IMAGE_BLOCK

    @property
    def word(self) -> str:
        """What is done, by the setting's name."""
        return "block public images by" if self.on else "allow public images by"

    def call(self) -> ApiCall:
        """ec2:EnableImageBlockPublicAccess or ec2:DisableImageBlockPublicAccess."""
        if self.on:
            return ec2_call(self.key, "EnableImageBlockPublicAccess", ImageBlockPublicAccessState=BLOCKED)
        return ec2_call(self.key, "DisableImageBlockPublicAccess")

    def effect(self, inventory: Inventory) -> Inventory:
        """The setting has that value."""
        old: AccountSetting | None = inventory.table(Kind.IMAGE_BLOCK).get(self.key)
        managed = old.managed_by if old else "account"
        value = BLOCKED if self.on else UNBLOCKED
        return put(inventory, Kind.IMAGE_BLOCK, AccountSetting(self.key, value, None, managed))

    def inverse(self, before: Inventory) -> Change | None:
        """The other way, where it was read."""
        old: AccountSetting | None = before.table(Kind.IMAGE_BLOCK).get(self.key)
        return None if old is None else BlockPublicImages(self.key, old.value == BLOCKED)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be so."""
        old: AccountSetting | None = inventory.table(Kind.IMAGE_BLOCK).get(self.key)
        return old is not None and old.value == (BLOCKED if self.on else UNBLOCKED)

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """AWS's own delay."""
        return ("AWS takes up to ten minutes until the setting holds.",) if self.on else ()


def block_key(at: Key) -> Key:
    """The key of the setting in the account and region of another key."""
    return at._replace(id=IMAGE_BLOCK)
