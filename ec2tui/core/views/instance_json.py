"""An instance as the JSON that `ls` and `show` print: AWS's exact strings, null for what is not known."""

from collections.abc import Iterable
from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import (
    BlockDevice,
    GroupRef,
    Instance,
    InstanceInterface,
    MetadataOptions,
)
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.status import InstanceStatus, Protection
from ec2tui.core.views import instance_facts as facts
from ec2tui.core.views.durations import iso
from ec2tui.core.views.instance_image import image_words


def as_json(instance: Instance, inventory: Inventory) -> dict[str, Any]:
    """The instance as a JSON object: ec2:DescribeInstances and, where read, protection, checks and role.

    Keys are snake_case, times ISO 8601 in UTC, `security_groups` objects of id and name, `tags` one object.
    """
    protection = inventory.protection(instance.key)
    if isinstance(protection, Missing):
        protection = Protection(instance.key)
    status = inventory.status(instance.key)
    role = facts.role(instance, inventory)
    verdict = image_words(instance, inventory)
    return {
        "id": instance.key.id,
        "name": instance.name or None,
        "state": instance.state,
        "type": instance.type,
        "region": instance.key.region,
        "az": instance.az or None,
        "private_ip": instance.private_ip,
        "public_ip": instance.public_ip,
        "vpc_id": instance.vpc_id,
        "subnet_id": instance.subnet_id,
        "image_id": instance.image_id or None,
        "key_name": instance.key_name,
        "role": None if isinstance(role, Missing) else role,
        "security_groups": _groups(instance.security_groups),
        "launch_time": iso(instance.launch_time),
        "platform": instance.platform,
        "termination_protected": protection.termination,
        "tags": dict(instance.tags),
        "account": instance.key.account or None,
        "image_verdict": None if isinstance(verdict, Missing) else verdict[0],
        "stop_protected": protection.stop,
        "status_checks": _checks(status),
        "scheduled_events": _events(status),
        **_addresses(instance),
        **_hardware(instance),
        "metadata_options": _metadata(instance.metadata),
        "block_devices": [_device(device) for device in instance.block_devices],
        "interfaces": [_interface(interface) for interface in instance.interfaces],
    }


def _addresses(instance: Instance) -> dict[str, Any]:
    return {
        "ipv6": instance.ipv6,
        "private_dns": instance.private_dns,
        "public_dns": instance.public_dns,
        "source_dest_check": instance.source_dest_check,
        "profile": instance.profile,
        "profile_arn": instance.profile_arn,
        "reservation_id": instance.reservation_id,
        "placement_group": instance.placement_group,
        "tenancy": instance.tenancy,
        "lifecycle": instance.lifecycle,
        "monitoring": instance.monitoring,
        "state_reason": instance.state_reason,
        "state_transition": instance.state_transition,
    }


def _hardware(instance: Instance) -> dict[str, Any]:
    return {
        "platform_details": instance.platform_details,
        "architecture": instance.architecture,
        "virtualization": instance.virtualization,
        "hypervisor": instance.hypervisor,
        "boot_mode": instance.boot_mode,
        "root_device_name": instance.root_device_name,
        "root_device_type": instance.root_device_type,
        "ebs_optimized": instance.ebs_optimized,
        "ena_support": instance.ena_support,
        "hibernation": instance.hibernation,
        "enclave": instance.enclave,
        "cores": instance.cores,
        "threads_per_core": instance.threads_per_core,
    }


def _groups(groups: Iterable[GroupRef]) -> list[dict[str, Any]]:
    return [{"id": group.id, "name": group.name} for group in groups]


def _metadata(options: MetadataOptions) -> dict[str, Any]:
    return {
        "http_endpoint": options.http_endpoint or None,
        "http_tokens": options.http_tokens or None,
        "hop_limit": options.hop_limit,
        "ipv6": options.ipv6 or None,
        "tags": options.tags or None,
    }


def _device(device: BlockDevice) -> dict[str, Any]:
    return {
        "device": device.device,
        "volume_id": device.volume_id,
        "delete_on_termination": device.delete_on_termination,
        "status": device.status or None,
        "attach_time": iso(device.attach_time),
    }


def _interface(interface: InstanceInterface) -> dict[str, Any]:
    return {
        "id": interface.id,
        "device_index": interface.device_index,
        "type": interface.interface_type or None,
        "status": interface.status or None,
        "subnet_id": interface.subnet_id or None,
        "vpc_id": interface.vpc_id or None,
        "mac": interface.mac or None,
        "private_ips": list(interface.private_ips),
        "public_ips": list(interface.public_ips),
        "ipv6": list(interface.ipv6),
        "security_groups": _groups(interface.groups),
        "source_dest_check": interface.source_dest_check,
        "delete_on_termination": interface.delete_on_termination,
    }


def _checks(status: InstanceStatus | Missing) -> dict[str, Any] | None:
    if isinstance(status, Missing):
        return None
    return {
        "system": status.system or None,
        "instance": status.instance or None,
        "ebs": status.ebs or None,
    }


def _events(status: InstanceStatus | Missing) -> list[dict[str, Any]] | None:
    if isinstance(status, Missing):
        return None
    return [
        {
            "code": event.code,
            "description": event.description,
            "not_before": iso(event.not_before),
            "not_after": iso(event.not_after),
        }
        for event in status.events
    ]
