"""Security groups and their rules."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule


def security_group(document: Document, account: str, region: str) -> SecurityGroup:
    """One group (shape SecurityGroup), without its rules."""
    return SecurityGroup(
        key=Key(account, region, document["GroupId"]),
        name=document.get("GroupName", ""),
        description=document.get("Description", ""),
        vpc_id=document.get("VpcId") or None,
        owner_id=document.get("OwnerId", ""),
        tags=tags(document.get("Tags")),
    )


def rule(document: Document, account: str, region: str) -> SecurityGroupRule:
    """One rule (shape SecurityGroupRule)."""
    peer: Document = document.get("ReferencedGroupInfo", {})
    return SecurityGroupRule(
        key=Key(account, region, document["SecurityGroupRuleId"]),
        group_id=document.get("GroupId", ""),
        egress=document.get("IsEgress", False),
        protocol=document.get("IpProtocol", ""),
        from_port=document.get("FromPort"),
        to_port=document.get("ToPort"),
        cidr=document.get("CidrIpv4") or None,
        cidr6=document.get("CidrIpv6") or None,
        prefix_list_id=document.get("PrefixListId") or None,
        peer_group_id=peer.get("GroupId") or None,
        peer_account=peer.get("UserId") or None,
        peer_vpc_id=peer.get("VpcId") or None,
        peering_status=peer.get("PeeringStatus") or None,
        description=document.get("Description"),
        tags=tags(document.get("Tags")),
    )
