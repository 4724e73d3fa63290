"""Starting, stopping, rebooting and terminating an instance."""

from typing import ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Subject, drop, ec2_call, edit, known, put
from ec2tui.core.model.address import Address
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import Instance, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

ON = frozenset({"pending", "running"})
"""States of an instance that runs or is about to."""

ENDED = frozenset({"shutting-down", "terminated"})
"""States of an instance that is gone for good."""

_ADDRESS_FIELDS = frozenset({"public_ip", "public_dns", "interfaces"})


def elastic_addresses(inventory: Inventory, instance: Instance) -> tuple[Address, ...]:
    """The Elastic IPs that are known to be associated with an instance."""
    table = inventory.table(Kind.ADDRESSES)
    return tuple(
        a
        for a in table.values()
        if a.instance_id == instance.id
        and (a.key.account, a.key.region) == (instance.key.account, instance.key.region)
    )


def _without_public(interface: InstanceInterface, kept: frozenset[str]) -> InstanceInterface:
    left = tuple(ip for ip in interface.public_ips if ip in kept)
    return msgspec.structs.replace(interface, public_ips=left)


def stopped(inventory: Inventory, instance: Instance) -> Instance:
    """The instance once it has stopped: without the public addresses that are not Elastic IPs."""
    kept = frozenset(a.public_ip for a in elastic_addresses(inventory, instance))
    stays = instance.public_ip in kept
    return msgspec.structs.replace(
        instance,
        state="stopped",
        public_ip=instance.public_ip if stays else None,
        public_host=instance.public_host if stays else None,
        interfaces=tuple(_without_public(interface, kept) for interface in instance.interfaces),
    )


def _facts(inventory: Inventory, key: Key) -> tuple[Subject, ...]:
    instance = known(inventory.instance(key))
    kind = () if instance is None else (Subject(Kind.INSTANCE_TYPES, key._replace(id=instance.type)),)
    spot = (Subject(Kind.SPOT_REQUESTS, key),) if instance and instance.lifecycle == "spot" else ()
    return (Subject(Kind.PROTECTION, key), Subject(Kind.SCALING, key), *kind, *spot)


