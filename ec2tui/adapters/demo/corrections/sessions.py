"""Systems Manager opens sessions to managed instances, which nobody carries: the demo has no agents."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.chance import hexadecimal
from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.managed_nodes import LOST, managed
from ec2tui.adapters.demo.errors import AwsError

Reply = Mapping[str, Any]


def start(call: Call) -> Reply:
    """A session with a token and an address."""
    target, seed = str(call.param("Target", "")), call.world.seed
    if not any(one.id == target and not getattr(one, LOST, False) for one in managed(call)):
        raise AwsError("TargetNotConnected", f"{target} is not connected.")
    sessions = call.world.sessions
    id_ = f"demo-operator-{hexadecimal(seed, 'session', len(sessions), call.world.clock.now().timestamp())}"
    sessions[id_] = target
    url = f"wss://ssmmessages.{call.region}.amazonaws.com/v1/data-channel/{id_}?role=publish_subscribe"
    return {"SessionId": id_, "TokenValue": hexadecimal(seed, "session-token", id_), "StreamUrl": url}


def end(call: Call) -> Reply:
    """A session less."""
    id_ = str(call.param("SessionId", ""))
    if call.world.sessions.pop(id_, None) is None:
        raise AwsError("DoesNotExistException", f"Session {id_} does not exist.")
    return {"SessionId": id_}


CORRECTION = Correction(
    name="sessions",
    moto="does not implement the operations",
    aws="opens sessions to instances whose agent answers, and ends them",
    service="ssm",
    instead={"StartSession": start, "TerminateSession": end},
)
