"""Settings of a region for what its account makes later: encryption, snapshots, metadata service."""

from typing import ClassVar

import msgspec

from ec2tui.core.changes.change import Change, ec2_call, put
from ec2tui.core.model.account_setting import (
    EBS_ENCRYPTION,
    METADATA_DEFAULTS,
    SNAPSHOT_BLOCK,
    AccountSetting,
)
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

ALL, NEW, UNBLOCKED = "block-all-sharing", "block-new-sharing", "unblocked"
"""AWS's words (SnapshotBlockPublicAccessState)."""

NO_PREFERENCE = "no-preference"
"""AWS's word for no default of HttpTokens, of which a reply tells nothing."""


def setting_key(kind: Kind, at: Key) -> Key:
    """The key of a setting in the account and region of another key."""
    return at._replace(id=_IDS[kind])


_IDS = {
    Kind.EBS_ENCRYPTION: EBS_ENCRYPTION,
    Kind.SNAPSHOT_BLOCK: SNAPSHOT_BLOCK,
    Kind.METADATA_DEFAULTS: METADATA_DEFAULTS,
}


def _setting(inventory: Inventory, kind: Kind, key: Key) -> AccountSetting | None:
    found: AccountSetting | None = inventory.table(kind).get(key)
    return found


def _with(inventory: Inventory, kind: Kind, key: Key, value: str) -> Inventory:
    old = _setting(inventory, kind, key)
    changed = msgspec.structs.replace(old, value=value) if old else AccountSetting(key, value)
    return put(inventory, kind, changed)


class SetEbsEncryption(Change, frozen=True, tag="account.encrypt_by_default"):
    """Encrypts new volumes of a region also where nobody asks for it, or with `on` false no more."""

    on: bool = True

    verb: ClassVar[str] = "set"
    asks: ClassVar[tuple[str, ...]] = (
        "ec2:DisableEbsEncryptionByDefault",
        "ec2:EnableEbsEncryptionByDefault",
    )
    kind: ClassVar[Kind] = Kind.EBS_ENCRYPTION

    @property
    def word(self) -> str:
        """What is done, by the setting's name."""
        return "encrypt new volumes by" if self.on else "do not encrypt new volumes by"

    def call(self) -> ApiCall:
        """ec2:EnableEbsEncryptionByDefault or ec2:DisableEbsEncryptionByDefault."""
        return ec2_call(self.key, f"{'Enable' if self.on else 'Disable'}EbsEncryptionByDefault")

    def effect(self, inventory: Inventory) -> Inventory:
        """The setting has that value."""
        return _with(inventory, Kind.EBS_ENCRYPTION, self.key, "true" if self.on else "false")

    def inverse(self, before: Inventory) -> Change | None:
        """The value that was read."""
        old = _setting(before, Kind.EBS_ENCRYPTION, self.key)
        return None if old is None else SetEbsEncryption(self.key, old.value == "true")

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be so."""
        old = _setting(inventory, Kind.EBS_ENCRYPTION, self.key)
        return old is not None and (old.value == "true") == self.on


class BlockPublicSnapshots(Change, frozen=True, tag="account.block_snapshots"):
    """Keeps snapshots of a region from being public: all, new ones alone, or (`unblocked`) none."""

    state: str = ALL

    verb: ClassVar[str] = "set"
    asks: ClassVar[tuple[str, ...]] = (
        "ec2:DisableSnapshotBlockPublicAccess",
        "ec2:EnableSnapshotBlockPublicAccess",
    )
    kind: ClassVar[Kind] = Kind.SNAPSHOT_BLOCK

    @property
    def word(self) -> str:
        """What is done, by the setting's name."""
        return "allow public snapshots by" if self.state == UNBLOCKED else "block public snapshots by"

    def call(self) -> ApiCall:
        """ec2:EnableSnapshotBlockPublicAccess or ec2:DisableSnapshotBlockPublicAccess."""
        if self.state == UNBLOCKED:
            return ec2_call(self.key, "DisableSnapshotBlockPublicAccess")
        return ec2_call(self.key, "EnableSnapshotBlockPublicAccess", State=self.state)

    def effect(self, inventory: Inventory) -> Inventory:
        """The setting has that value."""
        return _with(inventory, Kind.SNAPSHOT_BLOCK, self.key, self.state)

    def inverse(self, before: Inventory) -> Change | None:
        """The value that was read."""
        old = _setting(before, Kind.SNAPSHOT_BLOCK, self.key)
        return None if old is None else BlockPublicSnapshots(self.key, old.value or UNBLOCKED)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be so."""
        old = _setting(inventory, Kind.SNAPSHOT_BLOCK, self.key)
        return old is not None and (old.value or UNBLOCKED) == self.state


class SetMetadataDefault(Change, frozen=True, tag="account.imds"):
    """What HttpTokens of the metadata service is at a launch that says nothing.

    `tokens` is AWS's word: `required`, `optional`, or `no-preference`, with which the image decides.
    """

    tokens: str = "required"

    verb: ClassVar[str] = "set"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceMetadataDefaults",)
    kind: ClassVar[Kind] = Kind.METADATA_DEFAULTS

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceMetadataDefaults."""
        return ec2_call(self.key, "ModifyInstanceMetadataDefaults", HttpTokens=self.tokens)

    def effect(self, inventory: Inventory) -> Inventory:
        """The default is that; a reply does not tell that there is none."""
        value = "" if self.tokens == NO_PREFERENCE else self.tokens
        return _with(inventory, Kind.METADATA_DEFAULTS, self.key, value)

    def inverse(self, before: Inventory) -> Change | None:
        """The default that was read."""
        old = _setting(before, Kind.METADATA_DEFAULTS, self.key)
        return None if old is None else SetMetadataDefault(self.key, old.value or NO_PREFERENCE)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be so."""
        old = _setting(inventory, Kind.METADATA_DEFAULTS, self.key)
        return old is not None and (old.value or NO_PREFERENCE) == self.tokens