class StartInstance(Change, frozen=True, tag="instance.start"):
    """Starts a stopped instance."""

    verb: ClassVar[str] = "start"
    asks: ClassVar[tuple[str, ...]] = ("ec2:StartInstances",)
    unrestored: ClassVar[frozenset[str]] = frozenset({"launch_time"})

    def call(self) -> ApiCall:
        """ec2:StartInstances for this instance alone."""
        return ec2_call(self.key, "StartInstances", InstanceIds=[self.key.id])

    def effect(self, inventory: Inventory) -> Inventory:
        """It runs; a new public address is not known beforehand."""
        return edit(inventory, Kind.INSTANCES, self.key, state="running")

    def inverse(self, before: Inventory) -> Change | None:
        """Stopping it again."""
        instance = known(before.instance(self.key))
        return StopInstance(self.key) if instance and instance.state == "stopped" else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it runs or is starting."""
        instance = known(inventory.instance(self.key))
        return instance is not None and instance.state in ON


class StopInstance(Change, frozen=True, tag="instance.stop"):
    """Stops a running instance; `hibernate` saves its memory, `force` does not wait for its system."""

    hibernate: bool = False
    force: bool = False

    verb: ClassVar[str] = "stop"
    asks: ClassVar[tuple[str, ...]] = ("ec2:StopInstances",)
    unrestored: ClassVar[frozenset[str]] = _ADDRESS_FIELDS | {"launch_time"}

    def call(self) -> ApiCall:
        """ec2:StopInstances for this instance alone."""
        extra = {"Hibernate": True} if self.hibernate else {}
        if self.force:
            extra["Force"] = True
        return ec2_call(self.key, "StopInstances", InstanceIds=[self.key.id], **extra)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """Its protection, its Auto Scaling group, its type and its Spot request."""
        return _facts(inventory, self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is stopped, and its public addresses that are not Elastic IPs are gone."""
        instance = known(inventory.instance(self.key))
        return inventory if instance is None else put(inventory, Kind.INSTANCES, stopped(inventory, instance))

    def inverse(self, before: Inventory) -> Change | None:
        """Starting it again."""
        instance = known(before.instance(self.key))
        return StartInstance(self.key) if instance and instance.state in ON else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is stopped; one that is still stopping can be forced."""
        instance = known(inventory.instance(self.key))
        done = {"stopped"} if self.force else {"stopped", "stopping"}
        return instance is not None and instance.state in done

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """The public address, and what instance-store volumes held."""
        instance = known(before.instance(self.key))
        if instance is None:
            return ()
        lost = []
        if instance.public_ip and stopped(before, instance).public_ip is None:
            lost.append(
                f"The public address {instance.public_ip} goes back to AWS; a start brings another one."
            )
        kind = known(before.instance_type(Key(self.key.account, self.key.region, instance.type)))
        if kind is not None and kind.storage:
            lost.append("What the instance-store volumes hold is lost.")
        return tuple(lost)


class RebootInstance(Change, frozen=True, tag="instance.reboot"):
    """Reboots a running instance."""

    verb: ClassVar[str] = "reboot"
    asks: ClassVar[tuple[str, ...]] = ("ec2:RebootInstances",)
    idempotent: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """ec2:RebootInstances for this instance alone."""
        return ec2_call(self.key, "RebootInstances", InstanceIds=[self.key.id])

    def effect(self, inventory: Inventory) -> Inventory:
        """Nothing that AWS describes is different afterwards."""
        return inventory

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing takes a reboot back."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """A reboot has happened."""
        return "A reboot cannot be taken back; addresses, volumes and instance-store data stay."

    def noop(self, inventory: Inventory) -> bool:
        """A reboot always does something."""
        return False


class TerminateInstance(Change, frozen=True, tag="instance.terminate"):
    """Terminates an instance: it and every volume set to be deleted with it are gone for good."""

    verb: ClassVar[str] = "terminate"
    asks: ClassVar[tuple[str, ...]] = ("ec2:TerminateInstances",)

    def call(self) -> ApiCall:
        """ec2:TerminateInstances for this instance alone (a batch is not atomic)."""
        return ec2_call(self.key, "TerminateInstances", InstanceIds=[self.key.id])

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance, its volumes, its interfaces and its Elastic IPs."""
        instance = known(inventory.instance(self.key))
        if instance is None:
            return (Subject(Kind.INSTANCES, self.key),)
        volumes = tuple(
            Subject(Kind.VOLUMES, self.key._replace(id=device.volume_id)) for device in instance.block_devices
        )
        interfaces = tuple(
            Subject(Kind.INTERFACES, self.key._replace(id=interface.id)) for interface in instance.interfaces
        )
        addresses = tuple(Subject(Kind.ADDRESSES, a.key) for a in elastic_addresses(inventory, instance))
        return (Subject(Kind.INSTANCES, self.key), *volumes, *interfaces, *addresses)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """Its protection, its type, what sends traffic to it, and the last snapshots of its volumes."""
        instance = known(inventory.instance(self.key))
        devices = () if instance is None else instance.block_devices
        last = (Subject(Kind.LAST_SNAPSHOTS, self.key._replace(id=device.volume_id)) for device in devices)
        return (*_facts(inventory, self.key), Subject(Kind.TARGETS, self.key), *last)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is terminated; volumes and interfaces are gone or free, and its Elastic IPs are free."""
        instance = known(inventory.instance(self.key))
        if instance is None:
            return inventory
        after = inventory
        for device in instance.block_devices:
            key = self.key._replace(id=device.volume_id)
            if device.delete_on_termination:
                after = drop(after, Kind.VOLUMES, key)
            else:
                after = edit(after, Kind.VOLUMES, key, state="available", attachments=())
        for interface in instance.interfaces:
            key = self.key._replace(id=interface.id)
            if interface.delete_on_termination is False:
                after = edit(after, Kind.INTERFACES, key, status="available", instance_id=None)
            else:
                after = drop(after, Kind.INTERFACES, key)
        for address in elastic_addresses(inventory, instance):
            after = edit(
                after, Kind.ADDRESSES, address.key, association_id=None, instance_id=None,
                interface_id=None, private_ip=None,
            )  # fmt: skip
        ended = msgspec.structs.replace(
            instance, state="terminated", public_ip=None, public_host=None, private_ip=None,
            private_host=None, ipv6=None, block_devices=(), interfaces=(), security_groups=(),
        )  # fmt: skip
        return put(after, Kind.INSTANCES, ended)

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing brings a terminated instance back."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """Termination is final."""
        return "A terminated instance cannot be brought back, nor can the volumes deleted with it."

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is terminated or about to be."""
        instance = known(inventory.instance(self.key))
        return instance is not None and instance.state in ENDED
