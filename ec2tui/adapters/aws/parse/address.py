"""Elastic IP addresses."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.address import Address
from ec2tui.core.model.key import Key


def address(document: Document, account: str, region: str) -> Address:
    """One address (shape Address), keyed by its allocation."""
    return Address(
        key=Key(account, region, document["AllocationId"]),
        public_ip=document.get("PublicIp", ""),
        association_id=document.get("AssociationId") or None,
        instance_id=document.get("InstanceId") or None,
        interface_id=document.get("NetworkInterfaceId") or None,
        private_ip=document.get("PrivateIpAddress") or None,
        tags=tags(document.get("Tags")),
    )
