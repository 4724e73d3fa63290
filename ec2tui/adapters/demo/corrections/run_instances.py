"""RunInstances keeps what it was given, launches once per client token, and begins with pending."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction, Own
from ec2tui.adapters.demo.corrections.describe_instances import reservation_document
from ec2tui.adapters.demo.documents import instance_document


def keep_what_was_asked(call: Call, reservation: Any) -> Own:
    """Set on each new instance what moto dropped, and let it boot on the clock."""
    world = call.world
    given = call.param("ClientToken")
    for one in reservation.instances:
        one.demo_reservation = reservation.id
        one.client_token = given or ""
        one.disable_api_termination = bool(call.param("DisableApiTermination", False))
        for nic in one.nics.values():
            nic.delete_on_termination = _deletes_interface(call, nic)
            if not one.security_groups:
                one.security_groups = list(nic._group_set)
            nic._group_set = list(dict.fromkeys(nic._group_set))
        _attach_profile(call, one)
        world.lifecycle.boot(one)
    if given:
        world.launch_tokens[f"{call.region}/{given}"] = reservation.id
    return _reservation(call, reservation)


def _deletes_interface(call: Call, nic: Any) -> bool:
    for spec in call.param("NetworkInterfaces", []):
        if int(spec.get("DeviceIndex", 0)) == nic.device_index and "DeleteOnTermination" in spec:
            return bool(spec["DeleteOnTermination"])
    return True


def _attach_profile(call: Call, instance: Any) -> None:
    name, arn = call.param("IamInstanceProfile.Name"), call.param("IamInstanceProfile.Arn")
    known = call.backend.iam_instance_profile_associations
    if (name or arn) and instance.id not in known:
        call.backend.associate_iam_instance_profile(instance.id, name, arn)


def launch_once(call: Call) -> Own | None:
    """Answer a repeated client token with the reservation it made; else launch as many as MaxCount says."""
    reservation_id = call.world.launch_tokens.get(f"{call.region}/{call.param('ClientToken')}")
    reservation = call.backend.reservations.get(reservation_id) if reservation_id else None
    if reservation is not None:
        return _reservation(call, reservation)
    call.response.params["MinCount"] = int(call.param("MaxCount", 1))
    return None


def _reservation(call: Call, reservation: Any) -> Own:
    documents = [instance_document(one, call.world) for one in reservation.instances]
    return Own(reservation_document(reservation.id, call.world.account_id, documents))


CORRECTION = Correction(
    name="run-instances",
    moto="launches MinCount, drops DisableApiTermination, forgets the client token, gives the profile to "
    "the first instance only, lists no default group, and is running at once",
    aws="launches MaxCount, keeps the protection, answers a repeated token with the same reservation, "
    "gives each instance the profile and the VPC's default group, and starts with pending",
    before={"RunInstances": launch_once},
    after={"RunInstances": keep_what_was_asked},
)
