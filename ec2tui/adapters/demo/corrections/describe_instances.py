"""DescribeInstances with AWS's filters, its pages by instance, and all that it tells."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import page_bounds, token
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.documents import groups, instance_document
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select

_NIC = "NetworkInterfaces."

FILTERS = {
    "architecture": "Architecture",
    "availability-zone": "Placement.AvailabilityZone",
    "block-device-mapping.attach-time": "BlockDeviceMappings.Ebs.AttachTime",
    "block-device-mapping.delete-on-termination": "BlockDeviceMappings.Ebs.DeleteOnTermination",
    "block-device-mapping.device-name": "BlockDeviceMappings.DeviceName",
    "block-device-mapping.status": "BlockDeviceMappings.Ebs.Status",
    "block-device-mapping.volume-id": "BlockDeviceMappings.Ebs.VolumeId",
    "boot-mode": "BootMode",
    "client-token": "ClientToken",
    "current-instance-boot-mode": "CurrentInstanceBootMode",
    "dns-name": "PublicDnsName",
    "ebs-optimized": "EbsOptimized",
    "ena-support": "EnaSupport",
    "hypervisor": "Hypervisor",
    "iam-instance-profile.arn": "IamInstanceProfile.Arn",
    "iam-instance-profile.id": "IamInstanceProfile.Id",
    "image-id": "ImageId",
    "instance-id": "InstanceId",
    "instance-lifecycle": "InstanceLifecycle",
    "instance-state-code": "State.Code",
    "instance-state-name": "State.Name",
    "instance-type": "InstanceType",
    "instance.group-id": "SecurityGroups.GroupId",
    "instance.group-name": "SecurityGroups.GroupName",
    "ip-address": "PublicIpAddress",
    "key-name": "KeyName",
    "launch-index": "AmiLaunchIndex",
    "launch-time": "LaunchTime",
    "metadata-options.http-endpoint": "MetadataOptions.HttpEndpoint",
    "metadata-options.http-put-response-hop-limit": "MetadataOptions.HttpPutResponseHopLimit",
    "metadata-options.http-tokens": "MetadataOptions.HttpTokens",
    "metadata-options.instance-metadata-tags": "MetadataOptions.InstanceMetadataTags",
    "monitoring-state": "Monitoring.State",
    "network-interface.addresses.association.public-ip": _NIC + "PrivateIpAddresses.Association.PublicIp",
    "network-interface.addresses.private-ip-address": _NIC + "PrivateIpAddresses.PrivateIpAddress",
    "network-interface.association.public-ip": _NIC + "Association.PublicIp",
    "network-interface.attachment.attachment-id": _NIC + "Attachment.AttachmentId",
    "network-interface.description": _NIC + "Description",
    "network-interface.group-id": _NIC + "Groups.GroupId",
    "network-interface.group-name": _NIC + "Groups.GroupName",
    "network-interface.ipv6-addresses.ipv6-address": _NIC + "Ipv6Addresses.Ipv6Address",
    "network-interface.mac-address": _NIC + "MacAddress",
    "network-interface.network-interface-id": _NIC + "NetworkInterfaceId",
    "network-interface.source-dest-check": _NIC + "SourceDestCheck",
    "network-interface.status": _NIC + "Status",
    "network-interface.subnet-id": _NIC + "SubnetId",
    "network-interface.vpc-id": _NIC + "VpcId",
    "owner-id": "OwnerId",
    "placement-group-name": "Placement.GroupName",
    "platform": "Platform",
    "platform-details": "PlatformDetails",
    "private-dns-name": "PrivateDnsName",
    "private-ip-address": "PrivateIpAddress",
    "reason": "StateTransitionReason",
    "reservation-id": "ReservationId",
    "root-device-name": "RootDeviceName",
    "root-device-type": "RootDeviceType",
    "source-dest-check": "SourceDestCheck",
    "spot-instance-request-id": "SpotInstanceRequestId",
    "state-reason-code": "StateReason.Code",
    "subnet-id": "SubnetId",
    "tag-key": "Tags.Key",
    "tag-value": "Tags.Value",
    "tenancy": "Placement.Tenancy",
    "usage-operation": "UsageOperation",
    "virtualization-type": "VirtualizationType",
    "vpc-id": "VpcId",
}
"""AWS's filter names and where their values are in an instance's document."""


def describe_instances(call: Call) -> dict[str, Any]:
    """One page of at most MaxResults instances; a reservation goes on over the page's end, as in AWS."""
    wanted = [str(one) for one in call.param("InstanceIds", [])]
    if wanted and call.param("MaxResults") is not None:
        raise AwsError(
            "InvalidParameterCombination",
            "The parameter instancesSet cannot be used with the parameter maxResults",
        )
    start, size = page_bounds(call, 5, 1000, 1000)
    pairs = _pairs(call, wanted)
    if call.filters:
        documents = (_with_reservation(call, reservation, one) for reservation, one in pairs)
        kept = list(select(documents, call.filters, FILTERS))
    else:
        kept = [_with_reservation(call, reservation, one) for reservation, one in pairs[start : start + size]]
        return _reply(call, kept, start + size if start + size < len(pairs) else None)
    return _reply(call, kept[start : start + size], start + size if start + size < len(kept) else None)


def reservation_document(
    reservation_id: str, owner_id: str, instances: list[dict[str, Any]]
) -> dict[str, Any]:
    """A reservation with the instances of it that the page shows."""
    return {
        "ReservationId": reservation_id,
        "OwnerId": owner_id,
        "Groups": groups(()),
        "Instances": instances,
    }


def _pairs(call: Call, wanted: list[str]) -> list[tuple[str, Any]]:
    if wanted:
        chosen = set(wanted)
        index = instance_index(call.backend)
        if len(chosen) < 50 and all(hasattr(index[one], "demo_reservation") for one in chosen):
            return [(index[one].demo_reservation, index[one]) for one in dict.fromkeys(wanted)]
    return [
        (reservation.id, one)
        for reservation in call.backend.reservations.values()
        for one in reservation.instances
        if not wanted or one.id in chosen
    ]


def _with_reservation(call: Call, reservation_id: str, instance: Any) -> dict[str, Any]:
    document = instance_document(instance, call.world)
    document["ReservationId"] = reservation_id
    document["OwnerId"] = call.world.account_id
    return document


def _reply(call: Call, documents: list[dict[str, Any]], following: int | None) -> dict[str, Any]:
    by_reservation: dict[str, list[dict[str, Any]]] = {}
    for document in documents:
        del document["OwnerId"]
        by_reservation.setdefault(document.pop("ReservationId"), []).append(document)
    return {
        "Reservations": [
            reservation_document(one, call.world.account_id, instances)
            for one, instances in by_reservation.items()
        ],
        "NextToken": token(call, following) if following is not None else None,
    }


CORRECTION = Correction(
    name="describe-instances",
    moto="pages by reservation, answers HTTP 500 to eleven of AWS's filters and to unknown ones, "
    "and leaves out PlatformDetails, CpuOptions and more",
    aws="pages by instance, knows its filters (with * and ?), and refuses unknown ones",
    instead={"DescribeInstances": describe_instances},
)
