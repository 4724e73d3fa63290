"""Instances as Systems Manager knows them."""

from ec2tui.adapters.aws.parse.fields import Document, epoch
from ec2tui.core.model.key import Key
from ec2tui.core.model.managed_node import ManagedNode, PatchState


def managed_node(document: Document, account: str, region: str) -> ManagedNode:
    """One managed instance (ssm, shape InstanceInformation)."""
    return ManagedNode(
        key=Key(account, region, document["InstanceId"]),
        ping=document.get("PingStatus", ""),
        pinged_at=epoch(document.get("LastPingDateTime")),
        agent=document.get("AgentVersion", ""),
        platform=document.get("PlatformName", ""),
    )


def patch_state(document: Document, account: str, region: str) -> PatchState:
    """The patches of one instance (ssm, shape ResourceComplianceSummaryItem)."""
    return PatchState(
        key=Key(account, region, document["ResourceId"]),
        status=document.get("Status", ""),
        severity=document.get("OverallSeverity", ""),
        missing=document.get("NonCompliantSummary", {}).get("NonCompliantCount", 0),
    )
