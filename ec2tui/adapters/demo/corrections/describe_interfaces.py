"""DescribeNetworkInterfaces with AWS's filters, owners and kinds, and pages."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.documents import groups, interface_document, tags
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select

FILTERS = {
    "addresses.association.public-ip": "PrivateIpAddresses.Association.PublicIp",
    "addresses.primary": "PrivateIpAddresses.Primary",
    "addresses.private-ip-address": "PrivateIpAddresses.PrivateIpAddress",
    "association.public-ip": "Association.PublicIp",
    "attachment.attachment-id": "Attachment.AttachmentId",
    "attachment.device-index": "Attachment.DeviceIndex",
    "attachment.instance-id": "Attachment.InstanceId",
    "attachment.status": "Attachment.Status",
    "availability-zone": "AvailabilityZone",
    "description": "Description",
    "group-id": "Groups.GroupId",
    "group-name": "Groups.GroupName",
    "interface-type": "InterfaceType",
    "mac-address": "MacAddress",
    "network-interface-id": "NetworkInterfaceId",
    "owner-id": "OwnerId",
    "private-dns-name": "PrivateDnsName",
    "private-ip-address": "PrivateIpAddress",
    "requester-managed": "RequesterManaged",
    "source-dest-check": "SourceDestCheck",
    "status": "Status",
    "subnet-id": "SubnetId",
    "tag-key": "TagSet.Key",
    "vpc-id": "VpcId",
}
"""AWS's filter names and where their values are in an interface's document."""


def describe_interfaces(call: Call) -> dict[str, Any]:
    """The interfaces that ids and filters choose."""
    wanted = [str(one) for one in call.param("NetworkInterfaceIds", [])]
    missing = [one for one in wanted if one not in call.backend.enis]
    if missing:
        message = f"The networkInterface ID '{missing[0]}' does not exist"
        raise AwsError("InvalidNetworkInterfaceID.NotFound", message)
    found = [call.backend.enis[one] for one in wanted] if wanted else list(call.backend.enis.values())
    if call.filters:
        documents = list(select(map(_document, found), call.filters, FILTERS, "TagSet"))
        page, following = cut(call, documents, 5, 1000, 1000)
    else:
        page, following = cut(call, found, 5, 1000, 1000)
        page = [_document(one) for one in page]
    return {"NetworkInterfaces": page, "NextToken": following}


def _document(nic: Any) -> dict[str, Any]:
    document = interface_document(nic)
    if nic.instance is not None:
        document["Attachment"] |= {"InstanceId": nic.instance.id, "InstanceOwnerId": nic.owner_id}
    else:
        document["Attachment"] = None
    managed = bool(nic.requester_managed)
    return {
        **document,
        "AvailabilityZone": nic.subnet.availability_zone,
        "Groups": groups(nic._group_set),
        "InterfaceType": nic.interface_type,
        "RequesterManaged": managed,
        "RequesterId": "amazon-aws" if managed else None,
        "Status": nic.status if nic.instance is None else "in-use",
        "TagSet": tags(nic.ec2_backend, nic.id),
    }


CORRECTION = Correction(
    name="describe-network-interfaces",
    moto="adds the instance's groups, knows few filters, is slow, and does not page",
    aws="tells groups, kind and requester of each interface, and pages",
    instead={"DescribeNetworkInterfaces": describe_interfaces},
)
