"""Times for people and for programs: `3d`, `2026-01-31 08:00 UTC`, ISO 8601."""

from datetime import UTC, datetime

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
MONTH = 30 * DAY
YEAR = 365 * DAY

_STEPS = (
    (YEAR, 2 * YEAR, "y"),
    (MONTH, 2 * MONTH, "mo"),
    (DAY, DAY, "d"),
    (HOUR, HOUR, "h"),
    (MINUTE, MINUTE, "m"),
)


def human(seconds: float) -> str:
    """A span in its largest sensible unit: `40s`, `5m`, `2h`, `3d`, `4mo`, `2y`; negative spans are `0s`."""
    span = int(seconds)
    for unit, least, letter in _STEPS:
        if span >= least:
            return f"{span // unit}{letter}"
    return f"{max(span, 0)}s"


def iso(at: int | None) -> str | None:
    """Epoch seconds as ISO 8601 in UTC with Z; None for a time that is not known (None or 0)."""
    moment = _moment(at)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def stamp(at: int | None) -> str:
    """Epoch seconds as a date and time that say their zone; `-` when not known."""
    moment = _moment(at)
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "-"


def _moment(at: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(at, UTC) if at else None
    except (OverflowError, OSError, ValueError):
        return None


TIME_UNITS = {
    "s": 1,
    "m": MINUTE,
    "min": MINUTE,
    "h": HOUR,
    "d": DAY,
    "w": WEEK,
    "mo": MONTH,
    "y": YEAR,
}
"""Seconds of each unit of a span."""
