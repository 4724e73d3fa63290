"""What a query about alarms can ask for."""

from ec2tui.core.model.alarm import ALARM, INSUFFICIENT, OK, Alarm
from ec2tui.core.model.alarm_action import action
from ec2tui.core.model.alarm_gaps import NONE, gaps
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms.words import METRICS
from ec2tui.core.views.durations import TIME_UNITS
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

_I = frozenset({Kind.INSTANCES})


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _instances(alarm: Alarm, inventory: Inventory) -> tuple[str, ...]:
    found = [inventory.instance(key) for key in alarm.instances]
    return (*alarm.spec.instance_ids, *(one.name for one in found if isinstance(one, Instance) and one.name))


def _actions(alarm: Alarm, _inventory: Inventory) -> tuple[str, ...]:
    found = [action(arn) for arn in alarm.spec.actions]
    return tuple(word for one in found for word in (one.short, one.arn))


def _metric(alarm: Alarm, _inventory: Inventory) -> tuple[str, ...]:
    name = alarm.spec.metric
    return (name, METRICS[name][0]) if name in METRICS else _one(name)


def _since(alarm: Alarm, _inventory: Inventory, now: float) -> float | Missing:
    return Missing.NOT_READ if alarm.since is None else now - alarm.since


def _lacks(word: str, help: str) -> FlagField[Alarm]:
    """The flag of one thing that may be missing."""

    def test(alarm: Alarm, inventory: Inventory) -> bool | Missing:
        return word in gaps(alarm, inventory, 0.0)

    return FlagField(word.replace(" ", ""), help, test, _I)


def haystack(alarm: Alarm) -> str:
    """What words look into: name, instance ids, metric and description, casefolded, one a line."""
    spec = alarm.spec
    return "\n".join((alarm.name, *spec.instance_ids, spec.metric, spec.description)).casefold()


TEXT_FIELDS: tuple[TextField[Alarm], ...] = (
    TextField("name", "the alarm's name", lambda a, _: (a.name,)),
    TextField("state", "ALARM, OK, INSUFFICIENT_DATA or NONE", lambda a, _: _one(a.state)),
    TextField("instance", "the id or Name of an instance that it watches", _instances, _I),
    TextField("metric", "the metric's name, as AWS or as this table says it", _metric),
    TextField("namespace", "AWS/EC2, CWAgent, …", lambda a, _: _one(a.spec.namespace)),
    TextField("action", "recover, stop, a topic's name, an ARN", _actions),
    TextField("reason", "why it is in its state", lambda a, _: _one(a.reason)),
    TextField("description", "its description", lambda a, _: _one(a.spec.description)),
    TextField("region", "the region", lambda a, _: (a.key.region,)),
    TextField("account", "the account's number", lambda a, _: _one(a.key.account)),
)
"""The fields of `field:value`."""

NUMBER_FIELDS: tuple[NumberField[Alarm], ...] = (
    NumberField("since", "time in its state: since>1d", _since, TIME_UNITS, "d", timed=True),
    NumberField(
        "threshold",
        "its threshold: threshold>=90",
        lambda a, _i, _n: Missing.NOT_READ if a.spec.threshold is None else a.spec.threshold,
        {},
    ),
)
"""The fields of comparisons."""

FLAGS: tuple[FlagField[Alarm], ...] = (
    FlagField("alarm", "is in ALARM", lambda a, _: a.state == ALARM),
    FlagField("ok", "is OK", lambda a, _: a.state == OK),
    FlagField("nodata", "has too little data", lambda a, _: a.state == INSUFFICIENT),
    FlagField("composite", "follows other alarms", lambda a, _: a.composite),
    FlagField("enabled", "its actions are on", lambda a, _: a.spec.enabled and a.state != NONE),
    FlagField("disabled", "its actions are off", lambda a, _: not a.spec.enabled),
    FlagField("unwatched", "an instance of production without an alarm", lambda a, _: a.state == NONE),
    _lacks("no action", "does nothing on ALARM"),
    _lacks("instance gone", "watches an instance that is gone"),
    FlagField(
        "missing", "something is missing", lambda a, i: bool(gaps(a, i, 0.0)) or a.state == INSUFFICIENT, _I
    ),
)
"""The words that ask for a property."""

ALARMS: Vocabulary[Alarm] = Vocabulary("alarm", TEXT_FIELDS, NUMBER_FIELDS, FLAGS, haystack, None)
"""The words of queries about alarms."""
