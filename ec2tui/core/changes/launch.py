"""Launching instances: one call for all of them, with one client token, or none."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ec2tui.core.changes.change import Change, Subject, ec2_call, known, put
from ec2tui.core.changes.instance_state import TerminateInstance
from ec2tui.core.changes.launch_call import parameters
from ec2tui.core.changes.launch_price import instance_price, volume_prices
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import (
    BlockDevice,
    GroupRef,
    Instance,
    InstanceInterface,
    MetadataOptions,
    Tags,
)
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import Launch
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.quota import vcpu_quota
from ec2tui.core.model.status import Protection
from ec2tui.core.model.volume import Attachment, Volume

NEW = "(new instance)"
"""The id of an instance until AWS gives it one; further ones are `(new instance 2)` and so on."""

TO_COME = "(given at launch)"
"""What stands for an address that AWS will choose."""


class RunInstances(Change, frozen=True, tag="instance.launch"):
    """Launches `launch.count` instances, tagged with their volumes; the `key` has the id `NEW`."""

    launch: Launch
    tags: Tags = ()

    verb: ClassVar[str] = "launch"
    asks: ClassVar[tuple[str, ...]] = ("ec2:RunInstances", "ec2:CreateTags", "iam:PassRole")
    token_parameter: ClassVar[str] = "ClientToken"  # noqa: S105 - a parameter's name
    creates: ClassVar[str] = "instance"
    learns: ClassVar[bool] = True

    @property
    def makes(self) -> int:
        """As many instances as are wanted: AWS launches all or none."""
        return self.launch.count

    def call(self) -> ApiCall:
        """ec2:RunInstances; of the user data there is only a placeholder."""
        return ec2_call(self.key, "RunInstances", **parameters(self.launch, self.tags))

    def permissions(self) -> tuple[str, ...]:
        """The operation, tagging, and passing the role where one is given."""
        role = ("iam:PassRole",) if self.launch.profile else ()
        return ("ec2:RunInstances", *(("ec2:CreateTags",) if self.tags else ()), *role)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The new instances with their interfaces, volumes and protection."""
        return tuple(
            Subject(kind, key)
            for instance, interface, volumes, protection in self._made(inventory)
            for kind, key in (
                (Kind.INSTANCES, instance.key),
                (Kind.INTERFACES, interface.key),
                (Kind.PROTECTION, protection.key),
                *((Kind.VOLUMES, volume.key) for volume in volumes),
            )
        )

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The image, the type and where it is offered, the subnet, the groups, the key pair, the role."""
        it, at = self.launch, self.key
        named = (
            (Kind.IMAGES, it.image_id),
            (Kind.INSTANCE_TYPES, it.type),
            (Kind.OFFERINGS, it.type),
            (Kind.SUBNETS, it.subnet_id),
            *((kind, group) for group in it.groups for kind in (Kind.SECURITY_GROUPS, Kind.RULES)),
            (Kind.KEY_PAIRS, it.key_name),
            (Kind.ROLE_POLICIES, profile_arn(it.profile, at)),
            (Kind.QUOTAS, vcpu_quota(it.type, it.spot)),
        )
        price = instance_price(it, at, inventory)
        prices = dict.fromkeys((*([price] if price else ()), *volume_prices(it, at)))
        found = tuple(Subject(kind, at._replace(id=id)) for kind, id in named if id)
        return (*found, *(Subject(Kind.PRICES, key) for key in prices))

    def effect(self, inventory: Inventory) -> Inventory:
        """There are more instances, running."""
        for instance, interface, volumes, protection in self._made(inventory):
            inventory = put(inventory, Kind.INSTANCES, instance)
            inventory = put(inventory, Kind.INTERFACES, interface)
            inventory = put(inventory, Kind.PROTECTION, protection)
            for volume in volumes:
                inventory = put(inventory, Kind.VOLUMES, volume)
        return inventory

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the instances."""
        return None

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """Undo ends what was begun."""
        return ("Undo terminates what was launched; what it wrote meanwhile is lost.",)

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Terminating the new instances."""
        ids = tuple(str(one["InstanceId"]) for one in reply["Instances"])
        return EndLaunch(self.key._replace(id=ids[0]), ids[1:]) if ids else None

    def noop(self, inventory: Inventory) -> bool:
        """A launch always makes more."""
        return False

    def _made(
        self, inventory: Inventory
    ) -> tuple[tuple[Instance, NetworkInterface, tuple[Volume, ...], Protection], ...]:
        return tuple(_would_be(self, number, inventory) for number in range(1, self.launch.count + 1))


class EndLaunch(Change, frozen=True, tag="instance.end_launch"):
    """Terminates what one launch made: the instance `key` and the `others`; a plan has a step for each."""

    others: tuple[str, ...] = ()

    verb: ClassVar[str] = "terminate"
    asks: ClassVar[tuple[str, ...]] = TerminateInstance.asks

    def parts(self) -> tuple[Change, ...]:
        """One termination for each instance, so that each is judged and told by itself."""
        return tuple(TerminateInstance(self.key._replace(id=id)) for id in (self.key.id, *self.others))

    def call(self) -> ApiCall:
        """ec2:TerminateInstances of all."""
        return ec2_call(self.key, "TerminateInstances", InstanceIds=[self.key.id, *self.others])

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """What terminating each touches."""
        return tuple(subject for part in self.parts() for subject in part.subjects(inventory))

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """What decides about each termination."""
        return tuple(fact for part in self.parts() for fact in part.facts(inventory))

    def effect(self, inventory: Inventory) -> Inventory:
        """All of them are terminated."""
        for part in self.parts():
            inventory = part.effect(inventory)
        return inventory

    def inverse(self, before: Inventory) -> Change | None:
        """Nothing brings a terminated instance back."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """Termination is final."""
        return self.parts()[0].irreversible(before)

    def noop(self, inventory: Inventory) -> bool:
        """Whether all are terminated already."""
        return all(part.noop(inventory) for part in self.parts())


def new_key(at: Key, number: int = 1) -> Key:
    """The key that stands for the first new instance, the second and so on, where `at` is."""
    return at._replace(id=NEW if number == 1 else f"(new instance {number})")


def profile_arn(profile: str, at: Key) -> str:
    """The ARN of an instance profile that is given by name or ARN; empty for none."""
    if not profile or profile.startswith("arn:"):
        return profile
    return f"arn:aws:iam::{at.account}:instance-profile/{profile}"


def _would_be(
    change: RunInstances, number: int, inventory: Inventory
) -> tuple[Instance, NetworkInterface, tuple[Volume, ...], Protection]:
    """One instance as it will be, with its interface, volumes and protection."""
    it, key = change.launch, new_key(change.key, number)
    mark = f" of {key.id.strip('()')}"
    subnet = inventory.table(Kind.SUBNETS).get(key._replace(id=it.subnet_id))
    image = known(inventory.image(key._replace(id=it.image_id)))
    groups = tuple(GroupRef(id, _group_name(id, key, inventory)) for id in it.groups)
    public = (TO_COME,) if it.public_address else ()
    vpc, zone = (subnet.vpc_id, subnet.az) if subnet else ("", "")
    interface = NetworkInterface(
        key._replace(id=f"(interface{mark})"), kind="interface", status="in-use", vpc_id=vpc, az=zone,
        subnet_id=it.subnet_id, instance_id=key.id, public_ips=public, groups=groups,
    )  # fmt: skip
    volumes = tuple(
        Volume(
            key._replace(id=f"({volume.device}{mark})"), volume.size or 0, volume.type, "in-use",
            encrypted=volume.encrypted, kms_key_id=volume.kms_key_id or None, iops=volume.iops,
            throughput=volume.throughput, az=zone, snapshot_id=volume.snapshot_id or None, tags=change.tags,
            attachments=(Attachment(key.id, volume.device, "attached", not volume.keep),),
        )
        for volume in it.volumes
    )  # fmt: skip
    devices = tuple(
        BlockDevice(volume.device, held.key.id, not volume.keep)
        for volume, held in zip(it.volumes, volumes, strict=True)
    )
    instance = Instance(
        key, "running", it.type, name=dict(change.tags).get("Name", ""), az=zone,
        public_ip=TO_COME if public else None, vpc_id=vpc or None, subnet_id=it.subnet_id or None,
        image_id=it.image_id, key_name=it.key_name or None, profile_arn=profile_arn(it.profile, key) or None,
        platform=image.platform if image else None, architecture=image.architecture if image else None,
        lifecycle="spot" if it.spot else None, tenancy=it.tenancy or None,
        monitoring="enabled" if it.monitoring else "disabled", placement_group=it.placement_group or None,
        security_groups=groups, metadata=_would_be_metadata(it), tags=change.tags,
        block_devices=devices,
        interfaces=(InstanceInterface(interface.key.id, it.subnet_id, vpc, "in-use", groups=groups,
                                      public_ips=public, delete_on_termination=True),),
    )  # fmt: skip
    return instance, interface, volumes, Protection(key, it.protect, it.protect_stop, it.shutdown)


def _would_be_metadata(it: Launch) -> MetadataOptions:
    if it.tokens == "disabled":
        return MetadataOptions("", "disabled")
    return MetadataOptions(it.tokens, "enabled", it.hop_limit)


def _group_name(id: str, at: Key, inventory: Inventory) -> str:
    group = inventory.security_group(at._replace(id=id))
    return "" if isinstance(group, Missing) else group.name
