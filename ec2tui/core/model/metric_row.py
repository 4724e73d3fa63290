"""One metric of one or several instances over a stretch of time: a row of the metrics page."""

import msgspec

from ec2tui.core.model.key import Key
from ec2tui.core.model.metric import Series
from ec2tui.core.model.metric_kinds import MetricKind
from ec2tui.core.model.problem import Problem


class MetricRow(msgspec.Struct, frozen=True):
    """A series for each instance that has the metric, in their order; `names` are theirs (untrusted)."""

    kind: MetricKind
    stat: str
    series: tuple[Series, ...]
    names: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """The place of the first instance, with the metric's id."""
        return self.series[0].query.instance._replace(id=self.kind.id)

    @property
    def problem(self) -> Problem | None:
        """Why nothing, or not everything, is known."""
        return next((one.problem for one in self.series if one.problem is not None), None)

    @property
    def has_data(self) -> bool:
        """Whether there is any point."""
        return any(one.points for one in self.series)
