"""Network ACLs."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.network_acl import AclEntry, NetworkAcl


def _entry(document: Document) -> AclEntry:
    ports, icmp = document.get("PortRange", {}), document.get("IcmpTypeCode", {})
    return AclEntry(
        number=int(document["RuleNumber"]),
        egress=document.get("Egress", False),
        allow=document.get("RuleAction") == "allow",
        protocol=str(document.get("Protocol", "")),
        from_port=ports.get("From"),
        to_port=ports.get("To"),
        icmp_type=icmp.get("Type"),
        icmp_code=icmp.get("Code"),
        cidr=document.get("CidrBlock") or None,
        cidr6=document.get("Ipv6CidrBlock") or None,
    )


def network_acl(document: Document, account: str, region: str) -> NetworkAcl:
    """One ACL (shape NetworkAcl)."""
    links = document.get("Associations", ())
    return NetworkAcl(
        key=Key(account, region, document["NetworkAclId"]),
        vpc_id=document.get("VpcId", ""),
        is_default=document.get("IsDefault", False),
        subnet_ids=tuple(link["SubnetId"] for link in links if link.get("SubnetId")),
        entries=tuple(_entry(item) for item in document.get("Entries", ())),
        tags=tags(document.get("Tags")),
    )
