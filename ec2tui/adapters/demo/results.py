"""Replies written by ourselves and handed to moto's dispatcher."""

from collections.abc import Mapping
from typing import Any

from moto.core.responses import ActionResult

from ec2tui.adapters.demo.error_replies import XML, error_reply, protocol_of
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.render import render


class Rendered(ActionResult):
    """A payload of plain dicts in the model's own member names, put into XML by our faster writer."""

    def execute_result(self, context: Any) -> Any:
        """Status, headers and body, as moto's dispatcher expects them."""
        payload = self.result if isinstance(self.result, Mapping) else {}
        return 200, {"Content-Type": XML}, render(context.operation_model, payload)


class Refused(ActionResult):
    """An error with the HTTP status that AWS gives it, in the protocol of the request."""

    def __init__(self, error: AwsError, service: str, headers: Mapping[str, str]) -> None:
        super().__init__(error)
        self._error = error
        self._protocol = protocol_of(service, {key.lower(): value for key, value in headers.items()})

    def execute_result(self, context: Any) -> Any:
        """Status, headers and body, as moto's dispatcher expects them."""
        reply = error_reply(self._protocol, self._error)
        return reply.status, {"Content-Type": reply.kind, **dict(reply.headers)}, reply.body
