"""CloudWatch alarms: what one watches, what it does, the state it is in, and what became of it."""

from typing import Any

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key

ALARM, OK, INSUFFICIENT = "ALARM", "OK", "INSUFFICIENT_DATA"
"""The states of an alarm (shape StateValue)."""

STATES = (ALARM, INSUFFICIENT, OK)
"""All states, the one to look at first in front."""

STATISTICS = frozenset({"SampleCount", "Average", "Sum", "Minimum", "Maximum"})
"""What CloudWatch calls a statistic; `p99` and the like are extended statistics."""

Dimensions = tuple[tuple[str, str], ...]


class AlarmSpec(msgspec.Struct, frozen=True):
    """Everything that PutMetricAlarm, or for a `rule` PutCompositeAlarm, says of an alarm but name and tags.

    `period` is in seconds, `periods` are those evaluated, of which `datapoints` must breach (None: all).
    `statistic` may be an extended one. `missing` is how missing data counts (empty: as missing). `more` is
    the JSON of all other members, such as the metrics of an expression.
    """

    namespace: str = ""
    metric: str = ""
    dimensions: Dimensions = ()
    statistic: str = ""
    period: int | None = None
    periods: int | None = None
    datapoints: int | None = None
    comparison: str = ""
    threshold: float | None = None
    missing: str = ""
    unit: str = ""
    description: str = ""
    enabled: bool = True
    alarm_actions: tuple[str, ...] = ()
    ok_actions: tuple[str, ...] = ()
    insufficient_actions: tuple[str, ...] = ()
    rule: str = ""
    more: str = ""

    @property
    def actions(self) -> tuple[str, ...]:
        """The ARNs of all that is done in whatever state, each once."""
        return tuple(dict.fromkeys((*self.alarm_actions, *self.ok_actions, *self.insufficient_actions)))

    @property
    def others(self) -> dict[str, Any]:
        """The members in `more`, by AWS's names."""
        members: dict[str, Any] = msgspec.json.decode(self.more) if self.more else {}
        return members

    @property
    def instance_ids(self) -> tuple[str, ...]:
        """The instances whose metrics it watches, each once; of an expression those of all its metrics."""
        found = [value for name, value in self.dimensions if name == "InstanceId"]
        for query in self.others.get("Metrics", ()):
            metric = (query.get("MetricStat") or {}).get("Metric") or {}
            found += [one["Value"] for one in metric.get("Dimensions", ()) if one.get("Name") == "InstanceId"]
        return tuple(dict.fromkeys(found))


class Alarm(msgspec.Struct, frozen=True):
    """An alarm as cloudwatch:DescribeAlarms tells it; its key's id is its name.

    `since` is when it came into its state, `configured` when it was last edited (epoch seconds). `reason` is
    AWS's text (untrusted). `evaluation` is `PARTIAL_DATA` and the like, empty as a rule; `suppressed_by` says
    what holds back the actions of a composite alarm.
    """

    key: Key
    spec: AlarmSpec = AlarmSpec()
    state: str = ""
    since: int | None = None
    reason: str = ""
    arn: str = ""
    configured: int | None = None
    evaluation: str = ""
    suppressed_by: str = ""

    @property
    def name(self) -> str:
        """The alarm's name, which is its id too."""
        return self.key.id

    @property
    def composite(self) -> bool:
        """Whether it follows other alarms instead of a metric."""
        return bool(self.spec.rule)

    @property
    def instances(self) -> tuple[Key, ...]:
        """The keys of the instances that it watches."""
        return tuple(self.key._replace(id=id_) for id_ in self.spec.instance_ids)


class AlarmTags(msgspec.Struct, frozen=True):
    """The tags of an alarm, which cloudwatch:ListTagsForResource tells for one at a time."""

    key: Key
    tags: Tags = ()


class AlarmEvent(msgspec.Struct, frozen=True):
    """One entry of an alarm's history: epoch seconds, AWS's sort (`StateUpdate`, …) and its text."""

    at: int
    sort: str
    summary: str


class AlarmHistory(msgspec.Struct, frozen=True):
    """The last entries of an alarm's history, the newest first (cloudwatch:DescribeAlarmHistory)."""

    key: Key
    events: tuple[AlarmEvent, ...] = ()
