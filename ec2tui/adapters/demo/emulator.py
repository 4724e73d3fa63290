"""Puts the corrections around moto's request handlers."""

from collections.abc import Callable, Iterable
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores, get_service_model, method_names_from_class
from moto.ec2.responses import EC2Response
from moto.iam.responses import IamResponse
from moto.scheduler.responses import EventBridgeSchedulerResponse
from moto.sts.responses import TokenResponse

from ec2tui.adapters.demo.correction import EVERY, After, Before, Call, Correction, Instead, Own
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.results import Refused, Rendered
from ec2tui.adapters.demo.world import World

HANDLERS: dict[str, Any] = {
    "ec2": EC2Response,
    "cloudwatch": CloudWatchResponse,
    "iam": IamResponse,
    "scheduler": EventBridgeSchedulerResponse,
    "sts": TokenResponse,
}
"""Moto's handler of each service that corrections may concern."""


def install(corrections: Iterable[Correction], world: World) -> None:
    """Wrap each operation that a correction names; corrections run in the order given."""
    known = tuple(corrections)
    for correction in known:
        if correction.install is not None:
            correction.install(world)
    for service, handler in HANDLERS.items():
        _wrap_service(service, handler, [c for c in known if c.service == service], world)


class Hooks:
    """The functions of all corrections that concern one operation; an `instead` of None leaves it to moto."""

    def __init__(self, corrections: list[Correction], operation: str) -> None:
        self.before: list[Before] = []
        self.instead: Instead | None = None
        self.after: list[After] = []
        for correction in corrections:
            for key in (operation, EVERY):
                if key in correction.before:
                    self.before.append(correction.before[key])
                if key in correction.after:
                    self.after.append(correction.after[key])
            self.instead = correction.instead.get(operation, self.instead)


def _wrap_service(service: str, handler: Any, corrections: list[Correction], world: World) -> None:
    model = get_service_model(service)
    named = {op for c in corrections for table in (c.before, c.instead, c.after) for op in table}
    unknown = named - set(model.operation_names) - {EVERY}
    if unknown:
        raise LookupError(f"no such operations in {service}: {sorted(unknown)}")
    existing = method_names_from_class(handler)
    for operation in model.operation_names:
        method = camelcase_to_underscores(operation)
        hooks = Hooks(corrections, operation)
        inner = getattr(handler, method) if method in existing else None
        if inner is None and hooks.instead is None:
            hooks.instead = _not_implemented
        operation_model = model.operation_model(operation)
        setattr(handler, method, _wrapped(service, operation_model, inner, hooks, world))


def _wrapped(
    service: str, model: Any, inner: Callable[[Any], Any] | None, hooks: Hooks, world: World
) -> Callable[[Any], Any]:
    def handle(response: Any) -> Any:
        call = Call(model.name, response, model, world)
        with world.lock:
            world.lifecycle.settle()
            try:
                return _answer(service, call, inner, hooks)
            except AwsError as error:
                return Refused(error, service, response.headers)

    return handle


def _not_implemented(call: Call) -> Any:
    """AWS's words for an operation that it does not know, in place of moto's page in HTML."""
    raise AwsError("InvalidAction", f"The action {call.operation} is not valid for this web service.")


def _answer(service: str, call: Call, inner: Callable[[Any], Any] | None, hooks: Hooks) -> Any:
    for check in hooks.before:
        early = check(call)
        if early is not None:
            return Rendered(early) if service == "ec2" else ActionResult(early)
    if hooks.instead is not None:
        payload: Any = hooks.instead(call)
        for change in hooks.after:
            payload = change(call, payload)
        return Rendered(payload) if service == "ec2" else ActionResult(payload)
    assert inner is not None
    result = inner(call.response)
    if not hooks.after or not isinstance(result, ActionResult):
        return result
    payload = result.result
    for change in hooks.after:
        payload = change(call, payload)
    return Rendered(payload) if isinstance(payload, Own) else ActionResult(payload)
