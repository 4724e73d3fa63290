"""Flow logs."""

from ec2tui.adapters.aws.parse.fields import Document
from ec2tui.core.model.flow_log import FlowLog
from ec2tui.core.model.key import Key


def flow_log(document: Document, account: str, region: str) -> FlowLog:
    """One log (shape FlowLog)."""
    return FlowLog(
        key=Key(account, region, document["FlowLogId"]),
        resource_id=document.get("ResourceId", ""),
        status=document.get("FlowLogStatus", ""),
        traffic=document.get("TrafficType", ""),
        delivery=document.get("DeliverLogsStatus", ""),
        error=document.get("DeliverLogsErrorMessage", ""),
    )
