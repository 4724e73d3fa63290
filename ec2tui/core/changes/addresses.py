"""Elastic IP addresses: allocate, associate, disassociate, release."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ec2tui.core.changes.change import (
    Change,
    Id,
    Ref,
    Subject,
    ec2_call,
    edit,
    known,
    put,
    tag_specification,
)
from ec2tui.core.changes.change import drop as without
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.address import Address
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

NEW = "(new address)"
"""The id of an address until AWS gives it one."""

PENDING = "(new association)"
"""The id of an association until AWS gives it one."""


class AllocateAddress(Change, frozen=True, tag="address.allocate"):
    """Takes a new Elastic IP for the account of `key`, whose id is `NEW`."""

    tags: Tags = ()

    verb: ClassVar[str] = "allocate"
    asks: ClassVar[tuple[str, ...]] = ("ec2:AllocateAddress", "ec2:CreateTags")
    kind: ClassVar[Kind] = Kind.ADDRESSES
    idempotent: ClassVar[bool] = False
    creates: ClassVar[str] = "elastic-ip"
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:AllocateAddress for VPCs."""
        tags = tag_specification(self.creates, self.tags)
        return ec2_call(self.key, "AllocateAddress", Domain="vpc", **tags)

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tagging where tags are given."""
        return ("ec2:AllocateAddress", "ec2:CreateTags") if self.tags else ("ec2:AllocateAddress",)

    def effect(self, inventory: Inventory) -> Inventory:
        """There is one more address, not known yet."""
        return put(inventory, Kind.ADDRESSES, Address(self.key, tags=self.tags))

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the address."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Releasing the new address."""
        return ReleaseAddress(
            self.key._replace(id=str(reply["AllocationId"])), str(reply.get("PublicIp", ""))
        )

    def noop(self, inventory: Inventory) -> bool:
        """An allocation always makes one more."""
        return False


