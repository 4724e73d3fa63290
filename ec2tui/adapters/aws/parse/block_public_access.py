"""VPC Block Public Access: options and exclusions."""

from ec2tui.adapters.aws.parse.fields import Document
from ec2tui.core.model.block_public_access import OPTIONS_ID, BlockPublicAccess, PublicAccessExclusion
from ec2tui.core.model.key import Key


def block_public_access(document: Document, account: str, region: str) -> tuple[BlockPublicAccess, ...]:
    """The region's options (ec2:DescribeVpcBlockPublicAccessOptions); KeyError when AWS tells none."""
    options: Document = document["VpcBlockPublicAccessOptions"]
    return (
        BlockPublicAccess(
            key=Key(account, region, OPTIONS_ID),
            mode=options.get("InternetGatewayBlockMode", ""),
            state=options.get("State", ""),
            exclusions_allowed=options.get("ExclusionsAllowed", ""),
            managed_by=options.get("ManagedBy", ""),
        ),
    )


def exclusion(document: Document, account: str, region: str) -> PublicAccessExclusion:
    """One exclusion (shape VpcBlockPublicAccessExclusion)."""
    return PublicAccessExclusion(
        key=Key(account, region, document["ExclusionId"]),
        resource_id=document.get("ResourceArn", "").rsplit("/", 1)[-1],
        mode=document.get("InternetGatewayExclusionMode", ""),
        state=document.get("State", ""),
    )
