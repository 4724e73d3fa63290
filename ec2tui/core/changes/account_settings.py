"""Settings of a region for what its account makes later: encryption, snapshots, images, metadata service."""

from typing import ClassVar

import msgspec

from ec2tui.core.changes.change import Change, ec2_call, put
from ec2tui.core.model.account_setting import (
    EBS_ENCRYPTION,
    IMAGE_BLOCK,
    METADATA_DEFAULTS,
    SNAPSHOT_BLOCK,
    AccountSetting,
)
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

ALL, NEW, UNBLOCKED = "block-all-sharing", "block-new-sharing", "unblocked"
"""AWS's words (SnapshotBlockPublicAccessState; ImageBlockPublicAccessState has the last two)."""

NO_PREFERENCE = "no-preference"
"""AWS's word for no default of HttpTokens, of which a reply tells nothing."""


def setting_key(kind: Kind, at: Key) -> Key:
    """The key of a setting in the account and region of another key."""
    return at._replace(id=_IDS[kind])


_IDS = {
    Kind.EBS_ENCRYPTION: EBS_ENCRYPTION,
    Kind.SNAPSHOT_BLOCK: SNAPSHOT_BLOCK,
    Kind.IMAGE_BLOCK: IMAGE_BLOCK,
    Kind.METADATA_DEFAULTS: METADATA_DEFAULTS,
}


class SettingChange(Change, frozen=True):
    """A change of one setting of an account in a region; `unset` is what it is where AWS tells no value."""

    verb: ClassVar[str] = "set"
    unset: ClassVar[str] = ""

    @property
    def wanted(self) -> str:
        """The value that the setting is to have, in AWS's word."""
        raise NotImplementedError

    def to(self, value: str) -> Change:
        """The change that sets a value."""
        raise NotImplementedError

    def effect(self, inventory: Inventory) -> Inventory:
        """The setting has that value."""
        old = self._setting(inventory)
        changed = msgspec.structs.replace(old, value=self.wanted) if old else self._new()
        return put(inventory, self.kind, changed)

    def inverse(self, before: Inventory) -> Change | None:
        """The value that was read."""
        old = self._setting(before)
        return None if old is None else self.to(old.value or self.unset)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be so."""
        old = self._setting(inventory)
        return old is not None and (old.value or self.unset) == (self.wanted or self.unset)

    def _setting(self, inventory: Inventory) -> AccountSetting | None:
        found: AccountSetting | None = inventory.table(self.kind).get(self.key)
        return found

    def _new(self) -> AccountSetting:
        return AccountSetting(self.key, self.wanted)


class SetEbsEncryption(SettingChange, frozen=True, tag="account.encrypt_by_default"):
    """Encrypts new volumes of a region also where nobody asks for it, or with `on` false no more."""

    on: bool = True

    asks: ClassVar[tuple[str, ...]] = (
        "ec2:DisableEbsEncryptionByDefault",
        "ec2:EnableEbsEncryptionByDefault",
    )
    kind: ClassVar[Kind] = Kind.EBS_ENCRYPTION
    unset: ClassVar[str] = "false"

    @property
    def word(self) -> str:
        """What is done, by the setting's name."""
        return "encrypt new volumes by" if self.on else "do not encrypt new volumes by"

    @property
    def wanted(self) -> str:
        """`true` or `false`."""
        return "true" if self.on else "false"

    def to(self, value: str) -> Change:
        """On for `true`."""
        return SetEbsEncryption(self.key, value == "true")

    def call(self) -> ApiCall:
        """ec2:EnableEbsEncryptionByDefault or ec2:DisableEbsEncryptionByDefault."""
        return ec2_call(self.key, f"{'Enable' if self.on else 'Disable'}EbsEncryptionByDefault")


class BlockPublicSnapshots(SettingChange, frozen=True, tag="account.block_snapshots"):
    """Keeps snapshots of a region from being public: all, new ones alone, or (`unblocked`) none."""

    state: str = ALL

    asks: ClassVar[tuple[str, ...]] = (
        "ec2:DisableSnapshotBlockPublicAccess",
        "ec2:EnableSnapshotBlockPublicAccess",
    )
    kind: ClassVar[Kind] = Kind.SNAPSHOT_BLOCK
    unset: ClassVar[str] = UNBLOCKED

    @property
    def word(self) -> str:
        """What is done, by the setting's name."""
        return "allow public snapshots by" if self.state == UNBLOCKED else "block public snapshots by"

    @property
    def wanted(self) -> str:
        """The state."""
        return self.state

    def to(self, value: str) -> Change:
        """That state."""
        return BlockPublicSnapshots(self.key, value)

    def call(self) -> ApiCall:
        """ec2:EnableSnapshotBlockPublicAccess or ec2:DisableSnapshotBlockPublicAccess."""
        if self.state == UNBLOCKED:
            return ec2_call(self.key, "DisableSnapshotBlockPublicAccess")
        return ec2_call(self.key, "EnableSnapshotBlockPublicAccess", State=self.state)


class BlockPublicImages(SettingChange, frozen=True, tag="account.block_images"):
    """Keeps images from being made public in a region, or with `on` false lets them."""

    on: bool = True

    asks: ClassVar[tuple[str, ...]] = (
        "ec2:DisableImageBlockPublicAccess",
        "ec2:EnableImageBlockPublicAccess",
    )
    kind: ClassVar[Kind] = Kind.IMAGE_BLOCK
    unset: ClassVar[str] = UNBLOCKED

    @property
    def word(self) -> str:
        """What is done, by the setting's name."""
        return "block public images by" if self.on else "allow public images by"

    @property
    def wanted(self) -> str:
        """`block-new-sharing` or `unblocked`; there is no third."""
        return NEW if self.on else UNBLOCKED

    def to(self, value: str) -> Change:
        """On for `block-new-sharing`."""
        return BlockPublicImages(self.key, value == NEW)

    def call(self) -> ApiCall:
        """ec2:EnableImageBlockPublicAccess or ec2:DisableImageBlockPublicAccess."""
        if self.on:
            return ec2_call(self.key, "EnableImageBlockPublicAccess", ImageBlockPublicAccessState=NEW)
        return ec2_call(self.key, "DisableImageBlockPublicAccess")

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """AWS's own delay."""
        return ("AWS takes up to ten minutes until the setting holds.",) if self.on else ()

    def _new(self) -> AccountSetting:
        return AccountSetting(self.key, self.wanted, None, "account")


class SetMetadataDefault(SettingChange, frozen=True, tag="account.imds"):
    """What HttpTokens of the metadata service is at a launch that says nothing.

    `tokens` is AWS's word: `required`, `optional`, or `no-preference`, with which the image decides.
    """

    tokens: str = "required"

    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceMetadataDefaults",)
    kind: ClassVar[Kind] = Kind.METADATA_DEFAULTS
    unset: ClassVar[str] = NO_PREFERENCE

    @property
    def wanted(self) -> str:
        """The default; a reply does not tell that there is none."""
        return "" if self.tokens == NO_PREFERENCE else self.tokens

    def to(self, value: str) -> Change:
        """That default."""
        return SetMetadataDefault(self.key, value)

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceMetadataDefaults."""
        return ec2_call(self.key, "ModifyInstanceMetadataDefaults", HttpTokens=self.tokens)