class ReleaseAddress(Change, frozen=True, tag="address.release"):
    """Gives an Elastic IP back to AWS, where anybody may get it."""

    public_ip: str = ""

    verb: ClassVar[str] = "release"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ReleaseAddress",)
    kind: ClassVar[Kind] = Kind.ADDRESSES

    def call(self) -> ApiCall:
        """ec2:ReleaseAddress."""
        return ec2_call(self.key, "ReleaseAddress", AllocationId=self.key.id)

    def effect(self, inventory: Inventory) -> Inventory:
        """The address is gone."""
        return without(inventory, Kind.ADDRESSES, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """A released address is out of our hands."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """The address goes back to AWS's pool."""
        return "A released address goes back to AWS, and another account may get it."

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.address(self.key) is Missing.GONE


def _attached(change: "AssociateAddress | DisassociateAddress", inventory: Inventory) -> tuple[Subject, ...]:
    instance = Subject(Kind.INSTANCES, change.key)
    allocation = change.allocation_id
    address_id = NEW if isinstance(allocation, Ref) else allocation
    return (instance, Subject(Kind.ADDRESSES, change.key._replace(id=address_id)))


class AssociateAddress(Change, frozen=True, tag="address.associate"):
    """Associates an Elastic IP with an instance (its first interface, or `interface_id`).

    `public_ip` is the address itself where it is known. `reassociate` takes it from whatever has it now.
    """

    allocation_id: Id
    public_ip: Id = ""
    interface_id: str = ""
    private_ip: str = ""
    reassociate: bool = False

    verb: ClassVar[str] = "associate an address with"
    asks: ClassVar[tuple[str, ...]] = ("ec2:AssociateAddress",)
    learns: ClassVar[bool] = True
    unrestored: ClassVar[frozenset[str]] = frozenset({"public_ip", "public_dns", "interfaces"})

    def call(self) -> ApiCall:
        """ec2:AssociateAddress."""
        where: dict[str, Any] = {"InstanceId": self.key.id}
        if self.interface_id:
            where = {"NetworkInterfaceId": self.interface_id}
        if self.private_ip:
            where["PrivateIpAddress"] = self.private_ip
        return ec2_call(
            self.key,
            "AssociateAddress",
            AllocationId=self.allocation_id,
            AllowReassociation=self.reassociate,
            **where,
        )

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance and the address."""
        return _attached(self, inventory)

    def effect(self, inventory: Inventory) -> Inventory:
        """The address belongs to the instance, in place of the public address it had."""
        address = _attached(self, inventory)[1].key
        after = edit(
            inventory,
            Kind.ADDRESSES,
            address,
            association_id=PENDING,
            instance_id=self.key.id,
            interface_id=self.interface_id or None,
            private_ip=self.private_ip or None,
        )
        ip = self.public_ip.placeholder if isinstance(self.public_ip, Ref) else self.public_ip or address.id
        return edit(after, Kind.INSTANCES, self.key, public_ip=ip, public_host=None)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the association."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Removing the new association; needs the allocation's id, which a resolved step has."""
        if isinstance(self.allocation_id, Ref) or isinstance(self.public_ip, Ref):
            return None
        return DisassociateAddress(
            self.key,
            str(reply["AssociationId"]),
            self.allocation_id,
            self.public_ip,
            self.interface_id,
            self.private_ip,
        )

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """The public address that AWS had given."""
        instance = known(before.instance(self.key))
        if instance is None or instance.public_ip in (None, self.public_ip):
            return ()
        ip = instance.public_ip
        if any(one.public_ip == ip and one.key[:2] == self.key[:2] for one in _addresses(before)):
            return (f"The Elastic IP {ip} is taken off it and stays yours; undo does not put it back.",)
        return (f"The public address {ip} is given up when the Elastic IP takes its place.",)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the address is known to belong to the instance."""
        address = known(inventory.address(_attached(self, inventory)[1].key))
        return address is not None and address.instance_id == self.key.id


class DisassociateAddress(Change, frozen=True, tag="address.disassociate"):
    """Takes an Elastic IP from an instance; the address stays the account's, unless it is `released` next."""

    association_id: Id
    allocation_id: Id
    public_ip: str = ""
    interface_id: str = ""
    private_ip: str = ""
    released: bool = False

    verb: ClassVar[str] = "disassociate an address from"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DisassociateAddress",)
    unrestored: ClassVar[frozenset[str]] = frozenset({"association_id", "public_dns"})

    def call(self) -> ApiCall:
        """ec2:DisassociateAddress."""
        return ec2_call(self.key, "DisassociateAddress", AssociationId=self.association_id)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance and the address."""
        return _attached(self, inventory)

    def effect(self, inventory: Inventory) -> Inventory:
        """The address is free and the instance without it."""
        after = edit(
            inventory,
            Kind.ADDRESSES,
            _attached(self, inventory)[1].key,
            association_id=None,
            instance_id=None,
            interface_id=None,
            private_ip=None,
        )
        instance = known(inventory.instance(self.key))
        if instance is None or instance.public_ip != self.public_ip:
            return after
        return edit(after, Kind.INSTANCES, self.key, public_ip=None, public_host=None)

    def inverse(self, before: Inventory) -> Change | None:
        """Associating it again, while the account has it."""
        if self.released:
            return None
        return AssociateAddress(
            self.key, self.allocation_id, self.public_ip, self.interface_id, self.private_ip
        )

    def irreversible(self, before: Inventory) -> str:
        """An address that is given back cannot be associated again."""
        return "The address is released right after, so that it cannot come back." if self.released else ""

    def noop(self, inventory: Inventory) -> bool:
        """Whether the address is known to be free."""
        address = known(inventory.address(_attached(self, inventory)[1].key))
        return address is not None and address.association_id is None


def _addresses(inventory: Inventory) -> Iterable[Address]:
    """The Elastic IPs that are known."""
    found: Iterable[Address] = inventory.table(Kind.ADDRESSES).values()
    return found


def give_address(key: Key, tags: Tags = ()) -> tuple[Step, ...]:
    """A new Elastic IP, associated with an instance: the second step takes its id from the first reply."""
    allocate = AllocateAddress(key._replace(id=NEW), tags)
    associate = AssociateAddress(key, Ref(0, "AllocationId"), Ref(0, "PublicIp"))
    return (Step(allocate), Step(associate, (0,)))
