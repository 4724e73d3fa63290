"""What can be asked of alarms, and of instances about their alarms, in a word."""

import re
from collections.abc import Sequence

import msgspec

from ec2tui.core.changes.alarm_line import HELP, changed, given
from ec2tui.core.changes.alarm_recommended import alarm_name, recommended
from ec2tui.core.changes.alarms import DeleteAlarm, PutAlarm, SetAlarmActions, SetAlarmState
from ec2tui.core.changes.change import Unready, known
from ec2tui.core.changes.request import Request, Wanted, just
from ec2tui.core.changes.tags import carried
from ec2tui.core.model.alarm import ALARM, INSUFFICIENT, OK, Alarm, AlarmSpec
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric_kinds import kind_of

STATES = {"alarm": ALARM, "ok": OK, "nodata": INSUFFICIENT, "insufficient_data": INSUFFICIENT}
"""The states by the words with which one asks for them, in small letters."""

_EXPRESSIONS = frozenset({"Metrics", "EvaluationCriteria"})
"""The members that stand in the place of one metric with its statistic and period."""


def _alarm(key: Key, inventory: Inventory) -> Alarm | Unready:
    found = known(inventory.alarm(key))
    if found is not None:
        return found
    if key in inventory.table(Kind.INSTANCES):
        return Unready(f"{key.id} has no alarm; the recommended ones can be added.")
    return Unready(f"The alarm {key.id} is not known.")


def _instance(key: Key, inventory: Inventory) -> Instance | Unready:
    found = known(inventory.instance(key))
    return found if found is not None else Unready(f"The instance {key.id} is not known.")


def _recommend(key: Key, inventory: Inventory, _text: str) -> Wanted | Unready:
    """The usual alarms of an instance."""
    instance = _instance(key, inventory)
    return instance if isinstance(instance, Unready) else recommended(instance, inventory).changes


def _recommend_too(key: Key, inventory: Inventory, _text: str) -> Wanted | Unready:
    """Those of the instances that an alarm watches, or of the instance that has none."""
    alarm = known(inventory.alarm(key))
    keys = alarm.instances if alarm else (key,)
    wanted: list[PutAlarm] = []
    for one in keys:
        instance = _instance(one, inventory)
        if isinstance(instance, Unready):
            return instance
        wanted += recommended(instance, inventory).changes
    return wanted if keys else Unready(f"{key.id} watches no instance.")


def left_out(keys: Sequence[Key], inventory: Inventory) -> str:
    """What of the recommended alarms of these instances is not put, and why; empty when all are."""
    told = []
    for key in keys:
        alarm = known(inventory.alarm(key))
        for one in alarm.instances if alarm else (key,):
            instance = known(inventory.instance(one))
            left = recommended(instance, inventory).left if instance else ()
            if instance is not None and left:
                told.append(f"{instance.name or instance.id}: {'; '.join(left)}")
    return f"Nothing to do for {'. '.join(told)}." if told else ""


