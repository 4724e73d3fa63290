"""An error of AWS as HTTP carries it, in the protocol in which the client has asked."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple
from xml.sax.saxutils import escape

from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.render import REQUEST_ID

XML = "text/xml;charset=UTF-8"
"""The content type of EC2's and the query protocol's replies."""


class Protocol(Enum):
    """How a client speaks to a service."""

    EC2 = "ec2"
    QUERY = "query"
    JSON = "json"
    REST_JSON = "rest-json"
    CBOR = "smithy-rpc-v2-cbor"


class Reply(NamedTuple):
    """An HTTP reply: its status, content type, body and further headers."""

    status: int
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def protocol_of(service: str, headers: Mapping[str, str]) -> Protocol:
    """The protocol of a request, by its headers with names in lower case."""
    if service == "ec2":
        return Protocol.EC2
    if headers.get("smithy-protocol") == "rpc-v2-cbor":
        return Protocol.CBOR
    if "x-www-form-urlencoded" in headers.get("content-type", ""):
        return Protocol.QUERY
    return Protocol.JSON if headers.get("x-amz-target") else Protocol.REST_JSON


def error_reply(protocol: Protocol, error: AwsError) -> Reply:
    """The reply that carries an error."""
    if protocol is Protocol.EC2:
        return Reply(error.status, XML, ec2_error(error).encode())
    if protocol is Protocol.QUERY:
        return Reply(error.status, XML, _error_response(error))
    members = {"__type": error.code, "message": error.message}
    if protocol is Protocol.CBOR:
        return Reply(error.status, "application/cbor", _cbor(members), (("smithy-protocol", "rpc-v2-cbor"),))
    kind = "application/json" if protocol is Protocol.REST_JSON else "application/x-amz-json-1.1"
    return Reply(error.status, kind, json.dumps(members).encode(), (("x-amzn-ErrorType", error.code),))


def ec2_error(error: AwsError) -> str:
    """The XML document of an EC2 error."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>'
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
        f"</Error></Errors><RequestID>{REQUEST_ID}</RequestID></Response>"
    )


def _error_response(error: AwsError) -> bytes:
    return (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{escape(error.code)}</Code>"
        f"<Message>{escape(error.message)}</Message></Error><RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
    ).encode()


def _cbor(members: Mapping[str, str]) -> bytes:
    """A map of few short strings in CBOR (RFC 8949)."""
    texts = [text.encode() for pair in members.items() for text in pair]
    return bytes([0xA0 + len(members)]) + b"".join(
        b"\x79" + len(text).to_bytes(2, "big") + text for text in texts
    )
