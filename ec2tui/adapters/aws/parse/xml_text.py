"""The raw body of an XML reply: is it the reply that was asked for, and can it be read at all."""

import re
from typing import Any

from lxml import etree

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


def parse(body: bytes) -> Any:
    """The root element (lxml); entities are not resolved and nothing is fetched."""
    try:
        return _root(body)
    except etree.XMLSyntaxError:
        try:
            return _root(without_forbidden(body))
        except etree.XMLSyntaxError as error:
            raise DamagedReplyError(f"the reply is cut short or not XML ({error.msg})") from None


def _root(body: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(body, parser)
