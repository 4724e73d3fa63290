"""Weekly hours in which changes are welcome, as `mon-fri 09:00-17:00` in UTC."""

import re
from datetime import UTC, datetime

import msgspec

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHAPE = re.compile(r"(?:([a-z]{3})(?:-([a-z]{3}))? +)?(\d\d):(\d\d)-(\d\d):(\d\d)")


class Window(msgspec.Struct, frozen=True):
    """Days (0 is Monday) and minutes of the day in UTC, the end excluded.

    An end before the start goes on past midnight into the next day.
    """

    days: frozenset[int]
    start: int
    end: int
    text: str = ""

    def contains(self, now: float) -> bool:
        """Whether a time (epoch seconds) is inside."""
        at = datetime.fromtimestamp(now, UTC)
        minute = at.hour * 60 + at.minute
        day = at.weekday()
        if self.start < self.end:
            return day in self.days and self.start <= minute < self.end
        late = day in self.days and minute >= self.start
        return late or ((day - 1) % 7 in self.days and minute < self.end)


def parse_window(text: str) -> Window:
    """The window that a text says: days (`mon-fri`, `sat`; none: every day) and `HH:MM-HH:MM`; ValueError."""
    shape = _SHAPE.fullmatch(text.strip().lower())
    if shape is None:
        raise ValueError(f"{text!r} is not a change window; write it as `mon-fri 09:00-17:00` (UTC)")
    first, last, *clock = shape.groups()
    hours = [int(part) for part in clock]
    for day in (first, last):
        if day is not None and day not in DAYS:
            raise ValueError(f"{day!r} is not a day; the days are {', '.join(DAYS)}")
    if max(hours[0], hours[2]) > 24 or max(hours[1], hours[3]) > 59:
        raise ValueError(f"{text!r} names an hour that does not exist")
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if start >= 24 * 60 or end > 24 * 60 or start == end:
        raise ValueError(f"{text!r} is not a span within a day")
    return Window(_days(first, last), start, end, text.strip())


def _days(first: str | None, last: str | None) -> frozenset[int]:
    if first is None:
        return frozenset(range(7))
    start = DAYS.index(first)
    end = DAYS.index(last) if last else start
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))
