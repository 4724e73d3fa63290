"""All metrics of some instances over a range: what they have is found out, and read together."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.metric import Metric, MetricQuery, Span
from ec2tui.core.model.metric_kinds import KINDS, MetricKind, kinds_of
from ec2tui.core.model.metric_period import period_for, step_of
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.model.problem import Problem
from ec2tui.services.metrics.read import MetricReader


class Wanted(msgspec.Struct, frozen=True):
    """What is to be shown: a span, the ids of metrics (none: all), and a statistic and a period other than
    the usual ones (empty, 0: those).
    """

    span: Span
    ids: tuple[str, ...] = ()
    stat: str = ""
    period: int = 0


class MetricsRead(msgspec.Struct, frozen=True):
    """What was read; `agent_problem` is why it is not known what agents send (None: it is known)."""

    span: Span
    rows: tuple[MetricRow, ...]
    agent_problem: Problem | None = None

    @property
    def problem(self) -> Problem | None:
        """The first reason why something is missing."""
        return next((row.problem for row in self.rows if row.problem is not None), self.agent_problem)


async def read_metrics(
    reader: MetricReader, instances: Sequence[Instance], wanted: Wanted, now: float
) -> MetricsRead:
    """Reads every wanted metric that the instances have, in one call for each region and 500 series."""
    sent = await _agents(reader, instances, wanted)
    problem = next((one for one in sent if isinstance(one, Problem)), None)
    queries: defaultdict[str, list[MetricQuery]] = defaultdict(list)
    kinds: dict[str, MetricKind] = {}
    names = {instance.key: instance.name or instance.key.id for instance in instances}
    for instance, agent in zip(instances, sent, strict=True):
        period = wanted.period or period_for(wanted.span, now, step_of(instance.monitoring))
        for kind, metric in kinds_of(instance, () if isinstance(agent, Problem) else agent):
            if not wanted.ids or kind.id in wanted.ids:
                kinds[kind.id] = kind
                queries[kind.id].append(MetricQuery(instance.key, metric, wanted.stat or kind.stat, period))
    flat = [query for found in queries.values() for query in found]
    series = iter(await reader.read(flat, wanted.span))
    rows = [
        MetricRow(
            kinds[id_],
            found[0].stat,
            tuple(next(series) for _ in found),
            tuple(names[query.instance] for query in found),
        )
        for id_, found in queries.items()
    ]
    return MetricsRead(wanted.span, tuple(sorted(rows, key=_place)), problem)


async def _agents(
    reader: MetricReader, instances: Sequence[Instance], wanted: Wanted
) -> list[tuple[Metric, ...] | Problem]:
    """What the agents of the instances send; not asked when nobody wants to know."""
    if wanted.ids and not any(kind.id in wanted.ids for kind in KINDS if kind.only == "agent"):
        return [()] * len(instances)
    return list(await asyncio.gather(*(reader.agent(instance) for instance in instances)))


def _place(row: MetricRow) -> int:
    return KINDS.index(row.kind)
