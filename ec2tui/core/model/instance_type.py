"""What an instance type offers."""

import msgspec

from ec2tui.core.model.key import Key


class InstanceType(msgspec.Struct, frozen=True):
    """A type as ec2:DescribeInstanceTypes tells it; memory in MiB, `network` in AWS's words.

    `auto_recovery`: CloudWatch can recover it on other hardware; None: AWS does not say.
    """

    key: Key
    vcpus: int
    memory: int
    architectures: tuple[str, ...] = ()
    current_generation: bool = True
    bare_metal: bool = False
    burstable: bool = False
    hypervisor: str | None = None
    network: str = ""
    gpus: int = 0
    gpu_name: str = ""
    gpu_memory: int = 0
    storage: int = 0
    ena: str = ""
    nvme: str = ""
    boot_modes: tuple[str, ...] = ()
    auto_recovery: bool | None = None
