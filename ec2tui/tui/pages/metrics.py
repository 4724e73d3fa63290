"""The metrics of the chosen instances as a table with a chart beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric_period import range_name
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.views.durations import human
from ec2tui.core.views.metrics.facts import span_words
from ec2tui.core.views.metrics.json import series_json
from ec2tui.core.views.metrics.table import METRICS
from ec2tui.core.views.metrics.words import at_most, stat_word, trouble_sentence, zone_word
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.metrics.desk import MetricDesk
from ec2tui.services.session import Session
from ec2tui.tui.pages.chart_pane import ChartPane
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.pages.sections import Cursor
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.widgets.detail_pane import DetailPane

NAMED = 3
"""How many instances the title names."""


def desk_of(session: Session, around: Surroundings) -> MetricDesk:
    """What the metrics page shows of a session, made when it is first wanted."""
    desk = around.metric_desk
    if not isinstance(desk, MetricDesk) or desk.session is not session:
        desk = around.metric_desk = MetricDesk(session, around.metrics_budget, around.zone)
    return desk


class MetricRows(Rows):
    """A row for each metric of the instances that were chosen; they are read while they show."""

    def __init__(self, session: Session, desk: MetricDesk) -> None:
        self.desk = desk
        self._found: dict[Key, MetricRow] = {}
        self._shown: dict[Key, MetricRow] = {}
        super().__init__(session, METRICS, items=lambda _: self._found)

    @property
    def title(self) -> str:
        """The instances, the range and the statistic."""
        names = [clean(one.name or one.id, 30) for one in self.desk.instances]
        if not names:
            return ""
        more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
        stat = f", {stat_word(self.desk.stat)}" if self.desk.stat else ""
        return f"{', '.join(names[:NAMED])}{more}: {range_name(self.desk.seconds)}{stat}"

    @property
    def everything_read(self) -> bool:
        """Whether what is chosen has been read."""
        return self.desk.read is not None

    @property
    def gap(self) -> str:
        """Why something could not be read, in a few words."""
        read = self.desk.read
        return "not all of it could be read" if read is not None and read.problem is not None else ""

    @property
    def strip(self) -> Line | None:
        """The time that is shown, and what asking for it costs."""
        desk = self.desk
        if not desk.subjects:
            return None
        words = f"{span_words(desk.span, desk.zone)} {zone_word(desk.span, desk.zone)}"
        if desk.read is None:
            return (Cell(f"{words} · reading…", Tone.DIM),)
        if desk.end is not None:
            return (Cell(words), Cell(" · over: it is not read again", Tone.DIM))
        cost = f"{at_most(desk.an_hour)} an hour, every {human(desk.every)}"
        return (Cell(cost), Cell(f" · {words}" + (" · reading…" if desk.reading else ""), Tone.DIM))

    def nothing(self) -> Cell | None:
        """That no instance is chosen, or why there are no metrics."""
        if not self.desk.subjects:
            return Cell("m on an instance (page 1) shows its metrics; mark several to compare.", Tone.DIM)
        if not self.desk.instances and self.inventory.table(Kind.INSTANCES):
            return Cell("The instances are not there any more; m on others shows theirs.", Tone.DIM)
        if self.desk.read is None:
            return Cell("reading metrics…", Tone.INFO)
        problem = self.desk.read.problem
        if problem is not None and not self._found:
            return Cell(trouble_sentence(problem), Tone.WARN)
        return None

    def sync(self) -> set[Key] | None:
        """Takes over what was read since the last time."""
        rows = self.desk.read.rows if self.desk.read is not None else ()
        fresh = {row.key: row for row in rows}
        if fresh != self._found:
            self._found = fresh
        changed = {key for key, one in fresh.items() if self._shown.get(key) != one}
        changed |= self._shown.keys() - fresh.keys()
        self._shown = fresh
        self._index.update(changed, self.inventory, self.session.clock.now())
        return changed

    def document(self, item: MetricRow) -> Mapping[str, Any] | None:
        """The series with all their points."""
        found = [series_json(item.kind, one) for one in item.series]
        return found[0] if len(found) == 1 else {"series": found}

    def commands(self, keys: Sequence[Key]) -> list[str]:
        """The `aws` commands that read the same."""
        from ec2tui.core.views.metrics.command import command

        profile = self.session.scope.profile
        rows = [row for key in keys if (row := self.item(key)) is not None]
        return [command(one, profile) for row in rows for one in row.series]

    def pane(self, cursor: Cursor) -> DetailPane | None:
        """The chart of the metric under the cursor."""
        return ChartPane(self.desk, lambda: self.item(cursor()))

    def again(self) -> None:
        """Reads everything again now."""
        self.desk.again()

    async def follow(self, changed: Callable[[], None]) -> None:
        """Reads what is chosen while it shows."""
        await self.desk.run(changed)
