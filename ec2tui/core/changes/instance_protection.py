"""Termination protection, stop protection, and what a shutdown from inside does."""

from typing import Any, ClassVar, Literal

import msgspec

from ec2tui.core.changes.change import Change, ec2_call, known, put
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.status import Protection


def _protection(inventory: Inventory, key: Key) -> Protection:
    return known(inventory.protection(key)) or Protection(key)


def _set(inventory: Inventory, key: Key, **fields: Any) -> Inventory:
    item = msgspec.structs.replace(_protection(inventory, key), **fields)
    return put(inventory, Kind.PROTECTION, item)


class ProtectTermination(Change, frozen=True, tag="instance.protect"):
    """Turns termination protection on, or off with `on` false."""

    on: bool = True

    verb: ClassVar[str] = "protect"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceAttribute",)
    kind: ClassVar[Kind] = Kind.PROTECTION

    @property
    def word(self) -> str:
        """`protect` or `unprotect`."""
        return "protect" if self.on else "unprotect"

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceAttribute, DisableApiTermination."""
        return ec2_call(
            self.key,
            "ModifyInstanceAttribute",
            InstanceId=self.key.id,
            DisableApiTermination={"Value": self.on},
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """The protection is as asked."""
        return _set(inventory, self.key, termination=self.on)

    def inverse(self, before: Inventory) -> Change | None:
        """The protection as it was."""
        was = _protection(before, self.key).termination
        return None if was is None else ProtectTermination(self.key, on=was)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be as asked."""
        return _protection(inventory, self.key).termination is self.on


class ProtectStop(Change, frozen=True, tag="instance.protect_stop"):
    """Turns stop protection on, or off with `on` false."""

    on: bool = True

    verb: ClassVar[str] = "protect from stopping"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceAttribute",)
    kind: ClassVar[Kind] = Kind.PROTECTION

    @property
    def word(self) -> str:
        """`protect from stopping` or `no longer protect from stopping`."""
        return "protect from stopping" if self.on else "no longer protect from stopping"

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceAttribute, DisableApiStop."""
        return ec2_call(
            self.key, "ModifyInstanceAttribute", InstanceId=self.key.id, DisableApiStop={"Value": self.on}
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """The protection is as asked."""
        return _set(inventory, self.key, stop=self.on)

    def inverse(self, before: Inventory) -> Change | None:
        """The protection as it was."""
        was = _protection(before, self.key).stop
        return None if was is None else ProtectStop(self.key, on=was)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be as asked."""
        return _protection(inventory, self.key).stop is self.on


class SetShutdownBehavior(Change, frozen=True, tag="instance.shutdown_behavior"):
    """Sets what a shutdown from inside does: `stop`, or `terminate`, which goes round the protection."""

    behavior: Literal["stop", "terminate"] = "stop"

    verb: ClassVar[str] = "set shutdown behaviour of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceAttribute",)
    kind: ClassVar[Kind] = Kind.PROTECTION

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceAttribute, InstanceInitiatedShutdownBehavior."""
        return ec2_call(
            self.key,
            "ModifyInstanceAttribute",
            InstanceId=self.key.id,
            InstanceInitiatedShutdownBehavior={"Value": self.behavior},
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """The behaviour is as asked."""
        return _set(inventory, self.key, shutdown_behavior=self.behavior)

    def inverse(self, before: Inventory) -> Change | None:
        """The behaviour as it was."""
        was = _protection(before, self.key).shutdown_behavior
        if was == "terminate":
            return SetShutdownBehavior(self.key, "terminate")
        return SetShutdownBehavior(self.key, "stop") if was == "stop" else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to be as asked."""
        return _protection(inventory, self.key).shutdown_behavior == self.behavior
