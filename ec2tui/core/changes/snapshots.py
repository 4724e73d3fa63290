"""Snapshots: make, copy encrypted, delete."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ec2tui.core.changes.change import Change, Subject, drop, ec2_call, known, put, tag_specification
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot


def _new(source: Key, region: str) -> Key:
    return Key(source.account, region, f"(snapshot of {source.id})")


class CreateSnapshot(Change, frozen=True, tag="snapshot.create"):
    """Makes a snapshot of the volume `key`."""

    description: str = ""
    tags: Tags = ()

    verb: ClassVar[str] = "snapshot"
    asks: ClassVar[tuple[str, ...]] = ("ec2:CreateSnapshot", "ec2:CreateTags")
    kind: ClassVar[Kind] = Kind.VOLUMES
    idempotent: ClassVar[bool] = False
    creates: ClassVar[str] = "snapshot"
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:CreateSnapshot."""
        extra = {"Description": self.description} if self.description else {}
        tags = tag_specification(self.creates, self.tags)
        return ec2_call(self.key, "CreateSnapshot", VolumeId=self.key.id, **extra, **tags)

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tagging where tags are given."""
        return ("ec2:CreateSnapshot", "ec2:CreateTags") if self.tags else ("ec2:CreateSnapshot",)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The new snapshot."""
        return (Subject(Kind.SNAPSHOTS, _new(self.key, self.key.region)),)

    def effect(self, inventory: Inventory) -> Inventory:
        """There is one more snapshot."""
        volume = known(inventory.volume(self.key))
        new = Snapshot(
            _new(self.key, self.key.region),
            volume_id=self.key.id,
            size=volume.size if volume else 0,
            encrypted=volume.encrypted if volume else False,
            description=self.description,
            tags=self.tags,
        )
        return put(inventory, Kind.SNAPSHOTS, new)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the snapshot."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Deleting the new snapshot."""
        return DeleteSnapshot(self.key._replace(id=str(reply["SnapshotId"])))

    def noop(self, inventory: Inventory) -> bool:
        """A snapshot always makes one more."""
        return False


class CopySnapshot(Change, frozen=True, tag="snapshot.copy"):
    """Copies a snapshot, encrypted.

    `region` gets the copy (empty: its own); `kms_key_id` encrypts it (empty: the region's default key).
    """

    region: str = ""
    kms_key_id: str = ""
    description: str = ""
    tags: Tags = ()

    verb: ClassVar[str] = "copy"
    asks: ClassVar[tuple[str, ...]] = (
        "ec2:CopySnapshot",
        "ec2:CreateTags",
        "kms:DescribeKey",
        "kms:CreateGrant",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
    )
    kind: ClassVar[Kind] = Kind.SNAPSHOTS
    idempotent: ClassVar[bool] = False
    creates: ClassVar[str] = "snapshot"
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:CopySnapshot, sent to the region that gets the copy."""
        extra = {"KmsKeyId": self.kms_key_id} if self.kms_key_id else {}
        if self.description:
            extra["Description"] = self.description
        return ec2_call(
            self.key._replace(region=self.region or self.key.region),
            "CopySnapshot",
            SourceRegion=self.key.region,
            SourceSnapshotId=self.key.id,
            Encrypted=True,
            **extra,
            **tag_specification(self.creates, self.tags),
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, the key where one is named, and tagging where tags are given."""
        keys = ("kms:DescribeKey", "kms:CreateGrant", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*")
        named = keys if self.kms_key_id else ()
        return ("ec2:CopySnapshot", *(("ec2:CreateTags",) if self.tags else ()), *named)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The copy."""
        return (Subject(Kind.SNAPSHOTS, _new(self.key, self.region or self.key.region)),)

    def effect(self, inventory: Inventory) -> Inventory:
        """There is one more snapshot, encrypted."""
        source = known(inventory.snapshot(self.key))
        new = Snapshot(
            _new(self.key, self.region or self.key.region),
            volume_id=source.volume_id if source else "",
            size=source.size if source else 0,
            encrypted=True,
            kms_key_id=self.kms_key_id or None,
            description=self.description,
            tags=self.tags,
        )
        return put(inventory, Kind.SNAPSHOTS, new)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the copy."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Deleting the copy."""
        region = self.region or self.key.region
        return DeleteSnapshot(Key(self.key.account, region, str(reply["SnapshotId"])))

    def noop(self, inventory: Inventory) -> bool:
        """A copy always makes one more."""
        return False


class DeleteSnapshot(Change, frozen=True, tag="snapshot.delete"):
    """Deletes a snapshot."""

    verb: ClassVar[str] = "delete"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeleteSnapshot",)
    kind: ClassVar[Kind] = Kind.SNAPSHOTS

    def call(self) -> ApiCall:
        """ec2:DeleteSnapshot."""
        return ec2_call(self.key, "DeleteSnapshot", SnapshotId=self.key.id)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """Who may use it, and the images that are made from it."""
        return (Subject(Kind.SHARING, self.key), Subject(Kind.SNAPSHOT_IMAGES, self.key))

    def effect(self, inventory: Inventory) -> Inventory:
        """The snapshot is gone."""
        return drop(inventory, Kind.SNAPSHOTS, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing brings its data back."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """A deleted snapshot is gone."""
        return "A deleted snapshot cannot be brought back, unless a Recycle Bin rule of the account keeps it."

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.snapshot(self.key) is Missing.GONE
