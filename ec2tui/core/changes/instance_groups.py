"""Which security groups a network interface of an instance is in."""

from typing import ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Id, Ref, Subject, ec2_call, edit, known, put
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind


def group_ref(inventory: Inventory, beside: Key, group: Id) -> GroupRef:
    """A group as an interface names it: with its name where that is known."""
    if isinstance(group, Ref):
        return GroupRef(group.placeholder, "")
    found = known(inventory.security_group(beside._replace(id=group)))
    return GroupRef(group, found.name if found else "")


class SetInterfaceGroups(Change, frozen=True, tag="instance.groups"):
    """Replaces the whole list of security groups of one interface of an instance; at least one must stay."""

    interface_id: str
    groups: tuple[Id, ...]

    verb: ClassVar[str] = "set security groups of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyNetworkInterfaceAttribute",)

    def call(self) -> ApiCall:
        """ec2:ModifyNetworkInterfaceAttribute, Groups."""
        return ec2_call(
            self.key,
            "ModifyNetworkInterfaceAttribute",
            NetworkInterfaceId=self.interface_id,
            Groups=list(self.groups),
        )

    def interface(self, inventory: Inventory) -> InstanceInterface | None:
        """The interface as its instance tells it, None when that has not been read."""
        instance = known(inventory.instance(self.key))
        if instance is None:
            return None
        return next((i for i in instance.interfaces if i.id == self.interface_id), None)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance, and the interface."""
        interface = Subject(Kind.INTERFACES, self.key._replace(id=self.interface_id))
        return (Subject(Kind.INSTANCES, self.key), interface)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The groups it gets."""
        ids = [group for group in self.groups if not isinstance(group, Ref)]
        return tuple(Subject(Kind.SECURITY_GROUPS, self.key._replace(id=id)) for id in ids)

    def effect(self, inventory: Inventory) -> Inventory:
        """The interface is in these groups; the instance too, when it is its first interface."""
        refs = tuple(group_ref(inventory, self.key, group) for group in self.groups)
        after = edit(inventory, Kind.INTERFACES, self.key._replace(id=self.interface_id), groups=refs)
        instance = known(inventory.instance(self.key))
        if instance is None or self.interface(inventory) is None:
            return after
        interfaces = tuple(
            msgspec.structs.replace(i, groups=refs) if i.id == self.interface_id else i
            for i in instance.interfaces
        )
        first = any(i.id == self.interface_id and i.device_index == 0 for i in interfaces)
        groups = refs if first else instance.security_groups
        changed = msgspec.structs.replace(instance, interfaces=interfaces, security_groups=groups)
        return put(after, Kind.INSTANCES, changed)

    def inverse(self, before: Inventory) -> Change | None:
        """The list as it was."""
        interface = self.interface(before)
        if interface is None or not interface.groups:
            return None
        return SetInterfaceGroups(self.key, self.interface_id, tuple(g.id for g in interface.groups))

    def noop(self, inventory: Inventory) -> bool:
        """Whether the interface is in just these groups, in any order."""
        interface = self.interface(inventory)
        return interface is not None and {g.id for g in interface.groups} == set(self.groups)
