"""What AWS answers to a request that it does not accept as signed, in the protocol of the service."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.render import REQUEST_ID
from ec2tui.adapters.demo.results import error_body


class Why(Enum):
    """What is wrong with a request's credentials."""

    UNSIGNED = "no signature"
    UNKNOWN_KEY = "nobody has this access key, or it does not count in the region"
    WRONG_SIGNATURE = "another secret key, or changed on its way"
    NO_SUCH_REGION = "scoped to a region that does not exist"


class Reply(NamedTuple):
    """An HTTP reply: its status line, content type, body and further headers."""

    status: str
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


_PHRASES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden"}
_INVALID_TOKEN = "The security token included in the request is invalid."  # noqa: S105 (AWS's sentence)
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method. Consult the service documentation for details."
)
_MISSING = "Request is missing Authentication Token"
_NOT_VALIDATED = "AWS was not able to validate the provided access credentials"
_QUERY = {
    Why.UNSIGNED: ("MissingAuthenticationToken", _MISSING),
    Why.UNKNOWN_KEY: ("InvalidClientTokenId", _INVALID_TOKEN),
    Why.WRONG_SIGNATURE: ("SignatureDoesNotMatch", _MISMATCH),
    Why.NO_SUCH_REGION: ("SignatureDoesNotMatch", ""),
}
_JSON = {
    Why.UNSIGNED: ("MissingAuthenticationTokenException", _MISSING),
    Why.UNKNOWN_KEY: ("UnrecognizedClientException", _INVALID_TOKEN),
    Why.WRONG_SIGNATURE: ("InvalidSignatureException", _MISMATCH),
    Why.NO_SUCH_REGION: ("InvalidSignatureException", ""),
}


def refuse(why: Why, service: str, region: str, environ: Mapping[str, Any]) -> Reply:
    """The refusal, for a request to this service signed for this region."""
    place = f"Credential should be scoped to a valid region, not '{region}'."
    if service == "ec2":
        message = place if why is Why.NO_SUCH_REGION else _NOT_VALIDATED
        return Reply(_status(401), _XML, error_body(AwsError("AuthFailure", message, 401)).encode())
    kind = str(environ.get("CONTENT_TYPE", ""))
    if environ.get("HTTP_SMITHY_PROTOCOL") == "rpc-v2-cbor":
        code, message = _JSON[why]
        body = _cbor({"__type": code, "message": message or place})
        return Reply(_status(400), "application/cbor", body, (("smithy-protocol", "rpc-v2-cbor"),))
    if "x-www-form-urlencoded" in kind:
        code, message = _QUERY[why]
        return Reply(_status(403), _XML, _error_response(code, message or place))
    code, message = _JSON[why]
    body = json.dumps({"__type": code, "message": message or place}).encode()
    if environ.get("HTTP_X_AMZ_TARGET"):
        return Reply(_status(400), kind or "application/x-amz-json-1.1", body)
    return Reply(_status(403), "application/json", body, (("x-amzn-ErrorType", code),))


_XML = "text/xml;charset=UTF-8"


def _status(code: int) -> str:
    return f"{code} {_PHRASES[code]}"


def _error_response(code: str, message: str) -> bytes:
    return (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message>"
        f"</Error><RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
    ).encode()


def _cbor(members: Mapping[str, str]) -> bytes:
    """A map of few short strings in CBOR (RFC 8949)."""
    texts = [text.encode() for pair in members.items() for text in pair]
    return bytes([0xA0 + len(members)]) + b"".join(
        b"\x79" + len(text).to_bytes(2, "big") + text for text in texts
    )
