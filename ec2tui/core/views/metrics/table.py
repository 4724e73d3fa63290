"""The metrics of one or several instances as a table: figures, a small graph, and what they are of."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import Series
from ec2tui.core.model.metric_kinds import KINDS
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.views.column import UNKNOWN, Column, SortKey
from ec2tui.core.views.metrics.facts import Figures, figures_of, state_cell
from ec2tui.core.views.metrics.sparkline import sparkline
from ec2tui.core.views.metrics.words import NO_DATA, period_word, scale, stat_word, value_text
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

MetricColumn = Column[MetricRow]

SPARK = 24
"""Cells of the small graph."""

_FAILED = ("StatusCheckFailed", "MetadataNoToken")
"""What the names of metrics begin with of which every one counted is one too many."""


def _figures(row: MetricRow) -> Figures | None:
    """The figures over all series of a row; the newest is that of the first."""
    return figures_of(tuple(point for one in reversed(row.series) for point in one.points))


def _value(row: MetricRow, value: float) -> Cell:
    bad = value > 0 and row.kind.name.startswith(_FAILED)
    return Cell(value_text(value, row.kind.unit, row.stat), Tone.WARN if bad else Tone.PLAIN)


def last(row: MetricRow, _inventory: Inventory, _now: float) -> Cell:
    """The newest value of each series, in the order of the instances; why there is none."""
    if len(row.series) == 1:
        found = row.series[0].last
        return _value(row, found[1]) if found else (state_cell(row.series[0]) or NO_DATA)
    if not row.has_data:
        return state_cell(row.series[0]) or NO_DATA
    counted = "Count" if row.stat == "SampleCount" else row.kind.unit
    fitting = scale(counted, max(one.last[1] for one in row.series if one.last))
    texts = [fitting.text(one.last[1]) if one.last else _lack(one) for one in row.series]
    return Cell(f"{' / '.join(texts)} {fitting.unit}".rstrip())


def _lack(series: Series) -> str:
    return (state_cell(series) or NO_DATA).text


def _last_key(row: MetricRow, _inventory: Inventory, _now: float) -> SortKey:
    return (False, row.series[0].last[1]) if row.series[0].last else UNKNOWN


def _figure(id_: str, title: str, which: str) -> MetricColumn:
    def cell(row: MetricRow, _inventory: Inventory, _now: float) -> Cell:
        found = _figures(row)
        return _value(row, getattr(found, which)) if found else Cell("")

    def key(row: MetricRow, _inventory: Inventory, _now: float) -> SortKey:
        found = _figures(row)
        return (False, getattr(found, which)) if found else UNKNOWN

    return Column(id_, title, "cloudwatch:GetMetricData Values", cell, key, 8, 10, Align.RIGHT, _READS)


def graph(row: MetricRow, _inventory: Inventory, _now: float) -> Cell:
    """The first series as bars; nothing where there is no data."""
    first = row.series[0]
    highest = 100.0 if row.kind.unit == "Percent" and row.stat not in ("Sum", "SampleCount") else None
    return Cell(sparkline(first.points, first.span, SPARK, highest), Tone.INFO)


_READS: frozenset[Kind] = frozenset()

NAME = MetricColumn(
    "metric",
    "Metric",
    "cloudwatch:GetMetricData Id",
    lambda row, _inventory, _now: Cell(row.kind.title, Tone.KEY),
    lambda row, _inventory, _now: (False, KINDS.index(row.kind)),
    12,
    24,
    kinds=_READS,
)

COLUMNS: tuple[MetricColumn, ...] = (
    NAME,
    Column(
        "last",
        "Last",
        "cloudwatch:GetMetricData Values, the newest",
        last,
        _last_key,
        9,
        40,
        Align.RIGHT,
        _READS,
    ),
    Column(
        "graph",
        "Graph",
        "cloudwatch:GetMetricData Values",
        graph,
        lambda row, _inventory, _now: (False, KINDS.index(row.kind)),
        SPARK,
        SPARK,
        kinds=_READS,
    ),
    _figure("least", "Least", "least"),
    _figure("mean", "Mean", "mean"),
    _figure("highest", "Highest", "highest"),
    Column(
        "statistic",
        "Statistic",
        "cloudwatch:GetMetricData Stat, Period",
        lambda row, _inventory, _now: Cell(_statistic(row), Tone.DIM),
        lambda row, _inventory, _now: (False, row.stat),
        8,
        20,
        kinds=_READS,
    ),
    Column(
        "name",
        "AWS's name",
        "cloudwatch:GetMetricData Namespace, MetricName",
        lambda row, _inventory, _now: Cell(f"{row.kind.namespace} {row.kind.name}", Tone.DIM),
        lambda row, _inventory, _now: (False, row.kind.name),
        20,
        44,
        kinds=_READS,
    ),
)
"""Every column of the metrics table, in their usual order."""


def _statistic(row: MetricRow) -> str:
    return f"{stat_word(row.stat)} of {period_word(row.series[0].query.period)}"


def _newest(row: MetricRow, _inventory: Inventory, _now: float) -> float | Missing:
    found = row.series[0].last
    return found[1] if found else Missing.GONE


def column(id_: str) -> MetricColumn | None:
    """The column with this id; None when there is none."""
    return next((one for one in COLUMNS if one.id == id_), None)


WORDS: Vocabulary[MetricRow] = Vocabulary(
    "metric",
    (
        TextField("metric", "the metric's id: cpu, net_in, …", lambda row, _: (row.kind.id,)),
        TextField("name", "AWS's name: CPUUtilization, …", lambda row, _: (row.kind.name,)),
        TextField("unit", "AWS's unit: Percent, Bytes, Count", lambda row, _: (row.kind.unit,)),
    ),
    (NumberField("last", "the newest value: last>80", _newest, {}),),
    (
        FlagField("data", "there is any data", lambda row, _: row.has_data),
        FlagField("agent", "the CloudWatch agent sends it", lambda row, _: row.kind.only == "agent"),
    ),
    lambda row: f"{row.kind.title}\n{row.kind.id}\n{row.kind.name}".casefold(),
    None,
)
"""The words of queries about metrics."""

METRICS: Resource[MetricRow] = Resource(
    noun="metric",
    plural="metrics",
    kind=Kind.INSTANCES,
    columns=COLUMNS,
    shown=("metric", "last", "graph", "least", "mean", "highest", "statistic"),
    sort=NAME.id,
    column=column,
    words=WORDS,
    sections=(),
    keyed=frozenset(),
    title=lambda row: row.kind.title,
    reads=frozenset({Kind.ALARMS}),
)
"""The table of page 3 that shows metrics."""
