"""The detail pane of an alarm: what it watches and does, its history, its tags."""

from collections.abc import Iterator

from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.alarm_action import action
from ec2tui.core.model.alarm_gaps import NONE, gaps
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.alarms import words
from ec2tui.core.views.durations import human, stamp
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown, yes_no
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone


def alarm_overview(alarm: Alarm, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """Its state and why, what it watches, what it does, what is missing."""
    if alarm.state == NONE:
        return _none(alarm, inventory)
    spec = alarm.spec
    since = f"since {stamp(alarm.since)}" if alarm.since else None
    ago = Cell(f"({human(now - alarm.since)} ago)" if alarm.since else "", Tone.DIM)
    return (
        labelled("Alarm", alarm.name, tone=Tone.KEY),
        labelled("State", words.state_cell(alarm.state), since, ago),
        labelled("Reason", alarm.reason),
        *(labelled("Missing", said(gap, Tone.WARN)) for gap in gaps(alarm, inventory, now)),
        labelled("Account, region", alarm.key.account, alarm.key.region),
        labelled("Description", spec.description),
        labelled("Last edited", stamp(alarm.configured)),
        BLANK,
        heading("Watches"),
        *_subjects(alarm, inventory),
        labelled("When", words.condition(spec)),
        *_measure(alarm),
        BLANK,
        heading("Does"),
        labelled("Actions on", yes_no(spec.enabled, True)),
        *_actions("On ALARM", spec.alarm_actions, Tone.PLAIN),
        *_actions("On OK", spec.ok_actions),
        *_actions("Without data", spec.insufficient_actions),
        *((labelled("Held back by", said(alarm.suppressed_by, Tone.WARN)),) if alarm.suppressed_by else ()),
    )


def _none(alarm: Alarm, inventory: Inventory) -> tuple[Line, ...]:
    return (
        labelled("State", words.state_cell(alarm.state)),
        *_subjects(alarm, inventory),
        BLANK,
        (Cell("A tag says that it is production, and no alarm watches it.", Tone.WARN),),
        (Cell("The key for recommended alarms adds the usual ones, after a review.", Tone.DIM),),
    )


def _subjects(alarm: Alarm, inventory: Inventory) -> Iterator[Line]:
    for key in alarm.instances:
        found = inventory.instance(key)
        if isinstance(found, Missing):
            yield labelled("Instance", key.id, unknown(found))
        else:
            yield labelled("Instance", said(found.name, Tone.KEY), key.id, said(found.state, Tone.DIM))
    for name, value in alarm.spec.dimensions:
        if name != "InstanceId":
            yield labelled(clean(name, 18), value)


def _measure(alarm: Alarm) -> Iterator[Line]:
    spec = alarm.spec
    if alarm.composite:
        return
    yield labelled("Metric", spec.namespace, spec.metric or "expression", spec.statistic)
    yield labelled("Missing data", words.MISSING.get(spec.missing, spec.missing))
    if alarm.evaluation:
        yield labelled("Evaluation", said(alarm.evaluation, Tone.WARN))


def _actions(label: str, arns: tuple[str, ...], tone: Tone = Tone.DIM) -> Iterator[Line]:
    if not arns:
        yield labelled(label, Cell("nothing", Tone.WARN if tone is Tone.PLAIN else Tone.DIM))
    for at, arn in enumerate(arns):
        yield labelled("" if at else label, action(arn).words, said(arn, Tone.DIM))


def alarm_history(alarm: Alarm, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """The newest entries of its history."""
    if alarm.state == NONE:
        return ((Cell("There is no alarm, so there is no history.", Tone.DIM),),)
    found = inventory.alarm_history(alarm.key)
    if isinstance(found, Missing):
        return ((Cell("History: ", Tone.DIM), unknown(found)),)
    if not found.events:
        return ((Cell("No entry in the last 30 days, for which CloudWatch keeps them.", Tone.DIM),),)
    return tuple(
        (
            Cell(f"{stamp(event.at)} "),
            Cell(f"({human(now - event.at)} ago) ", Tone.DIM),
            Cell(clean(event.summary, 300), _EVENT_TONES.get(event.sort, Tone.PLAIN)),
        )
        for event in found.events
    )


_EVENT_TONES = {"StateUpdate": Tone.PLAIN, "ConfigurationUpdate": Tone.INFO, "Action": Tone.ACCENT}


def alarm_tags(alarm: Alarm, inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """Its tags, which AWS tells for one alarm at a time."""
    found = inventory.alarm_tags(alarm.key)
    return (
        ((Cell("Tags: ", Tone.DIM), unknown(found)),) if isinstance(found, Missing) else tag_lines(found.tags)
    )
