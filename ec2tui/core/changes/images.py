"""Own images: deprecate, switch off, deregister with their snapshots, and make one of an instance."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from ec2tui.core.changes.change import (
    Change,
    Subject,
    drop,
    ec2_call,
    edit,
    known,
    put,
    tag_specification,
)
from ec2tui.core.changes.image_sharing import shared_image
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind


class DeprecateImage(Change, frozen=True, tag="image.deprecate"):
    """Sets when an own image is deprecated; `at` in epoch seconds, to the minute."""

    at: int

    verb: ClassVar[str] = "deprecate"
    asks: ClassVar[tuple[str, ...]] = ("ec2:EnableImageDeprecation",)
    kind: ClassVar[Kind] = Kind.OWN_IMAGES

    def call(self) -> ApiCall:
        """ec2:EnableImageDeprecation."""
        at = datetime.fromtimestamp(self.at, UTC).strftime("%Y-%m-%dT%H:%M:00Z")
        return ec2_call(self.key, "EnableImageDeprecation", ImageId=self.key.id, DeprecateAt=at)

    def effect(self, inventory: Inventory) -> Inventory:
        """It has that date."""
        return edit(inventory, Kind.OWN_IMAGES, self.key, deprecation_time=self.at - self.at % 60)

    def inverse(self, before: Inventory) -> Change | None:
        """The old date, or none."""
        image = known(before.image(self.key))
        if image is None:
            return None
        old = image.deprecation_time
        return UndeprecateImage(self.key) if old is None else DeprecateImage(self.key, old)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it has that date."""
        image = known(inventory.image(self.key))
        return image is not None and image.deprecation_time == self.at - self.at % 60


