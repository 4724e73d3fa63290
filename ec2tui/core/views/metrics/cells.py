"""The live columns of the instances table: the last hour of an instance as a small graph and a figure."""

import math
import re
from collections.abc import Iterable, Mapping

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import LiveMetrics, Point, Span
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey, missing_cell
from ec2tui.core.views.metrics.sparkline import sparkline
from ec2tui.core.views.metrics.words import NO_DATA, figures, scale, trouble
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.core.views.vocabulary import NumberField

HOUR = 3600
BARS = 12
"""Cells of a graph: five minutes each."""

OLD = 600
"""Seconds after which what is known is not shown any more when it cannot be read again."""

HIGH, FULL = 75.0, 90.0
"""Per cent of CPU from which a figure is a warning, and bad."""

_METRICS = frozenset({Kind.METRICS})
_READS = _METRICS | {Kind.INSTANCES}

METRICS_OF: Mapping[str, tuple[str, ...]] = {
    "cpu": ("cpu",),
    "network": ("net_in", "net_out"),
    "status": ("status",),
    "netin": ("net_in",),
    "netout": ("net_out",),
}
"""The metrics that a column or a field of the query language shows."""

_FIELDS = re.compile(r"\b(cpu|netin|netout)\s*[<>=:]", re.IGNORECASE)


def metrics_wanted(columns: Iterable[str], query_text: str = "") -> frozenset[str]:
    """The ids of the metrics that columns, by id, and a query need."""
    named = (*columns, *(found.lower() for found in _FIELDS.findall(query_text)))
    return frozenset(metric for name in named for metric in METRICS_OF.get(name, ()))


def live(i: Instance, inventory: Inventory) -> LiveMetrics | Missing:
    """What is known of the last hour of an instance; one that does not run has none."""
    found: LiveMetrics | None = inventory.table(Kind.METRICS).get(i.key)
    if i.state != "running":
        return Missing.GONE
    return found if found is not None else inventory.missing(Kind.METRICS, i.key)


def _lack(i: Instance, inventory: Inventory, why: Missing) -> Cell:
    problem = inventory.reading_of(Kind.METRICS, i.key).problem
    return trouble(problem) if problem and why in (Missing.DENIED, Missing.FAILED) else missing_cell(why)


def _points(
    i: Instance, inventory: Inventory, metric: str, now: float
) -> tuple[LiveMetrics, tuple[Point, ...]] | Cell:
    """The points of a metric, or the cell that says why there are none, or none of late."""
    found = live(i, inventory)
    if isinstance(found, Missing):
        return _lack(i, inventory, found) if found is not Missing.GONE else ABSENT
    problem = inventory.reading_of(Kind.METRICS, i.key).problem
    if problem is not None and now > found.until + OLD:
        return trouble(problem)
    points = found.points.get(metric)
    if points is None:
        return missing_cell(Missing.NOT_READ)
    return (found, points) if points else NO_DATA


def _graph(found: LiveMetrics, points: tuple[Point, ...], highest: float | None) -> str:
    return sparkline(points, Span(found.until - HOUR, found.until), BARS, highest)


def cpu(i: Instance, inventory: Inventory, now: float) -> Cell:
    """The last hour's CPU and its newest value."""
    found = _points(i, inventory, "cpu", now)
    if isinstance(found, Cell):
        return found
    value = found[1][-1][1]
    tone = Tone.BAD if value >= FULL else Tone.WARN if value >= HIGH else Tone.PLAIN
    return Cell(f"{_graph(*found, 100.0)} {figures(round(value)):>3} %", tone)


def network(i: Instance, inventory: Inventory, now: float) -> Cell:
    """The last hour's bytes in and out together, and the newest of each a second."""
    into, out = (_points(i, inventory, id_, now) for id_ in ("net_in", "net_out"))
    if isinstance(into, Cell) or isinstance(out, Cell):
        return into if isinstance(into, Cell) else NO_DATA
    outgoing = dict(out[1])
    both = tuple((at, value + outgoing.get(at, 0.0)) for at, value in into[1])
    texts = [_rate(points[-1][1]) for points in (into[1], out[1])]
    return Cell(f"{_graph(into[0], both, None)} ↓{texts[0]:>5} ↑{texts[1]:>5}")


def _rate(value: float) -> str:
    fitting = scale("Count", value)
    return f"{figures(float(f'{value / fitting.factor:.2g}'))}{fitting.unit}"


def status(i: Instance, inventory: Inventory, now: float) -> Cell:
    """Where in the last hour a status check failed, and whether one does now."""
    found = _points(i, inventory, "status", now)
    if isinstance(found, Cell):
        return found
    value = found[1][-1][1]
    word = ("failed", Tone.BAD) if value else ("ok", Tone.GOOD)
    return Cell(f"{_graph(*found, 1.0)} {word[0]}", word[1])


def _key(metric: str, i: Instance, inventory: Inventory) -> SortKey:
    found = live(i, inventory)
    value = None if isinstance(found, Missing) else found.last(metric)
    return UNKNOWN if value is None else (False, value)


_SOURCE = "cloudwatch:GetMetricData, the last hour; off until chosen, since it is charged: "

LIVE_COLUMNS: tuple[Column[Instance], ...] = (
    Column(
        "cpu",
        "CPU, last hour",
        _SOURCE + "CPUUtilization, average",
        cpu,
        lambda i, inventory, _now: _key("cpu", i, inventory),
        BARS + 6,
        BARS + 6,
        Align.LEFT,
        _READS,
    ),
    Column(
        "network",
        "Network, last hour",
        _SOURCE + "NetworkIn and NetworkOut, average bytes of a sample",
        network,
        lambda i, inventory, _now: _key("net_in", i, inventory),
        BARS + 14,
        BARS + 14,
        Align.LEFT,
        _READS,
    ),
    Column(
        "status",
        "Status, last hour",
        _SOURCE + "StatusCheckFailed, maximum",
        status,
        lambda i, inventory, _now: _key("status", i, inventory),
        BARS + 7,
        BARS + 7,
        Align.LEFT,
        _READS,
    ),
)
"""The columns that read metrics: of the rows in view, and only while they show."""

LIVE_IDS = tuple(column.id for column in LIVE_COLUMNS)


def _number(metric: str, i: Instance, inventory: Inventory) -> float | Missing:
    found = live(i, inventory)
    if found is Missing.GONE:
        return math.nan  # it does not run: no comparison holds
    if isinstance(found, Missing):
        return found
    value = found.last(metric)
    if value is not None:
        return value
    return Missing.GONE if metric in found.points else Missing.NOT_READ


_BYTES = {"k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "b": 1.0}

LIVE_FIELDS: tuple[NumberField[Instance], ...] = (
    NumberField(
        "cpu",
        "CPU in per cent, the newest of the last hour (charged by AWS): cpu>80",
        lambda i, inventory, _now: _number("cpu", i, inventory),
        {},
        kinds=_METRICS,
    ),
    NumberField(
        "netin",
        "network bytes in, the newest average (charged by AWS): netin>10m",
        lambda i, inventory, _now: _number("net_in", i, inventory),
        _BYTES,
        "b",
        kinds=_METRICS,
    ),
    NumberField(
        "netout",
        "network bytes out, the newest average (charged by AWS): netout>10m",
        lambda i, inventory, _now: _number("net_out", i, inventory),
        _BYTES,
        "b",
        kinds=_METRICS,
    ),
)
"""The comparisons that read metrics."""
