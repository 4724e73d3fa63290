"""EC2 Instance Connect endpoints."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.key import Key


def connect_endpoint(document: Document, account: str, region: str) -> ConnectEndpoint:
    """One endpoint (shape Ec2InstanceConnectEndpoint)."""
    return ConnectEndpoint(
        key=Key(account, region, document["InstanceConnectEndpointId"]),
        state=document.get("State", ""),
        vpc_id=document.get("VpcId", ""),
        subnet_id=document.get("SubnetId", ""),
        interface_ids=tuple(document.get("NetworkInterfaceIds", ())),
        group_ids=tuple(document.get("SecurityGroupIds", ())),
        preserve_client_ip=document.get("PreserveClientIp"),
        tags=tags(document.get("Tags")),
        dns_name=document.get("DnsName", ""),
        state_message=document.get("StateMessage", ""),
    )
