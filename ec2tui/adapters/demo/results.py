"""Replies written by ourselves and handed to moto's dispatcher."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from moto.core.responses import ActionResult

from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.render import REQUEST_ID, render

XML = {"Content-Type": "text/xml;charset=UTF-8"}


class Rendered(ActionResult):
    """A payload of plain dicts in the model's own member names, put into XML by our faster writer."""

    def execute_result(self, context: Any) -> Any:
        """Status, headers and body, as moto's dispatcher expects them."""
        payload = self.result if isinstance(self.result, Mapping) else {}
        return 200, dict(XML), render(context.operation_model, payload)


class Refused(ActionResult):
    """An EC2 error with the HTTP status that AWS gives it."""

    def __init__(self, error: AwsError) -> None:
        super().__init__(error)
        self.error = error

    def execute_result(self, context: Any) -> Any:
        """Status, headers and body, as moto's dispatcher expects them."""
        return self.error.status, dict(XML), error_body(self.error)


def error_body(error: AwsError) -> str:
    """The XML document of an EC2 error."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>'
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
        f"</Error></Errors><RequestID>{REQUEST_ID}</RequestID></Response>"
    )
