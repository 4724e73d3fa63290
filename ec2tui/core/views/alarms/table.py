"""The table of alarms: columns, details, and what stands for alarms that are missing."""

from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.alarm_gaps import NONE, gaps
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms import words
from ec2tui.core.views.alarms.detail import alarm_history, alarm_overview, alarm_tags
from ec2tui.core.views.alarms.facts import subject_words
from ec2tui.core.views.alarms.fields import ALARMS as WORDS
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey
from ec2tui.core.views.durations import human
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.sorting import by_id, by_number, by_text
from ec2tui.core.views.storage_cells import text_column
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone

_DESCRIBE = "cloudwatch:DescribeAlarms "
_A = frozenset({Kind.ALARMS})
_WITH_INSTANCES = frozenset({Kind.ALARMS, Kind.INSTANCES})


def _since(alarm: Alarm, _inventory: Inventory, now: float) -> Cell:
    return ABSENT if alarm.since is None else Cell(human(now - alarm.since))


def _since_key(alarm: Alarm, _inventory: Inventory, now: float) -> SortKey:
    return UNKNOWN if alarm.since is None else by_number(now - alarm.since)


def _gaps(alarm: Alarm, inventory: Inventory, now: float) -> Cell:
    found = gaps(alarm, inventory, now)
    return Cell(", ".join(found), Tone.WARN) if found else ABSENT


def _gaps_key(alarm: Alarm, inventory: Inventory, now: float) -> SortKey:
    found = gaps(alarm, inventory, now)
    return by_text(", ".join(found)) if found else UNKNOWN


STATE: Column[Alarm] = Column(
    "state",
    "State",
    _DESCRIBE + "StateValue",
    lambda a, _inventory, _now: words.state_cell(a.state),
    lambda a, _inventory, _now: (False, (words.RANKS.get(a.state, 9), by_text(a.name))),
    9,
    9,
    kinds=_A,
)

COLUMNS: tuple[Column[Alarm], ...] = (
    STATE,
    Column(
        "since", "Since", _DESCRIBE + "StateTransitionedTimestamp", _since, _since_key, 5, 5, Align.RIGHT, _A
    ),
    text_column("name", "Name", _DESCRIBE + "AlarmName", _A, lambda a: a.name, (16, 40), Tone.KEY),
    Column(
        "instance",
        "Watches",
        _DESCRIBE + "Dimensions[InstanceId]",
        lambda a, inventory, _now: text_cell(subject_words(a, inventory)),
        lambda a, inventory, _now: by_text(subject_words(a, inventory)),
        12,
        24,
        kinds=_WITH_INSTANCES,
    ),
    text_column(
        "condition",
        "When",
        _DESCRIBE + "MetricName, Statistic, Threshold, EvaluationPeriods, Period",
        _A,
        lambda a: None if a.state == NONE else words.condition(a.spec),
        (20, 44),
    ),
    Column(
        "actions",
        "Actions",
        _DESCRIBE + "AlarmActions, ActionsEnabled",
        lambda a, _inventory, _now: text_cell(words.actions_word(a.spec), words.actions_cell_tone(a)),
        lambda a, _inventory, _now: by_text(words.actions_word(a.spec)),
        8,
        24,
        kinds=_A,
    ),
    Column(
        "missing",
        "Missing",
        "cloudwatch:DescribeAlarms and ec2:DescribeInstances, judged by [alarms]",
        _gaps,
        _gaps_key,
        8,
        32,
        kinds=_WITH_INSTANCES,
    ),
    text_column("reason", "Reason", _DESCRIBE + "StateReason", _A, lambda a: a.reason, (16, 80)),
    text_column(
        "description",
        "Description",
        _DESCRIBE + "AlarmDescription",
        _A,
        lambda a: a.spec.description,
        (16, 60),
    ),
    text_column("metric", "Metric", _DESCRIBE + "MetricName", _A, lambda a: a.spec.metric, (12, 30)),
    text_column("namespace", "Namespace", _DESCRIBE + "Namespace", _A, lambda a: a.spec.namespace, (8, 24)),
    text_column(
        "id",
        "Instance id",
        _DESCRIBE + "Dimensions[InstanceId]",
        _A,
        lambda a: ", ".join(a.spec.instance_ids),
        (19, 19),
        key=by_id,
    ),
    text_column("region", "Region", "the region asked", _A, lambda a: a.key.region, (9, 14)),
    text_column(
        "account", "Account", "sts:GetCallerIdentity", _A, lambda a: a.key.account, (12, 12), key=by_id
    ),
)
"""Every column of the alarms table, in its usual order."""

DEFAULT_COLUMNS = ("state", "since", "name", "instance", "missing", "condition", "actions", "reason")
"""The ids of the columns shown until the user chooses, most wanted first."""


def column(id: str) -> Column[Alarm] | None:
    """The column with this id; None when there is none."""
    return next((known for known in COLUMNS if known.id == id), None)


ALARMS: Resource[Alarm] = Resource(
    noun="alarm",
    plural="alarms",
    kind=Kind.ALARMS,
    columns=COLUMNS,
    shown=DEFAULT_COLUMNS,
    sort=STATE.id,
    column=column,
    words=WORDS,
    sections=(
        ("alarm", "Alarm", alarm_overview),
        ("history", "History", alarm_history),
        ("tags", "Tags", alarm_tags),
    ),
    keyed=frozenset({Kind.ALARMS, Kind.ALARM_HISTORY, Kind.ALARM_TAGS}),
    title=lambda a: a.name,
    describe=Describe(
        "DescribeAlarms",
        "AlarmNames",
        "MetricAlarms|CompositeAlarms",
        "describe-alarms --alarm-types MetricAlarm CompositeAlarm --alarm-names",
        "cloudwatch",
        {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]},
    ),
    reads=frozenset({Kind.INSTANCES}),
)
