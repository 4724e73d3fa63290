"""Status checks, scheduled events and protection of instances."""

from ec2tui.adapters.aws.parse.fields import Document, epoch
from ec2tui.core.model.key import Key
from ec2tui.core.model.status import InstanceStatus, Protection, ScheduledEvent


def status(document: Document, account: str, region: str) -> InstanceStatus:
    """The checks of one instance (shape InstanceStatus)."""
    return InstanceStatus(
        key=Key(account, region, document["InstanceId"]),
        system=document.get("SystemStatus", {}).get("Status", ""),
        instance=document.get("InstanceStatus", {}).get("Status", ""),
        ebs=document.get("AttachedEbsStatus", {}).get("Status", ""),
        events=tuple(
            ScheduledEvent(
                code=event.get("Code", ""),
                description=event.get("Description", ""),
                not_before=epoch(event.get("NotBefore")),
                not_after=epoch(event.get("NotAfter")),
            )
            for event in document.get("Events", ())
        ),
    )


def protection(key: Key, termination: Document, stop: Document, behavior: Document) -> Protection:
    """Three attributes of an instance (replies of ec2:DescribeInstanceAttribute); a missing one is None."""
    return Protection(
        key=key,
        termination=termination.get("DisableApiTermination", {}).get("Value"),
        stop=stop.get("DisableApiStop", {}).get("Value"),
        shutdown_behavior=behavior.get("InstanceInitiatedShutdownBehavior", {}).get("Value"),
    )
