"""VPC endpoints."""

from ec2tui.adapters.aws.parse.fields import Document, groups, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.vpc_endpoint import VpcEndpoint


def vpc_endpoint(document: Document, account: str, region: str) -> VpcEndpoint:
    """One endpoint (shape VpcEndpoint)."""
    return VpcEndpoint(
        key=Key(account, region, document["VpcEndpointId"]),
        service=document.get("ServiceName", ""),
        kind=document.get("VpcEndpointType", ""),
        state=document.get("State", ""),
        vpc_id=document.get("VpcId", ""),
        subnet_ids=tuple(document.get("SubnetIds", ())),
        interface_ids=tuple(document.get("NetworkInterfaceIds", ())),
        groups=groups(document.get("Groups")),
        private_dns=document.get("PrivateDnsEnabled"),
        tags=tags(document.get("Tags")),
    )
