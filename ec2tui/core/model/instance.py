"""An EC2 instance, as ec2:DescribeInstances tells it."""

from sys import intern
from typing import ClassVar

import msgspec

from ec2tui.core.model.key import Key

Tags = tuple[tuple[str, str], ...]


class GroupRef(msgspec.Struct, frozen=True, gc=False):
    """A security group as an instance or an interface names it."""

    id: str
    name: str


class BlockDevice(msgspec.Struct, frozen=True, gc=False):
    """An EBS volume attached to an instance; `attach_time` in epoch seconds."""

    device: str
    volume_id: str
    delete_on_termination: bool
    status: str = ""
    attach_time: int | None = None


class InstanceInterface(msgspec.Struct, frozen=True, gc=False):
    """A network interface of an instance, with all its addresses."""

    id: str
    subnet_id: str = ""
    vpc_id: str = ""
    status: str = ""
    mac: str = ""
    device_index: int = 0
    source_dest_check: bool | None = None
    interface_type: str = ""
    delete_on_termination: bool | None = None
    private_ips: tuple[str, ...] = ()
    public_ips: tuple[str, ...] = ()
    ipv6: tuple[str, ...] = ()
    groups: tuple[GroupRef, ...] = ()


class MetadataOptions(msgspec.Struct, frozen=True, gc=False):
    """The instance metadata service: `http_tokens` is `required` when only version 2 answers."""

    http_tokens: str = ""
    http_endpoint: str = ""
    hop_limit: int | None = None
    ipv6: str = ""
    tags: str = ""


class Hardware(msgspec.Struct, frozen=True, gc=False):
    """What an instance runs on: an account has few of these, and its instances share them."""

    virtualization: str | None = None
    hypervisor: str | None = None
    ebs_optimized: bool | None = None
    enclave: bool | None = None
    cores: int | None = None
    threads_per_core: int | None = None


class Instance(msgspec.Struct, frozen=True, gc=False):
    """One instance; absent values are None or empty, strings are exactly AWS's (untrusted).

    `launch_time` is in epoch seconds. `platform` is `windows` or None, as in the API.
    `monitoring` is `disabled`, `disabling`, `enabled` or `pending`. `private_host` and `public_host` are
    DNS names as `short_name` holds them.
    """

    FACTS: ClassVar[tuple[str, ...]]
    """The names of all that is known of an instance, whichever struct holds it."""

    key: Key
    state: str
    type: str
    name: str = ""
    az: str = ""
    private_ip: str | None = None
    public_ip: str | None = None
    private_host: str | None = None
    public_host: str | None = None
    vpc_id: str | None = None
    subnet_id: str | None = None
    image_id: str = ""
    key_name: str | None = None
    profile_arn: str | None = None
    launch_time: int = 0
    platform: str | None = None
    platform_details: str | None = None
    architecture: str | None = None
    lifecycle: str | None = None
    tenancy: str | None = None
    monitoring: str | None = None
    state_reason: str | None = None
    state_transition: str | None = None
    root_device_name: str | None = None
    root_device_type: str | None = None
    boot_mode: str | None = None
    ena_support: bool | None = None
    source_dest_check: bool | None = None
    hibernation: bool | None = None
    placement_group: str | None = None
    ipv6: str | None = None
    security_groups: tuple[GroupRef, ...] = ()
    reservation_id: str | None = None
    hardware: Hardware = Hardware()
    metadata: MetadataOptions = MetadataOptions()
    block_devices: tuple[BlockDevice, ...] = ()
    interfaces: tuple[InstanceInterface, ...] = ()
    tags: Tags = ()

    @property
    def id(self) -> str:
        """The instance id, `i-…`."""
        return self.key.id

    @property
    def private_dns(self) -> str | None:
        """The DNS name inside the VPC, as AWS tells it."""
        return whole_name(self.private_host, PRIVATE, self.private_ip)

    @property
    def public_dns(self) -> str | None:
        """The DNS name on the internet, as AWS tells it."""
        return whole_name(self.public_host, PUBLIC, self.public_ip)

    @property
    def virtualization(self) -> str | None:
        """`hvm` or `paravirtual`."""
        return self.hardware.virtualization

    @property
    def hypervisor(self) -> str | None:
        """`xen`, also for Nitro, or `ovm`."""
        return self.hardware.hypervisor

    @property
    def ebs_optimized(self) -> bool | None:
        """Whether the way to its volumes is its own."""
        return self.hardware.ebs_optimized

    @property
    def enclave(self) -> bool | None:
        """Whether it may run Nitro enclaves."""
        return self.hardware.enclave

    @property
    def cores(self) -> int | None:
        """How many cores its processors have."""
        return self.hardware.cores

    @property
    def threads_per_core(self) -> int | None:
        """How many threads each core runs."""
        return self.hardware.threads_per_core

    @property
    def profile(self) -> str | None:
        """The instance profile's name, which is often its role's: the last part of its ARN."""
        return self.profile_arn.rsplit("/", 1)[-1] if self.profile_arn else None

    @property
    def windows(self) -> bool:
        """Whether AWS calls this a Windows instance."""
        return self.platform == "windows"

    @property
    def settling(self) -> bool:
        """Whether the state is on its way to another one."""
        return self.state in SETTLING

    def tag(self, name: str) -> str | None:
        """The value of a tag, None when the instance does not carry it."""
        return next((value for key, value in self.tags if key == name), None)


SETTLING = frozenset({"pending", "stopping", "shutting-down"})

PRIVATE, PUBLIC = "ip-", "ec2-"
"""What a DNS name begins with that AWS made of a private and of a public address."""

_DERIVED = "\0"
"""The beginning of a shortened name; XML, and so AWS, cannot tell a text with this character."""


def short_name(name: str | None, prefix: str, address: str | None) -> str | None:
    """A DNS name as it is held: of one made of the address only the rest, which all of a region share."""
    if not name or not address:
        return name or None
    first = f"{prefix}{address.replace('.', '-')}."
    return intern(_DERIVED + name[len(first) :]) if name.startswith(first) else name


def whole_name(held: str | None, prefix: str, address: str | None) -> str | None:
    """The DNS name that `short_name` shortened; None when the address it is made of is gone."""
    if not held or held[0] != _DERIVED:
        return held
    return f"{prefix}{address.replace('.', '-')}.{held[1:]}" if address else None


_HELD_AS = {
    "private_host": ("private_dns",),
    "public_host": ("public_dns",),
    "hardware": Hardware.__struct_fields__,
}
Instance.FACTS = tuple(fact for field in Instance.__struct_fields__ for fact in _HELD_AS.get(field, (field,)))
