"""`ec2tui metrics`: charts of an instance's metrics, or all their points."""

import asyncio
from collections.abc import Iterable, Sequence

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.problems import problem_line
from ec2tui.cli.reading import connected, report
from ec2tui.cli.targets import the_one
from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import Series, Span
from ec2tui.core.model.metric_kinds import MetricKind
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.views.alarms.facts import watched
from ec2tui.core.views.metrics.alarms import thresholds
from ec2tui.core.views.metrics.chart import chart
from ec2tui.core.views.metrics.facts import figures_of, legend, state_cell, title_line
from ec2tui.core.views.metrics.json import CSV_TITLES, csv_rows, series_json, span_json
from ec2tui.core.views.metrics.sparkline import sparkline
from ec2tui.core.views.metrics.words import at_most, period_word, stat_word, value_text
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.listing import Gap
from ec2tui.services.metrics.read import MetricReader
from ec2tui.services.metrics.rows import MetricsRead, Wanted, read_metrics
from ec2tui.services.refresh import read_all
from ec2tui.services.session import Session

DRAWN = ("cpu", "net")
"""The charts that are drawn when no metric is named."""

WIDTH, MOST_WIDTH, HEIGHT = 80, 160, 14
"""Cells of a chart: where the terminal does not tell its width, at most, and its lines."""

SPARK = 24
TITLES = ("Metric", "Last", "Least", "Mean", "Highest", "Graph", "Statistic")
ALIGNS = (Align.LEFT, *[Align.RIGHT] * 4, Align.LEFT, Align.LEFT)


def run(context: Context) -> ExitCode:
    """Shows the metrics of one instance; the exit status says whether all of them could be read."""
    return asyncio.run(_show(context))


async def _show(context: Context) -> ExitCode:
    options = context.options
    async with connected(context) as session:
        instance = await the_one(session, options.target)
        now = context.clock.now()
        reader = MetricReader(session)
        wanted = Wanted(
            Span(int(now) - options.since, int(now)), options.metric, options.stat, options.period
        )
        read = await read_metrics(reader, (instance,), wanted, now)
        alarms = await _alarms(session, instance) if options.output == "table" else ()
    if options.output == "table":
        _table(context, read, alarms)
        say(f"{reader.requested} metrics were asked for: {at_most(reader.spent)}")
    else:
        {"json": _json, "csv": _csv}[options.output](context, instance, read)
    return _report(instance, read, options.metric)


async def _alarms(session: Session, instance: Instance) -> tuple[Alarm, ...]:
    """The alarms of the instance, whose thresholds are drawn; what cannot be read of them fails nothing."""
    source, gateway = session.source(instance.key.region), session.gateway
    assert gateway is not None
    problem = await read_all(gateway, session.store, session.clock, source, Kind.ALARMS, instance.key.account)
    if problem is not None:
        report((Gap(source, Kind.ALARMS, problem),), aside=(Kind.ALARMS,))
    return watched(session.store.inventory).get(instance.key, ())


def _report(instance: Instance, read: MetricsRead, named: Sequence[str]) -> ExitCode:
    """Names on standard error what could not be read, each reason once."""
    problems = [series.problem for row in read.rows for series in row.series if series.problem]
    problems += [read.agent_problem] if read.agent_problem else []
    for line in dict.fromkeys(problem_line(problem, instance.key.region) for problem in problems):
        say(line)
    missing = [id_ for id_ in named if id_ not in {row.kind.id for row in read.rows}]
    if missing:
        say(f"{instance.key.id} has no metric {', '.join(missing)}")
    return exit_code_of(*problems)


def _pairs(read: MetricsRead) -> list[tuple[MetricKind, Series]]:
    return [(row.kind, series) for row in read.rows for series in row.series]


def _json(context: Context, instance: Instance, read: MetricsRead) -> None:
    context.output.document(
        {
            "id": instance.key.id,
            "name": instance.name or None,
            "region": instance.key.region,
            **span_json(read.span),
            "metrics": [series_json(kind, series) for kind, series in _pairs(read)],
        }
    )


def _csv(context: Context, instance: Instance, read: MetricsRead) -> None:
    context.output.csv_rows([list(CSV_TITLES), *csv_rows(_pairs(read))])


def _table(context: Context, read: MetricsRead, alarms: Sequence[Alarm]) -> None:
    output, named = context.output, bool(context.options.metric)
    width = min(context.machine.terminal().columns or WIDTH, MOST_WIDTH) if output.tty else WIDTH
    for rows in _charts(read.rows, named):
        _draw(context, rows, read.span, width, alarms)
    output.table(TITLES, ALIGNS, [_cells(row, read.span) for row in read.rows])


def _charts(rows: Iterable[MetricRow], named: bool) -> list[list[MetricRow]]:
    """The rows of each chart that is drawn: those of one unit that belong together."""
    found: dict[str, list[MetricRow]] = {}
    for row in rows:
        if row.has_data and (named or row.kind.chart in DRAWN):
            found.setdefault(row.kind.chart, []).append(row)
    return list(found.values())


def _draw(
    context: Context, rows: Sequence[MetricRow], span: Span, width: int, alarms: Sequence[Alarm]
) -> None:
    from ec2tui.core.views.metrics.plot import plot

    series = [one for row in rows for one in row.series]
    names = [row.kind.title for row in rows]
    made = chart(series, names, rows[0].kind.unit, span, thresholds(rows, alarms), context.zone)
    title = " and ".join(names)
    for line in (
        title_line(title, rows[0].stat, made),
        *plot(made, width, HEIGHT).lines(made),
        *legend(made, series, rows[0].kind.unit),
    ):
        context.output.spans(line)
    context.output.line("")


def _cells(row: MetricRow, span: Span) -> list[Cell]:
    series, unit = row.series[0], row.kind.unit
    state, found = state_cell(series), figures_of(series.points)
    words = f"{stat_word(row.stat)} of {period_word(series.query.period)}"
    head, tail = Cell(clean(row.kind.title), Tone.KEY), Cell(words, Tone.DIM)
    if state is not None or found is None:
        return [head, state or Cell(""), *[Cell("")] * 4, tail]
    texts = [
        value_text(value, unit, row.stat) for value in (found.last, found.least, found.mean, found.highest)
    ]
    highest = 100.0 if unit == "Percent" and row.stat not in ("Sum", "SampleCount") else None
    graph = sparkline(series.points, span, SPARK, highest)
    return [head, *map(Cell, texts), Cell(graph, Tone.INFO), tail]
