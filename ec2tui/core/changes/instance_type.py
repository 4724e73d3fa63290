"""Another type for an instance: a stop, the change and a start as one plan."""

from typing import ClassVar

from ec2tui.core.changes.change import Change, Subject, Unready, ec2_call, edit, known
from ec2tui.core.changes.instance_state import ON, StartInstance, StopInstance
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.price import price_key


class SetInstanceType(Change, frozen=True, tag="instance.type"):
    """Gives a stopped instance another type."""

    type: str

    verb: ClassVar[str] = "resize"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceAttribute",)

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceAttribute, InstanceType."""
        return ec2_call(
            self.key,
            "ModifyInstanceAttribute",
            InstanceId=self.key.id,
            InstanceType={"Value": self.type},
        )

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The type it has, the type it gets, where that is offered, and what both cost."""
        instance = known(inventory.instance(self.key))
        types = (self.type,) if instance is None else (self.type, instance.type)
        offered = Subject(Kind.OFFERINGS, self.key._replace(id=self.type))
        prices = [price_key(instance, name) for name in types] if instance is not None else []
        return (
            offered,
            *(Subject(Kind.INSTANCE_TYPES, self.key._replace(id=name)) for name in types),
            *(Subject(Kind.PRICES, key) for key in prices if key is not None),
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """It is of the type."""
        return edit(inventory, Kind.INSTANCES, self.key, type=self.type)

    def inverse(self, before: Inventory) -> Change | None:
        """The type it was."""
        instance = known(before.instance(self.key))
        return SetInstanceType(self.key, instance.type) if instance else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is of the type."""
        instance = known(inventory.instance(self.key))
        return instance is not None and instance.type == self.type


def resize(key: Key, new_type: str, inventory: Inventory) -> tuple[Step, ...] | Unready:
    """Stop, change the type, start; without stop and start when it is stopped. Empty when it has the type.

    Each step is recorded apart: after a crash the steps that are done drop out of a new draft.
    """
    instance = known(inventory.instance(key))
    if instance is None:
        return Unready(f"{key.id} has not been read, so its state is not known.")
    change = SetInstanceType(key, new_type)
    if change.noop(inventory):
        return ()
    if instance.state not in ON:
        return (Step(change),)
    return (Step(StopInstance(key)), Step(change, (0,)), Step(StartInstance(key), (1,)))
