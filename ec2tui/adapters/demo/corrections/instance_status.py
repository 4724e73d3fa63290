"""DescribeInstanceStatus with checks that initialize, volumes' status, and scheduled events."""

from datetime import timedelta
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.world import World

FILTERS = {
    "availability-zone": "AvailabilityZone",
    "event.code": "Events.Code",
    "event.description": "Events.Description",
    "event.instance-event-id": "Events.InstanceEventId",
    "event.not-after": "Events.NotAfter",
    "event.not-before": "Events.NotBefore",
    "instance-state-code": "InstanceState.Code",
    "instance-state-name": "InstanceState.Name",
    "instance-status.reachability": "InstanceStatus.Details.Status",
    "instance-status.status": "InstanceStatus.Status",
    "system-status.reachability": "SystemStatus.Details.Status",
    "system-status.status": "SystemStatus.Status",
    "attached-ebs-status.status": "AttachedEbsStatus.Status",
}
"""AWS's filter names and where their values are in a status document."""


def describe_instance_status(call: Call) -> dict[str, Any]:
    """The checks of running instances, or of all when asked."""
    index = instance_index(call.backend)
    wanted = [str(one) for one in call.param("InstanceIds", [])]
    instances = [index[one] for one in dict.fromkeys(wanted)] if wanted else list(index.values())
    if str(call.param("IncludeAllInstances")).lower() != "true":
        instances = [one for one in instances if one._state.code == 16]
    if call.filters:
        documents = [status_document(one, call.world) for one in instances]
        kept = list(select(documents, call.filters, FILTERS))
        page, following = cut(call, kept, 5, 1000, 1000)
    else:
        page, following = cut(call, instances, 5, 1000, 1000)
        page = [status_document(one, call.world) for one in page]
    return {"InstanceStatuses": page, "NextToken": following}


def status_document(instance: Any, world: World) -> dict[str, Any]:
    """What DescribeInstanceStatus says of one instance."""
    failing = getattr(instance, "demo_failing_check", None)
    return {
        "AvailabilityZone": instance._placement.zone,
        "InstanceId": instance.id,
        "InstanceState": {"Code": instance._state.code, "Name": instance._state.name},
        "Events": _events(instance, world),
        "InstanceStatus": _check(instance, world, failing in ("instance", "system")),
        "SystemStatus": _check(instance, world, failing == "system"),
        "AttachedEbsStatus": _check(instance, world, failing == "ebs"),
    }


def _check(instance: Any, world: World, fails: bool) -> dict[str, Any]:
    if instance._state.code != 16:
        return {"Status": "not-applicable", "Details": []}
    now = world.clock.now()
    if now.timestamp() < world.lifecycle.checks_at(instance):
        return {"Status": "initializing", "Details": [{"Name": "reachability", "Status": "initializing"}]}
    if fails:
        since = now.replace(minute=0, second=0) - timedelta(hours=1)
        detail = {"Name": "reachability", "Status": "failed", "ImpairedSince": since}
        return {"Status": "impaired", "Details": [detail]}
    return {"Status": "ok", "Details": [{"Name": "reachability", "Status": "passed"}]}


def _events(instance: Any, world: World) -> list[dict[str, Any]]:
    planned = getattr(instance, "demo_event", None)
    if planned is None or instance._state.code != 16:
        return []
    code, description, days = planned
    midnight = world.clock.now().replace(hour=4, minute=0, second=0)
    return [
        {
            "InstanceEventId": f"instance-event-{instance.id[2:]}",
            "Code": code,
            "Description": description,
            "NotBefore": midnight + timedelta(days=days),
            "NotAfter": midnight + timedelta(days=days, hours=4),
        }
    ]


CORRECTION = Correction(
    name="instance-status",
    moto="has checks ok at once, no scheduled events, no attached-EBS status, and ignores MaxResults",
    aws="says initializing for minutes after a start, tells events and EBS reachability, and pages",
    instead={"DescribeInstanceStatus": describe_instance_status},
)
