"""From series to a chart, still without a canvas: traces with their gaps, scaled axes, ticks, thresholds."""

import itertools
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo

import msgspec

from ec2tui.core.model.metric import Point, Series, Span
from ec2tui.core.model.metric_period import DAY, HOUR, MINUTE
from ec2tui.core.views.metrics.words import Scale, scale
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Tone

TRACE_TONES = (Tone.INFO, Tone.ACCENT, Tone.GOOD, Tone.WARN, Tone.KEY, Tone.PLAIN)
"""The tones of traces, in turn; their letters tell them apart as well."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Tick = tuple[float, str]
"""Where a tick stands on its axis, and what it says."""

_TIME_STEPS = (
    *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)),
    *(HOUR * n for n in (1, 2, 3, 6, 12)),
    *(DAY * n for n in (1, 2, 4, 7, 14, 28, 56, 84)),
)
_MOST_TICKS_Y = 6


class Threshold(msgspec.Struct, frozen=True):
    """A value at which an alarm changes its state; `name` is untrusted."""

    value: float
    name: str


class Trace(msgspec.Struct, frozen=True):
    """One series: its letter and tone, its name (cleaned), and its points in pieces without gaps."""

    letter: str
    tone: Tone
    name: str
    pieces: tuple[tuple[Point, ...], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All points, oldest first."""
        return tuple(point for piece in self.pieces for point in piece)


class Chart(msgspec.Struct, frozen=True):
    """What is drawn: time over `span`, told in `zone`; values from `bottom` to `top` (unscaled)."""

    span: Span
    period: int
    scale: Scale
    bottom: float
    top: float
    traces: tuple[Trace, ...]
    thresholds: tuple[Threshold, ...] = ()
    zone: tzinfo = UTC

    def x_ticks(self, width: int) -> tuple[Tick, ...]:
        """Round times, as many as have room in so many cells."""
        return time_ticks(self.span, max(1, width // 12), self.zone)

    def y_ticks(self, height: int) -> tuple[Tick, ...]:
        """Round values, as many as have room in so many lines."""
        count = max(2, min(_MOST_TICKS_Y, height // 2))
        step = _round_step((self.top - self.bottom) / count)
        first = math.ceil(self.bottom / step)
        values = (at * step for at in range(first, math.floor(self.top / step + 1e-9) + 1))
        return tuple((value, self.scale.text(value)) for value in values)


def chart(
    series: Sequence[Series],
    names: Sequence[str],
    unit: str,
    span: Span,
    thresholds: Iterable[Threshold] = (),
    zone: tzinfo = UTC,
) -> Chart:
    """The chart of series of one unit, in their order; `names` are untrusted."""
    limits = tuple(thresholds)
    values = [value for one in series for _, value in one.points] + [one.value for one in limits]
    highest, lowest = max(values, default=0.0), min(values, default=0.0)
    stat = series[0].query.stat if series else ""
    counted = "Count" if stat == "SampleCount" else unit
    top, bottom = _top(highest, counted, stat), min(0.0, lowest)
    traces = tuple(
        Trace(
            LETTERS[at % len(LETTERS)],
            TRACE_TONES[at % len(TRACE_TONES)],
            clean(name, 60),
            pieces(one.points, one.query.period),
        )
        for at, (one, name) in enumerate(zip(series, names, strict=True))
    )
    period = max((one.query.period for one in series), default=MINUTE)
    return Chart(span, period, scale(counted, top), bottom, top, traces, limits, zone)


def pieces(points: Sequence[Point], period: int) -> tuple[tuple[Point, ...], ...]:
    """Points cut where periods without data lie between them.

    What is sent less often than the period (five minutes asked for by the minute) is not all gaps.
    """
    if not points:
        return ()
    apart = min((b[0] - a[0] for a, b in itertools.pairwise(points)), default=period)
    most = 1.5 * max(period, apart)
    cut: list[list[Point]] = [[points[0]]]
    for before, point in itertools.pairwise(points):
        if point[0] - before[0] > most:
            cut.append([])
        cut[-1].append(point)
    return tuple(tuple(piece) for piece in cut)


def gaps(trace: Trace, span: Span, period: int) -> tuple[Span, ...]:
    """The stretches without data: between its points, and before and after them when longer than a period."""
    if not trace.pieces:
        return (span,)
    ends = [span.start, *(piece[-1][0] + period for piece in trace.pieces)]
    starts = [*(piece[0][0] for piece in trace.pieces), span.end]
    found = (Span(end, start) for end, start in zip(ends, starts, strict=True))
    return tuple(gap for gap in found if gap.seconds > 2 * period)


def time_ticks(span: Span, most: int, zone: tzinfo = UTC) -> tuple[Tick, ...]:
    """Round times of a zone within a span, at most so many."""
    step = next((one for one in _TIME_STEPS if span.seconds / one <= most), _TIME_STEPS[-1])
    anchor = 4 * DAY if step > DAY else 0  # so that weeks begin on a Monday
    ahead = _ahead(span.start, zone)
    first = -(-(span.start + ahead - anchor) // step) * step + anchor - ahead
    places = (at + ahead - _ahead(at, zone) for at in range(first, span.end + step, step))
    return tuple((at, _tick_word(at, step, zone)) for at in places if span.start <= at <= span.end)


def _ahead(at: float, zone: tzinfo) -> int:
    """Seconds by which a zone is ahead of UTC at a time."""
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    return round(offset.total_seconds()) if offset is not None else 0


def nearest(trace: Trace, at: float, period: int) -> Point | None:
    """The point of the period that a time is in; None in a gap."""
    found = min(trace.points, key=lambda point: abs(point[0] - at), default=None)
    return found if found is not None and abs(found[0] - at) <= period else None


def _tick_word(at: int, step: int, zone: tzinfo) -> str:
    moment = datetime.fromtimestamp(at, zone)
    if step >= 28 * DAY:
        return moment.strftime("%d %b %y")
    if step >= DAY or (moment.hour == 0 and moment.minute == 0):
        return moment.strftime("%a %d %b")
    return moment.strftime("%H:%M")


def _top(highest: float, unit: str, stat: str) -> float:
    """A round value that is not below the highest."""
    if unit == "Percent" and stat not in ("Sum", "SampleCount") and highest > 50:
        return max(100.0, highest)
    if highest <= 0:
        return 1.0
    step = _round_step(highest / 4)
    return math.ceil(highest / step - 1e-9) * step


def _round_step(least: float) -> float:
    """The least of 1, 2, 2.5 and 5 times a power of ten that is not below `least`."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= least * (1 - 1e-9))