def _add(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """One alarm of an instance by a line of words."""
    instance = _instance(key, inventory)
    if isinstance(instance, Unready):
        return instance
    fields = given(text, key)
    if isinstance(fields, Unready):
        return fields
    if "metric" not in fields:
        return Unready("Say what is watched: metric=cpu, and when: above=80.")
    kind = kind_of(fields["metric"])
    status = fields["metric"].startswith("StatusCheck")
    usual = AlarmSpec(
        statistic=kind.stat if kind else "Average",
        dimensions=_dimensions(instance, fields["namespace"], fields["metric"], inventory),
        period=60 if status else 300,
        periods=2 if status else 3,
        comparison="GreaterThanThreshold" if status else "",
        threshold=0.0 if status else None,
        description=f"{kind.title if kind else fields['metric']} of {instance.name or instance.id}",
    )
    spec = changed(usual, fields)
    if spec.threshold is None:
        return Unready("Say when it is raised: above=80, or below=20.")
    name = fields.get("name") or alarm_name(instance, kind.id if kind else fields["metric"].lower())
    return (PutAlarm(key._replace(id=name), spec, ()),)


def _dimensions(
    instance: Instance, namespace: str, metric: str, inventory: Inventory
) -> tuple[tuple[str, str], ...]:
    """Those under which the agent sends the metric, where that is known; else the instance alone."""
    agent = inventory.table(Kind.AGENT_METRICS).get(instance.key)
    sent = [one for one in agent.metrics if (one.namespace, one.name) == (namespace, metric)] if agent else []
    best = min(sent, key=lambda one: (("path", "/") not in one.dimensions, len(one.dimensions)), default=None)
    return best.dimensions if best else (("InstanceId", instance.id),)


def _edit(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """What the line names is set; all else stays."""
    alarm = _alarm(key, inventory)
    if isinstance(alarm, Unready):
        return alarm
    fields = given(text, key)
    if isinstance(fields, Unready):
        return fields
    if not fields:
        return Unready(f"Say what to set: {HELP}")
    if "name" in fields:
        return Unready("An alarm keeps its name: copy it under another, and delete this one.")
    return _not_settable(alarm, set(fields)) or (PutAlarm(key, changed(alarm.spec, fields)),)


def _not_settable(alarm: Alarm, fields: set[str]) -> Unready | None:
    """What a line cannot say of this sort of alarm: it would lose what it follows, or AWS refuses it."""
    if alarm.composite:
        if fields - {"enabled", "alarm_actions", "ok_actions", "insufficient_actions"}:
            return Unready("Of a composite alarm only do=, ok=, nodata= and actions= can be set here.")
    elif alarm.spec.others.keys() & _EXPRESSIONS and fields & {"namespace", "metric", "statistic", "period"}:
        return Unready("Metric, statistic and period are said in the expression, which cannot be set here.")
    elif "ThresholdMetricId" in alarm.spec.others and "threshold" in fields:
        return Unready("Its threshold is the band of anomaly detection: a number cannot be set.")
    return None


def _copy(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """The same alarm for other instances of its region, by id or Name."""
    alarm = _alarm(key, inventory)
    if isinstance(alarm, Unready):
        return alarm
    wanted = []
    for word in text.split():
        found = _named(key, inventory, word)
        if isinstance(found, Unready):
            return found
        made = copied(alarm, found, inventory)
        if isinstance(made, Unready):
            return made
        wanted.append(made)
    return wanted or Unready("Say which instances get it too, by id or Name.")


def _named(place: Key, inventory: Inventory, word: str) -> Instance | Unready:
    here = (one for one in inventory.table(Kind.INSTANCES).values() if one.key[:2] == place[:2])
    found = [one for one in here if word in (one.id, one.name) and one.state != "terminated"]
    if len(found) > 1:
        return Unready(f"{len(found)} instances are called {word!r}; name one by its id.")
    return found[0] if found else Unready(f"The instance {word!r} is not known in {place.region}.")


def copied(alarm: Alarm, instance: Instance, inventory: Inventory) -> PutAlarm | Unready:
    """An alarm as it is for another instance, with its tags and a name of its own."""
    ids = alarm.spec.instance_ids
    if alarm.composite or len(ids) != 1:
        return Unready(f"{alarm.name} is not of one instance, so it cannot be copied to another.")
    if alarm.key.region != instance.key.region:
        return Unready(f"{alarm.name} is in {alarm.key.region}: an alarm watches what is in its region.")
    source = known(inventory.instance(alarm.key._replace(id=ids[0])))
    old = source.name if source else ""
    dimensions = tuple((n, instance.id if v == ids[0] else v) for n, v in alarm.spec.dimensions)
    spec = msgspec.structs.replace(
        alarm.spec,
        dimensions=dimensions,
        description=_renamed(alarm.spec.description, ids[0], old, instance),
        more=alarm.spec.more.replace(f'"{ids[0]}"', f'"{instance.id}"'),
    )
    name = _renamed(alarm.name, ids[0], old, instance)
    key = alarm.key._replace(id=name if _free(name, alarm, instance, inventory) else f"{name}-{instance.id}")
    tags = known(inventory.alarm_tags(alarm.key))
    return PutAlarm(key, spec, carried(tags.tags if tags else ()))


def _free(name: str, alarm: Alarm, instance: Instance, inventory: Inventory) -> bool:
    """Whether a name is that of no other alarm, nor of one that another instance of the same Name gets."""
    if instance.id in name:
        return True
    there = known(inventory.alarm(alarm.key._replace(id=name)))
    here = (one for one in inventory.table(Kind.INSTANCES).values() if one.key[:2] == instance.key[:2])
    alike = sum(one.name == instance.name for one in here)
    return name != alarm.name and alike == 1 and (there is None or there.spec.instance_ids == (instance.id,))


def _renamed(text: str, id_: str, name: str, instance: Instance) -> str:
    """A text with another instance's id and Name in the place of these."""
    text = text.replace(id_, instance.id)
    if not name:
        return text
    whole = rf"(?<![^\W_]){re.escape(name)}(?![^\W_])"
    return re.sub(whole, lambda _: instance.name or instance.id, text)


def _copy_here(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """An alarm of another instance, by name, for this one too."""
    instance = _instance(key, inventory)
    if isinstance(instance, Unready):
        return instance
    alarm = _alarm(key._replace(id=text.strip()), inventory)
    if isinstance(alarm, Unready):
        return alarm
    if alarm.spec.instance_ids == (instance.id,):
        return ()
    made = copied(alarm, instance, inventory)
    return made if isinstance(made, Unready) else (made,)


def _toggle(key: Key, inventory: Inventory, _text: str) -> Wanted | Unready:
    alarm = _alarm(key, inventory)
    return alarm if isinstance(alarm, Unready) else (SetAlarmActions(key, not alarm.spec.enabled),)


def _try(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    alarm = _alarm(key, inventory)
    if isinstance(alarm, Unready):
        return alarm
    state = STATES.get(text.strip().lower())
    return (SetAlarmState(key, state),) if state else Unready("A state is ALARM, OK or INSUFFICIENT_DATA.")


def _delete(key: Key, inventory: Inventory, _text: str) -> Wanted | Unready:
    alarm = _alarm(key, inventory)
    return alarm if isinstance(alarm, Unready) else (DeleteAlarm(key),)


ALARM_REQUESTS: tuple[Request, ...] = (
    Request("alarm.edit", "edit", "Edit", _edit, HELP),
    Request("alarm.copy", "copy", "Copy to other instances", _copy, "Instances, by id or Name"),
    Request("alarm.toggle_actions", "", "Actions on/off", _toggle),
    Request("alarm.enable", "enable", "Actions on", just(SetAlarmActions, on=True)),
    Request("alarm.disable", "disable", "Actions off", just(SetAlarmActions, on=False)),
    Request("alarm.test", "test", "Try it: set its state", _try, "ALARM, OK or INSUFFICIENT_DATA"),
    Request("alarm.recommend", "", "Add the recommended alarms of its instance", _recommend_too),
    Request("alarm.delete", "rm", "Delete", _delete),
)
"""Everything that can be asked of an alarm."""

ON_INSTANCES: tuple[Request, ...] = (
    Request("instance.alarms", "", "Add the recommended alarms", _recommend),
    Request("instance.alarm", "", "Add an alarm", _add, HELP),
    Request("instance.copy_alarm", "", "Copy an alarm to it", _copy_here, "The alarm's name"),
)
"""What can be asked of an instance about alarms; `alarms add` is its verb."""
