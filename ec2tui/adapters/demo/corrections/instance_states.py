"""Start, stop, reboot and terminate: which states allow them, all or nothing, and on a clock."""

from collections.abc import Callable, Iterable
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.errors import AwsError

Reply = dict[str, Any]


def check_startable(call: Call) -> None:
    """Only stopped instances start; pending and running ones are left as they are."""
    _require(call, {"stopped", "running", "pending"}, "started")


def check_stoppable(call: Call) -> None:
    """Running instances stop, unless stop protection is on."""
    for one in _instances(call):
        if one.disable_api_stop:
            raise _protected(one.id, "stopped", "disableApiStop")
    _require(call, {"running", "stopped", "stopping"}, "stopped")


def check_rebootable(call: Call) -> None:
    """Only running instances reboot."""
    _require(call, {"running"}, "rebooted")


def check_terminable(call: Call) -> None:
    """No instance of the call may have termination protection: AWS terminates all or none of a zone."""
    for one in _instances(call):
        if one.disable_api_termination and one._state.code != 48:
            raise _protected(one.id, "terminated", "disableApiTermination")


def start(call: Call) -> Reply:
    """Pending at once, running after a while."""
    return {"StartingInstances": _change(call, {"stopped"}, call.world.lifecycle.boot)}


def stop(call: Call) -> Reply:
    """Stopping at once, stopped after a while."""
    return {"StoppingInstances": _change(call, {"running"}, call.world.lifecycle.stop)}


def terminate(call: Call) -> Reply:
    """Shutting down at once, terminated after a while."""
    living = {"pending", "running", "stopping", "stopped"}
    return {"TerminatingInstances": _change(call, living, call.world.lifecycle.terminate)}


def reboot(call: Call) -> Reply:
    """The state stays running; the checks start again."""
    for one in _instances(call):
        one.demo_checks_at = call.world.clock.now().timestamp() + 60
    return {}


def _instances(call: Call) -> list[Any]:
    index = instance_index(call.backend)
    ids = [str(one) for one in call.param("InstanceIds", [])]
    if not ids:
        raise AwsError("MissingParameter", "The request must contain the parameter InstanceId")
    return [index[one] for one in dict.fromkeys(ids)]


def _require(call: Call, states: Iterable[str], what: str) -> None:
    for one in _instances(call):
        if one._state.name not in states:
            message = f"The instance '{one.id}' is not in a state from which it can be {what}."
            raise AwsError("IncorrectInstanceState", message)


def _protected(instance_id: str, what: str, attribute: str) -> AwsError:
    return AwsError(
        "OperationNotPermitted",
        f"The instance '{instance_id}' may not be {what}. Modify its '{attribute}' instance attribute and "
        "try again.",
    )


def _change(call: Call, states: set[str], act: Callable[[Any], None]) -> list[Reply]:
    changed = []
    for one in _instances(call):
        previous = {"Code": one._state.code, "Name": one._state.name}
        one.demo_touched = True  # from now on it does what the client wants, not what the weather does
        if one._state.name in states:
            act(one)
        current = {"Code": one._state.code, "Name": one._state.name}
        changed.append({"InstanceId": one.id, "CurrentState": current, "PreviousState": previous})
    return changed


CORRECTION = Correction(
    name="instance-states",
    moto="starts terminated instances, terminates the unprotected half of a batch, and is done at once",
    aws="refuses with IncorrectInstanceState or OperationNotPermitted before it changes any, and passes "
    "through pending, stopping and shutting-down",
    before={
        "StartInstances": check_startable,
        "StopInstances": check_stoppable,
        "RebootInstances": check_rebootable,
        "TerminateInstances": check_terminable,
    },
    instead={
        "StartInstances": start,
        "StopInstances": stop,
        "RebootInstances": reboot,
        "TerminateInstances": terminate,
    },
)
