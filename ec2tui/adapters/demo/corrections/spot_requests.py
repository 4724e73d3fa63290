"""Spot instances of the demo have requests, and one of a one-time request cannot be stopped."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.errors import AwsError

Reply = dict[str, Any]

STATES = {"running": "active", "pending": "active", "terminated": "closed"}
"""The state of a request by that of its instance; of a stopped one it is disabled."""


def describe(call: Call) -> Reply:
    """The requests of the instances that are asked for, or of all."""
    wanted = set(call.filters.get("instance-id", ()))
    spot = [one for one in instance_index(call.backend).values() if one.lifecycle == "spot"]
    return {"SpotInstanceRequests": [_document(one) for one in spot if not wanted or one.id in wanted]}


def check_stoppable(call: Call) -> None:
    """Only instances of persistent requests stop."""
    index = instance_index(call.backend)
    for instance_id in map(str, call.param("InstanceIds", [])):
        instance = index.get(instance_id)
        if instance is not None and instance.lifecycle == "spot" and not persistent(instance):
            message = (
                f"You can't stop the Spot Instance '{instance_id}' because it is associated with a one-time "
                "Spot Instance request. You can only stop Spot Instances associated with persistent Spot "
                "Instance requests."
            )
            raise AwsError("UnsupportedOperation", message)


def persistent(instance: Any) -> bool:
    """Whether its request is: an Auto Scaling group asks one time for each of its members."""
    tags = {tag["key"]: tag["value"] for tag in instance.get_tags()}
    return "aws:autoscaling:groupName" not in tags


def _document(instance: Any) -> Reply:
    return {
        "SpotInstanceRequestId": f"sir-{instance.id[2:10]}",
        "InstanceId": instance.id,
        "Type": "persistent" if persistent(instance) else "one-time",
        "State": STATES.get(instance._state.name, "disabled"),
        "Status": {"Code": "fulfilled"},
        "ProductDescription": "Linux/UNIX",
    }


CORRECTION = Correction(
    name="spot-requests",
    moto="knows no request of an instance that was not asked for by one, and stops every Spot instance",
    aws="tells the request of every Spot instance, and stops only those of persistent ones",
    before={"StopInstances": check_stoppable},
    instead={"DescribeSpotInstanceRequests": describe},
)
