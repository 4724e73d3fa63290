"""botocore's `before-parse` event: bodies are checked, and left unparsed where our own parser reads."""

from contextvars import ContextVar
from typing import Any

from botocore.parsers import EC2QueryParser, ResponseParserError

from ec2tui.adapters.aws.parse import xml_text

BODY = "RawBody"
"""The member of a reply that holds its body, when a call was made with `WANTED` set."""

WANTED: ContextVar[bool] = ContextVar("raw_body_wanted", default=False)
"""Whether the call of this thread wants the body as it came, instead of a document."""

_NOTHING = b"<r/>"
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


def take_body(
    operation_model: Any, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """Handler of `before-parse.ec2`; error replies are left to botocore.

    Raises xml_text.DamagedReplyError for a body that is no reply of the operation, or not all of it.
    """
    if response_dict["status_code"] != 200:
        return
    body: bytes = response_dict["body"]
    xml_text.check_root(body, operation_model.name)
    told = str(response_dict["headers"].get("Content-Length", ""))
    if told.isdecimal() and int(told) > len(body):
        raise xml_text.DamagedReplyError("the reply is cut short")
    if WANTED.get():
        customized_response_dict[BODY] = body
    else:
        customized_response_dict.update(document(operation_model, response_dict))
    response_dict["body"] = _NOTHING


def document(operation_model: Any, response_dict: dict[str, Any]) -> dict[str, Any]:
    """The reply as botocore's own parser reads it."""
    parser = EC2QueryParser()
    shape = operation_model.output_shape
    try:
        try:
            return dict(parser.parse(response_dict, shape))
        except ResponseParserError:
            body = xml_text.without_forbidden(response_dict["body"])
            return dict(parser.parse({**response_dict, "body": body}, shape))
    except _MALFORMED as error:
        raise xml_text.DamagedReplyError(f"the reply holds a malformed value ({error})") from error