class UndeprecateImage(Change, frozen=True, tag="image.undeprecate"):
    """Takes the date of deprecation from an own image."""

    verb: ClassVar[str] = "undeprecate"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DisableImageDeprecation",)
    kind: ClassVar[Kind] = Kind.OWN_IMAGES

    def call(self) -> ApiCall:
        """ec2:DisableImageDeprecation."""
        return ec2_call(self.key, "DisableImageDeprecation", ImageId=self.key.id)

    def effect(self, inventory: Inventory) -> Inventory:
        """It has no date."""
        return edit(inventory, Kind.OWN_IMAGES, self.key, deprecation_time=None)

    def inverse(self, before: Inventory) -> Change | None:
        """The old date."""
        image = known(before.image(self.key))
        old = None if image is None else image.deprecation_time
        return None if old is None else DeprecateImage(self.key, old)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to have no date."""
        image = known(inventory.image(self.key))
        return image is not None and image.deprecation_time is None

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """A date that is past."""
        return ("AWS takes no date in the past: a date that is over by then cannot be set again.",)


class SetImageEnabled(Change, frozen=True, tag="image.enable"):
    """Switches an own image off, so that nothing is launched from it, or with `on` true on again."""

    on: bool

    verb: ClassVar[str] = "switch"
    asks: ClassVar[tuple[str, ...]] = ("ec2:EnableImage", "ec2:DisableImage")
    kind: ClassVar[Kind] = Kind.OWN_IMAGES
    unrestored: ClassVar[frozenset[str]] = frozenset({"public", "accounts", "organizations"})

    @property
    def word(self) -> str:
        """`enable` or `disable`."""
        return "enable" if self.on else "disable"

    def call(self) -> ApiCall:
        """ec2:EnableImage or ec2:DisableImage."""
        return ec2_call(self.key, "EnableImage" if self.on else "DisableImage", ImageId=self.key.id)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The image; switched off, nobody else may launch it either."""
        return (Subject(Kind.OWN_IMAGES, self.key),) if self.on else shared_image(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is available, or disabled and private."""
        if self.on:
            return edit(inventory, Kind.OWN_IMAGES, self.key, state="available")
        after = edit(inventory, Kind.OWN_IMAGES, self.key, state="disabled", public=False)
        return edit(after, Kind.IMAGE_SHARING, self.key, public=False, accounts=(), organizations=())

    def inverse(self, before: Inventory) -> Change | None:
        """The other way."""
        image = known(before.image(self.key))
        states = {"available": True, "disabled": False}
        if image is None or image.state not in states:
            return None
        return SetImageEnabled(self.key, states[image.state])

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be as asked."""
        image = known(inventory.image(self.key))
        return image is not None and image.state == ("available" if self.on else "disabled")

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """Who could launch it."""
        if self.on:
            return ()
        return ("AWS takes the permissions of others when an image is disabled; they stay taken.",)


class DeregisterImage(Change, frozen=True, tag="image.deregister"):
    """Takes an own image out, with its snapshots unless they are kept."""

    keep_snapshots: bool = False

    verb: ClassVar[str] = "deregister"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeregisterImage", "ec2:DeleteSnapshot")
    kind: ClassVar[Kind] = Kind.OWN_IMAGES

    def call(self) -> ApiCall:
        """ec2:DeregisterImage."""
        extra = {} if self.keep_snapshots else {"DeleteAssociatedSnapshots": True}
        return ec2_call(self.key, "DeregisterImage", ImageId=self.key.id, **extra)

    def permissions(self) -> tuple[str, ...]:
        """The operation, and deleting snapshots where they go too."""
        return self.asks[:1] if self.keep_snapshots else self.asks

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The image, and its snapshots where they go too."""
        snapshots = () if self.keep_snapshots else self._snapshots(inventory)
        return (
            Subject(Kind.OWN_IMAGES, self.key),
            *(Subject(Kind.SNAPSHOTS, self.key._replace(id=one)) for one in snapshots),
        )

    def _snapshots(self, inventory: Inventory) -> tuple[str, ...]:
        image = known(inventory.image(self.key))
        devices = () if image is None else image.snapshots
        return tuple(device.snapshot_id for device in devices if device.snapshot_id)

    def effect(self, inventory: Inventory) -> Inventory:
        """The image is gone, and its snapshots are unless they are kept."""
        after = drop(inventory, Kind.OWN_IMAGES, self.key)
        for one in () if self.keep_snapshots else self._snapshots(inventory):
            after = drop(after, Kind.SNAPSHOTS, self.key._replace(id=one))
        return after

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing brings it back under its id."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """A deregistered image is gone."""
        kept = " From snapshots that are kept another image can be registered." if self.keep_snapshots else ""
        return f"A deregistered image cannot be brought back, unless a Recycle Bin rule keeps it.{kept}"

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.image(self.key) is Missing.GONE


class CreateImage(Change, frozen=True, tag="image.create"):
    """Makes an image of the instance `key`; the `name` must be new in the account and region.

    With `reboot` the instance is rebooted, so that its file systems are consistent.
    """

    name: str
    description: str = ""
    reboot: bool = False
    tags: Tags = ()

    verb: ClassVar[str] = "make an image"
    asks: ClassVar[tuple[str, ...]] = ("ec2:CreateImage", "ec2:CreateTags")
    idempotent: ClassVar[bool] = False
    creates: ClassVar[str] = "image"
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:CreateImage."""
        extra: dict[str, Any] = {"Description": self.description} if self.description else {}
        both = [
            one
            for resource in ("image", "snapshot")
            for one in tag_specification(resource, self.tags).get("TagSpecifications", ())
        ]
        if both:
            extra["TagSpecifications"] = both
        return ec2_call(
            self.key,
            "CreateImage",
            InstanceId=self.key.id,
            Name=self.name,
            NoReboot=not self.reboot,
            **extra,
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tagging where tags are given."""
        return self.asks if self.tags else self.asks[:1]

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The new image."""
        return (Subject(Kind.OWN_IMAGES, self._new),)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance."""
        return (Subject(Kind.INSTANCES, self.key),)

    @property
    def _new(self) -> Key:
        return self.key._replace(id=f"(image of {self.key.id})")

    def effect(self, inventory: Inventory) -> Inventory:
        """There is one more image, private."""
        new = Image(
            self._new,
            self.name,
            self.description,
            owner_id=self.key.account,
            state="available",
            source_instance_id=self.key.id,
            tags=self.tags,
        )
        return put(inventory, Kind.OWN_IMAGES, new)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the image."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Deregistering the new image with its snapshots."""
        return DeregisterImage(self.key._replace(id=str(reply["ImageId"])))

    def noop(self, inventory: Inventory) -> bool:
        """An image always makes one more."""
        return False
