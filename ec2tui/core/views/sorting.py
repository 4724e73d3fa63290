"""Sort keys that always compare: text as people count, addresses by number."""

import re

from ec2tui.core.views.column import UNKNOWN, SortKey

_DIGITS = re.compile(r"([0-9]+)")


def by_text(text: str | None) -> SortKey:
    """Text without regard to case, with runs of digits by their number; empty text counts as missing."""
    return (False, natural(text)) if text else UNKNOWN


def natural(text: str) -> tuple[str | int, ...]:
    """Text alternating with numbers, text first, so that two of them always compare."""
    parts: list[str | int] = list(_DIGITS.split(text.casefold()))
    # Long digit runs stay short of CPython's limit on converting text to numbers.
    parts[1::2] = [int(str(run)[:400]) for run in parts[1::2]]
    return tuple(parts)


def by_number(number: float | None) -> SortKey:
    """A number, or missing."""
    return UNKNOWN if number is None else (False, number)


def by_address(address: str | None) -> SortKey:
    """An IPv4 address by its number; other text after all addresses."""
    if not address:
        return UNKNOWN
    try:
        octets = tuple(int(octet) for octet in address.split("."))
    except ValueError:
        octets = (256,)
    return (False, octets)
