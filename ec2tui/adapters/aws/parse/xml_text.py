"""The raw body of an XML reply: is it the reply that was asked for, and can it be read at all."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

ROOT_WITHIN = 2048
"""How many leading bytes hold the start tag of the root."""

_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])"
    rb"|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


class DamagedReplyError(Exception):
    """A reply with a good status whose body is not the document that was asked for."""


def without_forbidden(body: bytes) -> bytes:
    """The body with characters that XML cannot carry replaced by U+FFFD.

    One hostile tag must not hide everything else that the page tells.
    """
    return _FORBIDDEN.sub(_REPLACEMENT, body)


def check_root(body: bytes, operation: str) -> None:
    """Raises DamagedReplyError when the body does not begin like the operation's reply.

    A proxy's well-formed login page would otherwise read as a reply with nothing in it.
    """
    if f"{operation}Response".encode() not in body[:ROOT_WITHIN]:
        raise DamagedReplyError("the reply is not AWS's (a proxy or another service answered)")


def parse(body: bytes) -> Element:
    """The root element; a document type is refused, because its entities could stand for anything."""
    try:
        return root(body)
    except ParseError:
        try:
            return root(without_forbidden(body))
        except ParseError as error:
            raise DamagedReplyError(f"the reply is cut short or not XML ({error.msg})") from None


def root(body: bytes) -> Element:
    """The root element of a document as it is; ParseError when it is not well-formed."""
    if b"<!DOCTYPE" in body:
        raise DamagedReplyError("the reply has a document type, which AWS's never have")
    return ElementTree.fromstring(body)  # noqa: S314 - no document type, so no entities to expand
