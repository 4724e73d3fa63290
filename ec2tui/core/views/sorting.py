"""Sort keys that always compare: text as people count, addresses by number."""

import re

from ec2tui.core.views.column import UNKNOWN, SortKey

_DIGITS = re.compile(r"[0-9]+")
_LONGEST = 70
_AFTER_ADDRESSES = 1 << 32


def by_text(text: str | None) -> SortKey:
    """Text without regard to case, with runs of digits by their number; empty text counts as missing."""
    return (False, natural(text)) if text else UNKNOWN


def natural(text: str) -> str:
    """A text whose plain order is the order people expect: `web-9` before `web-10`, case aside.

    Each run of digits is preceded by a character for its length; one text compares faster than its parts.
    """
    return _DIGITS.sub(_measured, text.casefold())


def _measured(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    return chr(48 + min(len(digits), _LONGEST)) + digits


def by_id(text: str | None) -> SortKey:
    """An id as it is; its digits count nothing."""
    return (False, text) if text else UNKNOWN


def by_number(number: float | None) -> SortKey:
    """A number, or missing."""
    return UNKNOWN if number is None else (False, number)


def by_address(address: str | None) -> SortKey:
    """An IPv4 address by its number; other text after all addresses."""
    if not address:
        return UNKNOWN
    number = ipv4_number(address)
    return (False, _AFTER_ADDRESSES if number is None else number)


def ipv4_number(address: str) -> int | None:
    """The number of a dotted IPv4 address, None for any other text."""
    octets = address.split(".")
    if len(octets) != 4 or not (address.isascii() and "".join(octets).isdigit()):
        return None
    number = 0
    for octet in octets:
        if not octet or len(octet) > 3 or int(octet) > 255:
            return None
        number = number << 8 | int(octet)
    return number
