"""Sort keys that always compare: text as people count, addresses by number."""

import re

from ec2tui.core.views.column import UNKNOWN, SortKey

_DIGITS = re.compile(r"[0-9]+")
_LONGEST = 70


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


def by_number(number: float | None) -> SortKey:
    """A number, or missing."""
    return UNKNOWN if number is None else (False, number)


def by_address(address: str | None) -> SortKey:
    """An IPv4 address by its number; other text after all addresses."""
    if not address:
        return UNKNOWN
    octets = address.split(".")
    if len(octets) != 4 or not all(octet.isascii() and octet.isdigit() for octet in octets):
        return (False, 1 << 40)
    number = 0
    for octet in octets:
        number = number << 8 | (int(octet[-3:]) & 0xFF)
    return (False, number)
