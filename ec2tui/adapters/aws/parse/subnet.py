"""Subnets."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.adapters.aws.parse.vpc import associated, internet_block
from ec2tui.core.model.key import Key
from ec2tui.core.model.subnet import Subnet


def subnet(document: Document, account: str, region: str) -> Subnet:
    """One subnet (shape Subnet)."""
    return Subnet(
        key=Key(account, region, document["SubnetId"]),
        vpc_id=document.get("VpcId", ""),
        az=document.get("AvailabilityZone", ""),
        cidr=document.get("CidrBlock", ""),
        cidrs6=associated(document.get("Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlock", "Ipv6CidrBlockState"),
        public_ip_on_launch=document.get("MapPublicIpOnLaunch"),
        ipv6_on_launch=document.get("AssignIpv6AddressOnCreation"),
        internet_block=internet_block(document),
        free_addresses=document.get("AvailableIpAddressCount"),
        default=document.get("DefaultForAz", False),
        tags=tags(document.get("Tags")),
    )
