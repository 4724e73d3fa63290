"""Network interfaces."""

from ec2tui.adapters.aws.parse.fields import Document, addresses, groups, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.network import NetworkInterface


def network_interface(document: Document, account: str, region: str) -> NetworkInterface:
    """One interface (shape NetworkInterface)."""
    attachment: Document = document.get("Attachment", {})
    tracking: Document = document.get("ConnectionTrackingConfiguration", {})
    private, public, ipv6 = addresses(document)
    return NetworkInterface(
        key=Key(account, region, document["NetworkInterfaceId"]),
        kind=document.get("InterfaceType", ""),
        status=document.get("Status", ""),
        description=document.get("Description", ""),
        vpc_id=document.get("VpcId", ""),
        subnet_id=document.get("SubnetId", ""),
        az=document.get("AvailabilityZone", ""),
        requester_id=document.get("RequesterId", ""),
        requester_managed=document.get("RequesterManaged", False),
        instance_id=attachment.get("InstanceId") or None,
        attachment_owner=attachment.get("InstanceOwnerId") or None,
        private_ips=private,
        public_ips=public,
        ipv6=ipv6,
        groups=groups(document.get("Groups")),
        source_dest_check=document.get("SourceDestCheck"),
        tracking_seconds=tracking.get("TcpEstablishedTimeout"),
        tags=tags(document.get("TagSet")),
    )
