"""botocore's `before-parse` event: bodies are checked, and read by our own parser where there is one."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from botocore.parsers import EC2QueryParser, ResponseParserError

from ec2tui.adapters.aws.parse import xml_text

READ = "Read"
"""The member of a reply that holds what `READER` made of its body, instead of a document."""

Reader = Callable[[bytes], Any]

READER: ContextVar[Reader | None] = ContextVar("reader", default=None)
"""What reads the body of the call that runs now; None: botocore's parser."""

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
    reader = READER.get()
    if reader is not None:
        customized_response_dict[READ] = _read(reader, body)
    else:
        customized_response_dict.update(document(operation_model, response_dict))
    response_dict["body"] = _NOTHING


def _read(reader: Reader, body: bytes) -> Any:
    try:
        return reader(body)
    except _MALFORMED as error:
        raise xml_text.DamagedReplyError(f"the reply holds a malformed value ({error})") from error


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
