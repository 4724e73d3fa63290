"""VPCs."""

from ec2tui.adapters.aws.parse.fields import Document, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.vpc import Vpc

GONE = ("disassociated", "disassociating", "failed", "failing")
"""States of an association of a network that no longer counts."""


def associated(documents: list[Document] | None, block: str, state: str) -> tuple[str, ...]:
    """The networks under `block` whose state under `state` still counts."""
    return tuple(
        item[block]
        for item in documents or ()
        if block in item and item.get(state, {}).get("State") not in GONE
    )


def internet_block(document: Document) -> str | None:
    """The effective mode of Block Public Access, None when AWS does not tell."""
    mode: str | None = document.get("BlockPublicAccessStates", {}).get("InternetGatewayBlockMode")
    return mode


def vpc(document: Document, account: str, region: str) -> Vpc:
    """One VPC (shape Vpc)."""
    cidrs = associated(document.get("CidrBlockAssociationSet"), "CidrBlock", "CidrBlockState")
    alone = document.get("CidrBlock")
    return Vpc(
        key=Key(account, region, document["VpcId"]),
        cidrs=cidrs or ((alone,) if alone else ()),
        cidrs6=associated(document.get("Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlock", "Ipv6CidrBlockState"),
        is_default=document.get("IsDefault", False),
        owner_id=document.get("OwnerId", ""),
        internet_block=internet_block(document),
        tags=tags(document.get("Tags")),
    )
