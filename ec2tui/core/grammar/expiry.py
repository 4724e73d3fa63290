"""How long a rule is meant to stay: `for 1h30m`, `until 2026-01-31T08:00Z`, and the tag that says so."""

import re
from datetime import UTC, datetime

EXPIRES_AT = "ec2tui:expires-at"
"""The tag of a time-boxed rule: when it is to be revoked, ISO 8601 UTC to the second."""

MINUTE, HOUR, DAY = 60, 3600, 86_400
LONGEST = 366 * DAY

_UNITS = (("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", 1))
_SPAN = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?", re.IGNORECASE | re.ASCII)
_ZONED = re.compile(r"(?:[zZ]|[+-]\d\d:?\d\d)$", re.ASCII)


def span(text: str) -> int | None:
    """The seconds of `90m`, `1h30m`, `2d`; None when it is no span of at least one second."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    seconds = sum(int(found[n + 1] or 0) * unit for n, (_, unit) in enumerate(_UNITS))
    return seconds or None


def span_text(seconds: int) -> str:
    """Seconds as the shortest text that `span` reads back."""
    words = []
    for letter, unit in _UNITS:
        count, seconds = divmod(seconds, unit)
        if count:
            words.append(f"{count}{letter}")
    return "".join(words) or "0s"


def moment(text: str | None) -> int | None:
    """The epoch seconds of an ISO 8601 time that says its zone; None for anything else."""
    if text is None or "T" not in text.upper() or not _ZONED.search(text):
        return None
    try:
        at = datetime.fromisoformat(text)
        return int(at.timestamp())
    except (ValueError, OverflowError):
        return None


def moment_text(at: int) -> str:
    """Epoch seconds in UTC as the shortest text that `moment` reads back."""
    form = "%H:%MZ" if at % MINUTE == 0 else "%H:%M:%SZ"
    # strftime does not pad years before 1000 with zeros.
    when = datetime.fromtimestamp(at, UTC)
    return f"{when.date().isoformat()}T{when.strftime(form)}"


def tag_value(at: int) -> str:
    """Epoch seconds as the value of `EXPIRES_AT`."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{when.date().isoformat()}T{when.strftime('%H:%M:%SZ')}"
