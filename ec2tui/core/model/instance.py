"""An EC2 instance, as ec2:DescribeInstances tells it."""

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


class Instance(msgspec.Struct, frozen=True, gc=False):
    """One instance; absent values are None or empty, strings are exactly AWS's (untrusted).

    `launch_time` is in epoch seconds. `platform` is `windows` or None, as in the API.
    `monitoring` is `disabled`, `disabling`, `enabled` or `pending`.
    """

    key: Key
    state: str
    type: str
    name: str = ""
    az: str = ""
    private_ip: str | None = None
    public_ip: str | None = None
    private_dns: str | None = None
    public_dns: str | None = None
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
    virtualization: str | None = None
    hypervisor: str | None = None
    boot_mode: str | None = None
    ebs_optimized: bool | None = None
    ena_support: bool | None = None
    source_dest_check: bool | None = None
    hibernation: bool | None = None
    enclave: bool | None = None
    cores: int | None = None
    threads_per_core: int | None = None
    placement_group: str | None = None
    ipv6: str | None = None
    security_groups: tuple[GroupRef, ...] = ()
    reservation_id: str | None = None
    metadata: MetadataOptions = MetadataOptions()
    block_devices: tuple[BlockDevice, ...] = ()
    interfaces: tuple[InstanceInterface, ...] = ()
    tags: Tags = ()

    @property
    def id(self) -> str:
        """The instance id, `i-…`."""
        return self.key.id

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
