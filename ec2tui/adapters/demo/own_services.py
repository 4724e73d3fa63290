"""The services that moto lacks: corrections alone answer, in AWS's JSON protocol."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.emulator import HANDLERS, Hooks
from ec2tui.adapters.demo.error_replies import Protocol, Reply, error_reply
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.world import World

KIND = "application/x-amz-json-1.1"
"""The content type of the protocol."""


class OwnServices:
    """Answers the requests for a service of which moto has nothing."""

    def __init__(self, corrections: Iterable[Correction], world: World) -> None:
        self._world = world
        known = [one for one in corrections if one.service not in HANDLERS]
        self._corrections = {
            name: [one for one in known if one.service == name] for name in {one.service for one in known}
        }

    def __contains__(self, service: object) -> bool:
        """Whether corrections alone answer for it."""
        return service in self._corrections

    def reply(self, service: str, region: str, target: str, body: bytes) -> Reply:
        """The answer to a request with this X-Amz-Target."""
        operation = target.rpartition(".")[2]
        request = _Request(service, region, json.loads(body or b"{}"))
        hooks = Hooks(self._corrections[service], operation)
        call = Call(operation, request, None, self._world)
        with self._world.lock:
            try:
                for check in hooks.before:
                    check(call)
                if hooks.instead is None:
                    raise AwsError("UnknownOperationException", "")
                return Reply(200, KIND, json.dumps(hooks.instead(call)).encode())
            except AwsError as error:
                return error_reply(Protocol.JSON, error)


@dataclass(frozen=True, slots=True)
class _Request:
    """What a correction asks of a request, as moto's handlers answer it."""

    service_name: str
    region: str
    given: Mapping[str, Any]

    def _get_param(self, name: str, default: Any = None) -> Any:
        return self.given.get(name, default)
