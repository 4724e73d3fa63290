"""EC2's own description of an instance, made from moto's object."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.world import World

Document = dict[str, Any]


def tags(backend: Any, resource_id: str) -> list[dict[str, str]]:
    """The tags of a resource, in the order they were set."""
    found = backend.tags.get(resource_id)
    return [{"Key": key, "Value": value} for key, value in found.items()] if found else []


def groups(security_groups: Any) -> list[dict[str, str]]:
    """Security groups as instances and interfaces name them."""
    return [{"GroupId": group.id, "GroupName": group.name} for group in security_groups]


def instance_document(instance: Any, world: World) -> Document:
    """All that DescribeInstances says of an instance, `None` where AWS leaves the member out."""
    backend = instance.ec2_backend
    gone = instance._state.code == 48
    nic = None if gone else instance.nics.get(0)
    public_ip = nic.public_ip if nic is not None else None
    spot = instance.lifecycle == "spot"
    return {
        "AmiLaunchIndex": int(instance.ami_launch_index or 0),
        "ImageId": instance.image_id,
        "InstanceId": instance.id,
        "InstanceType": instance.instance_type,
        "KeyName": instance.key_name,
        "LaunchTime": instance.launch_time,
        "Monitoring": {"State": instance.monitoring_state},
        "Placement": {
            "AvailabilityZone": instance._placement.zone,
            "GroupName": instance._placement.group_name,
            "Tenancy": instance._placement.tenancy,
        },
        "Platform": instance.platform,
        "PrivateDnsName": instance.private_dns_name if nic is not None else "",
        "PrivateIpAddress": nic.private_ip_address if nic is not None else None,
        "ProductCodes": [],
        "PublicDnsName": _public_name(public_ip, instance.region_name),
        "PublicIpAddress": public_ip,
        "State": {"Code": instance._state.code, "Name": instance._state.name},
        "StateTransitionReason": instance._reason or "",
        "SubnetId": nic.subnet.id if nic is not None else None,
        "VpcId": nic.subnet.vpc_id if nic is not None else None,
        "Architecture": instance.architecture,
        "BlockDeviceMappings": _block_devices(instance),
        "ClientToken": instance.client_token or "",
        "Ipv6Address": next(iter(nic.ipv6_addresses), None) if nic is not None else None,
        "EbsOptimized": bool(instance.ebs_optimized),
        "EnaSupport": True,
        "Hypervisor": "xen",
        "IamInstanceProfile": profile(instance),
        "InstanceLifecycle": "spot" if spot else None,
        "SpotInstanceRequestId": f"sir-{instance.id[2:10]}" if spot else None,
        "NetworkInterfaces": [] if gone else [interface_document(nic) for nic in instance.nics.values()],
        "RootDeviceName": instance.root_device_name,
        "RootDeviceType": "ebs",
        "SecurityGroups": [] if gone else groups(instance.security_groups),
        "SourceDestCheck": None if gone else bool(instance.source_dest_check),
        "StateReason": _state_reason(instance),
        "Tags": tags(backend, instance.id),
        "VirtualizationType": "hvm",
        **_platform_facts(instance, world),
    }


def profile(instance: Any) -> dict[str, str] | None:
    """The instance's profile as its association says, which is what AWS shows."""
    association = instance.ec2_backend.iam_instance_profile_associations.get(instance.id)
    if association is not None:
        return {"Arn": association.iam_instance_profile.arn, "Id": association.iam_instance_profile.id}
    given: Mapping[str, str] | None = getattr(instance, "demo_profile", None)
    return dict(given) if given else None


def _platform_facts(instance: Any, world: World) -> Document:
    options = instance.metadata_options
    windows = instance.platform == "windows"
    cores, threads = world.cpu_options(instance.instance_type)
    return {
        "CpuOptions": {"CoreCount": cores, "ThreadsPerCore": threads},
        "CapacityReservationSpecification": {"CapacityReservationPreference": "open"},
        "HibernationOptions": {"Configured": bool((instance.hibernation_options or {}).get("Configured"))},
        "MetadataOptions": {
            "State": options.state,
            "HttpTokens": options.http_tokens,
            "HttpPutResponseHopLimit": options.http_put_response_hop_limit,
            "HttpEndpoint": options.http_endpoint,
            "HttpProtocolIpv6": options.http_protocol_ipv6,
            "InstanceMetadataTags": options.instance_metadata_tags,
        },
        "EnclaveOptions": {"Enabled": False},
        "BootMode": getattr(instance, "demo_boot_mode", "uefi-preferred"),
        "PlatformDetails": "Windows" if windows else "Linux/UNIX",
        "UsageOperation": "RunInstances:0002" if windows else "RunInstances",
        "UsageOperationUpdateTime": instance.launch_time,
        "PrivateDnsNameOptions": {
            "HostnameType": "ip-name",
            "EnableResourceNameDnsARecord": False,
            "EnableResourceNameDnsAAAARecord": False,
        },
        "MaintenanceOptions": {"AutoRecovery": "default"},
        "CurrentInstanceBootMode": "uefi" if not windows else "legacy-bios",
    }


def _public_name(public_ip: str | None, region: str) -> str:
    if not public_ip:
        return ""
    domain = "compute-1" if region == "us-east-1" else f"{region}.compute"
    return f"ec2-{public_ip.replace('.', '-')}.{domain}.amazonaws.com"


def _block_devices(instance: Any) -> list[Document]:
    return [
        {
            "DeviceName": device,
            "Ebs": {
                "AttachTime": block.attach_time,
                "DeleteOnTermination": bool(block.delete_on_termination),
                "Status": "attached",
                "VolumeId": block.volume_id,
            },
        }
        for device, block in instance.block_device_mapping.items()
    ]


def interface_document(nic: Any) -> Document:
    """What DescribeInstances says of an interface, and the greater part of what its own call says."""
    association = None
    if nic.public_ip:
        name = _public_name(nic.public_ip, nic.ec2_backend.region_name)
        owner = nic.ec2_backend.account_id if not nic.public_ip_auto_assign else "amazon"
        association = {"IpOwnerId": owner, "PublicDnsName": name, "PublicIp": nic.public_ip}
    return {
        "Association": association,
        "Attachment": {
            "AttachTime": nic.attach_time,
            "AttachmentId": nic.attachment_id,
            "DeleteOnTermination": bool(nic.delete_on_termination),
            "DeviceIndex": nic.device_index,
            "Status": "attached",
            "NetworkCardIndex": 0,
        },
        "Description": nic.description,
        "Groups": groups(nic._group_set),
        "Ipv6Addresses": [{"Ipv6Address": address} for address in nic.ipv6_addresses],
        "MacAddress": nic.mac_address,
        "NetworkInterfaceId": nic.id,
        "OwnerId": nic.ec2_backend.account_id,
        "PrivateIpAddress": nic.private_ip_address,
        "PrivateIpAddresses": [
            {
                "Primary": address["PrivateIpAddress"] == nic.private_ip_address,
                "PrivateIpAddress": address["PrivateIpAddress"],
                "Association": association if address["PrivateIpAddress"] == nic.private_ip_address else None,
            }
            for address in nic.private_ip_addresses
        ],
        "SourceDestCheck": bool(nic.source_dest_check),
        "Status": "in-use",
        "SubnetId": nic.subnet.id,
        "VpcId": nic.subnet.vpc_id,
        "InterfaceType": "interface",
    }


def _state_reason(instance: Any) -> Document | None:
    reason = instance.state_reason
    return {"Code": reason.code, "Message": reason.message} if reason.code else None
