"""The regions that are looked at in one line: each with how far it was read, or those alike put together."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from ec2tui.core.model.reading import Reading, Status
from ec2tui.core.views.text import cell_width, clean
from ec2tui.core.views.tone import Cell, Line, Tone

GAP = Cell("   ")

_TONES = {
    Status.LIVE: Tone.GOOD,
    Status.LOADING: Tone.INFO,
    Status.NOT_READ: Tone.DIM,
    Status.CACHED: Tone.WARN,
    Status.STALE: Tone.WARN,
    Status.PARTIAL: Tone.WARN,
    Status.THROTTLED: Tone.WARN,
}

Told = Callable[[float], str]
"""Gives the words for a number of seconds."""


class Alike(msgspec.Struct, frozen=True):
    """Regions whose readings have one status; what they count is added up, and the oldest age is told."""

    status: Status
    readings: tuple[tuple[str, Reading], ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """Their names, cleaned."""
        return tuple(clean(region, 24) for region, _ in self.readings)

    @property
    def tone(self) -> Tone:
        """What the status means; whatever is not known to be fine is bad."""
        return _TONES.get(self.status, Tone.BAD)

    def words(self, now: float, duration: Told) -> str:
        """The status with what it needs to be understood; `now` in epoch seconds."""
        readings = [reading for _, reading in self.readings]
        items = sum(reading.items for reading in readings)
        again = any(reading.loading for reading in readings)
        ages = [now - at for reading in readings if (at := known_at(reading)) is not None]
        age = f" {duration(max(ages))}" if ages else ""
        if self.status is Status.LOADING:
            return f"loading {items:,}" if items else "loading"
        if self.status is Status.LIVE:
            return ("reloading" if again else "live") + age
        if self.status is Status.STALE:
            return f"stale{age}"
        if self.status is Status.CACHED:
            return ("reloading, " if again else "") + f"saved{age} ago"
        if self.status is Status.PARTIAL:
            return f"partial, {items:,} read"
        return f"{self.status}, rows{age} old" if age else str(self.status)


def known_at(reading: Reading) -> float | None:
    """When what is shown of a reading was true, None when nothing of it is known."""
    return reading.complete_at if reading.complete_at is not None else reading.cached_at


def regions_told(
    readings: Sequence[tuple[str, Reading]],
    tails: Sequence[Line],
    now: float,
    stale_after: float,
    duration: Told,
    width: int = 0,
) -> Line:
    """The line, with the first of `tails` for which there is room in `width` cells (0: no end of room).

    Regions are told one by one as long as they fit, then those alike together, and at last counted, what is
    wrong first; only then the tails after the second come into question.
    """
    one_by_one = [
        Alike(reading.status(now, stale_after), ((region, reading),)) for region, reading in readings
    ]
    together = _together(one_by_one)
    shown = [
        [(each, _named(each.regions)) for each in one_by_one],
        [(each, _named(each.regions)) for each in together],
        [(each, _counted(each.regions)) for each in together],
    ]
    whole, bare = list(tails[:2]), tails[2:]
    choices = [_line(form, tail, now, duration) for form in shown for tail in whole]
    choices += [_line(shown[-1], tail, now, duration) for tail in bare]
    fitting = (line for line in choices if not width or _width(line) <= width)
    return next(fitting, choices[-1])


def _together(states: Iterable[Alike]) -> list[Alike]:
    groups: dict[Status, list[tuple[str, Reading]]] = {}
    for state in states:
        groups.setdefault(state.status, []).extend(state.readings)
    found = [Alike(status, tuple(group)) for status, group in groups.items()]
    return sorted(found, key=lambda each: each.tone is not Tone.BAD)


def _named(regions: Sequence[str]) -> str:
    return ", ".join(regions)


def _counted(regions: Sequence[str]) -> str:
    return regions[0] if len(regions) == 1 else f"{len(regions)} regions"


def _line(form: Sequence[tuple[Alike, str]], tail: Line, now: float, duration: Told) -> Line:
    spans = [Cell(" ")]
    for state, names in form:
        spans += [Cell(f"{names} "), Cell(state.words(now, duration), state.tone), GAP]
    if not form:
        spans += [Cell("no region yet", Tone.DIM), GAP]
    return (*spans, *tail) if tail else tuple(spans[:-1])


def _width(line: Line) -> int:
    return sum(cell_width(cell.text) for cell in line)
