"""What can be said about a series in figures: its newest point, least, mean and highest, and its gaps."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

import msgspec

from ec2tui.core.model.metric import Point, Series, Span
from ec2tui.core.views.durations import human
from ec2tui.core.views.metrics.chart import Chart, Trace, gaps, nearest
from ec2tui.core.views.metrics.words import (
    NO_DATA,
    period_word,
    stat_word,
    time_word,
    trouble,
    value_text,
    zone_word,
)
from ec2tui.core.views.text import cell_width, clean
from ec2tui.core.views.tone import Cell, Line, Tone

NAMED = 3
"""How many thresholds are named where there are many."""


class Figures(msgspec.Struct, frozen=True):
    """The newest, least, mean and highest value of some points."""

    last: float
    least: float
    mean: float
    highest: float


def figures_of(points: Sequence[Point]) -> Figures | None:
    """The figures of points; None when there is none."""
    if not points:
        return None
    values = [value for _, value in points]
    return Figures(values[-1], min(values), sum(values) / len(values), max(values))


def state_cell(series: Series) -> Cell | None:
    """Why a series has no figures: denied, throttled, no data; None when it has."""
    if series.points:
        return None
    return trouble(series.problem) if series.problem else NO_DATA


def title_line(title: str, stat: str, chart: Chart, width: int = 1000) -> Line:
    """What a chart shows: the metric, its unit, the statistic, the period and the time zone.

    From when to when is left out where so many cells have no room for it: the axis tells it too.
    """
    zone = zone_word(chart.span, chart.zone)
    unit = f" ({chart.scale.unit})" if chart.scale.unit else ""
    words = f"  {stat_word(stat)} of {period_word(chart.period)}, {span_words(chart.span, chart.zone)} {zone}"
    if cell_width(title + unit + words) > width:
        words = f"  {stat_word(stat)} of {period_word(chart.period)}, {zone}"
    return (Cell(f"{title}{unit}", Tone.HEADING), Cell(words, Tone.DIM))


def span_words(span: Span, zone: tzinfo = UTC) -> str:
    """From when to when, the day once when it is one, the years when there are two."""
    first, last = (datetime.fromtimestamp(at, zone) for at in (span.start, span.end))
    if first.year != last.year:
        return " to ".join(one.strftime("%a %d %b %Y %H:%M") for one in (first, last))
    start, end = time_word(span.start, 0, zone), time_word(span.end, 0, zone)
    return f"{start} to {end[-5:] if start[:-5] == end[:-5] else end}"


def legend(
    chart: Chart, series: Sequence[Series], unit: str, cursor: float | None = None
) -> tuple[Line, ...]:
    """A line for each trace with its figures, and for the thresholds."""
    width = max((len(trace.name) for trace in chart.traces), default=0)
    lines = [
        _trace_line(chart, trace, one, unit, width, cursor)
        for trace, one in zip(chart.traces, series, strict=True)
    ]
    return (*lines, *((Cell("── ", Tone.BAD), Cell(words)) for words in _limits(chart)))


def _limits(chart: Chart) -> Iterator[str]:
    """Each threshold with its alarm; of many the first ones, and where the others lie."""
    named = chart.thresholds if len(chart.thresholds) <= NAMED + 1 else chart.thresholds[:NAMED]
    for limit in named:
        yield f"alarm {clean(limit.name, 60)} at {chart.scale.text(limit.value)}"
    others = [chart.scale.text(limit.value) for limit in chart.thresholds[len(named) :]]
    if others:
        between = others[0] if others[0] == others[-1] else f"{others[0]} to {others[-1]}"
        yield f"{len(others)} more alarms at {between}"


def _trace_line(
    chart: Chart, trace: Trace, series: Series, unit: str, width: int, cursor: float | None
) -> Line:
    name = f"{trace.letter} {trace.name.ljust(width)}  "
    state, found = state_cell(series), figures_of(series.points)
    if state is not None or found is None:
        return (Cell(name, trace.tone), state or NO_DATA)
    stat = series.query.stat

    def text(value: float) -> str:
        return value_text(value, unit, stat)

    cells = [Cell(name, trace.tone)]
    if cursor is not None:
        point = nearest(trace, cursor, series.query.period)
        cells.append(
            Cell(f"{time_word(point[0], series.query.period, chart.zone)}: {text(point[1])}  ", Tone.HEADING)
            if point
            else Cell(f"{time_word(cursor, series.query.period, chart.zone)}: no data  ", Tone.WARN)
        )
    words = f"last {text(found.last)}, {text(found.least)} to {text(found.highest)}, mean {text(found.mean)}"
    holes = gaps(trace, series.span, series.query.period)
    if holes:
        lost = human(sum(hole.seconds for hole in holes))
        words += f"; {len(holes)} gap{'s' if len(holes) > 1 else ''}, {lost} without data"
    cells.append(Cell(words, Tone.DIM if cursor is not None else Tone.PLAIN))
    if series.problem is not None:
        cells += [Cell("  not all of it: ", Tone.WARN), trouble(series.problem)]
    return tuple(cells)
