"""What speaks against changing alarms: what AWS refuses, what they do unasked, what is left unwatched."""

import re
from collections.abc import Iterator

from ec2tui.core.changes.alarms import DeleteAlarm, PutAlarm, SetAlarmActions, SetAlarmState
from ec2tui.core.changes.change import known
from ec2tui.core.model.alarm import ALARM, Alarm, AlarmSpec
from ec2tui.core.model.alarm_action import RECOVER, STOP, SYSTEM_CHECK, TERMINATE, action, ec2_actions
from ec2tui.core.model.alarm_recovery import cannot_recover
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import WHY, Case

DAY, WEEK = 86_400, 604_800
SHORT = (10, 20, 30)
"""Periods under a minute, for metrics of one's own in high resolution."""

LONGEST_NAME = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
BASIC = 300
"""Seconds between the figures of an instance without detailed monitoring."""


def _put(case: Case) -> AlarmSpec | None:
    return case.change.spec if isinstance(case.change, PutAlarm) else None


def _new_actions(case: Case) -> tuple[str, ...]:
    """What a definition does to the instance that the one before did not."""
    spec, was = _put(case), known(case.before.alarm(case.change.key))
    old = ec2_actions(was.spec.actions) if was and was.spec.enabled else ()
    return tuple(one for one in ec2_actions(spec.actions) if one not in old) if spec else ()


def alarm_cannot_recover(case: Case) -> Iterator[Judgement]:
    """CloudWatch recovers one instance by its failed system check, where type, root and host allow it."""
    spec, rule = _put(case), "alarm_cannot_recover"
    if spec is None or RECOVER not in ec2_actions(spec.actions):
        return
    if spec.metric != SYSTEM_CHECK or len(spec.instance_ids) != 1:
        reason = f"Recovery works with {SYSTEM_CHECK} of one instance only."
        yield case.says(rule, Level.BLOCK, reason, alternative="Reboot it instead, or tell a topic.")
        return
    key = case.change.key._replace(id=spec.instance_ids[0])
    instance = case.before.instance(key)
    if isinstance(instance, Missing):
        reason = f"Whether {key.id} can be recovered is not known: the instance {WHY[instance]}."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
        return
    kind = case.before.instance_type(key._replace(id=instance.type))
    why = None if isinstance(kind, Missing) else cannot_recover(instance, kind)
    if why is None:
        reason = f"Whether {key.id} can be recovered is not known: what {instance.type} can do is not."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
    elif why:
        name = instance.name or instance.id
        offer = "Watch the check without recovering."
        yield case.says(rule, Level.BLOCK, f"{name} cannot be recovered: {why}.", alternative=offer)


def alarm_figures_invalid(case: Case) -> Iterator[Judgement]:
    """CloudWatch takes periods of 10, 20, 30 seconds or whole minutes, and looks back a day, or a week."""
    spec, rule = _put(case), "alarm_figures_invalid"
    if spec is None:
        return
    name = case.change.key.id
    if not 0 < len(name) <= LONGEST_NAME or _CONTROL.search(name):
        reason = f"A name has 1 to {LONGEST_NAME} characters, none of them a control character."
        yield case.says(rule, Level.BLOCK, reason)
    period, periods = spec.period, spec.periods or 0
    if period is not None and (period <= 0 or (period % 60 and period not in SHORT)):
        yield case.says(rule, Level.BLOCK, f"A period is 10, 20, 30 or whole minutes, not {period} s.")
    elif period is not None and period < 60 and spec.namespace.startswith("AWS/"):
        reason = f"{spec.namespace} has figures by the minute: a period of {period} s never has any."
        yield case.says(rule, Level.BLOCK, reason)
    most = WEEK if (period or 0) >= 3600 else DAY
    if period is not None and period * periods > most:
        reason = (
            f"{periods} periods of {period} s are more than the {most // DAY} d that CloudWatch looks at."
        )
        yield case.says(rule, Level.BLOCK, reason)
    if spec.datapoints is not None and not 0 < spec.datapoints <= periods:
        yield case.says(rule, Level.BLOCK, f"{spec.datapoints} of {periods} periods cannot breach.")


def alarm_period_too_short(case: Case) -> Iterator[Judgement]:
    """Without detailed monitoring an instance has figures every five minutes, but for its status checks."""
    spec, rule = _put(case), "alarm_period_too_short"
    if spec is None or spec.namespace != "AWS/EC2" or spec.metric.startswith("StatusCheck"):
        return
    if spec.period is None or spec.period >= BASIC:
        return
    for key in _keys(case.change.key, spec):
        instance = case.before.instance(key)
        if isinstance(instance, Instance) and instance.monitoring != "enabled":
            reason = f"{instance.name or key.id} has figures every 5 minutes: most periods will lack data."
            offer = "Choose period=5m, or turn detailed monitoring on."
            yield case.says(rule, Level.WARN, reason, alternative=offer)


def alarm_replaced(case: Case) -> Iterator[Judgement]:
    """An alarm's name is given once in a region: putting another definition under it replaces the first."""
    spec, rule = _put(case), "alarm_replaced"
    if spec is None:
        return
    was = case.before.alarm(case.change.key)
    if isinstance(was, Missing):
        if was is not Missing.GONE:
            reason = f"Whether there is another alarm of this name is not known: it {WHY[was]}."
            yield case.says(rule, Level.CONFIRM, reason, unknown=True)
        return
    if (was.spec.instance_ids, was.spec.metric, was.spec.rule) != (spec.instance_ids, spec.metric, spec.rule):
        reason = "There is an alarm of this name that watches something else: it will be replaced."
        yield case.says(rule, Level.CONFIRM, reason, alternative="Give it another name.")
    elif _anew(case) and was.spec != spec:
        reason = "There is an alarm of this name already: its definition and its actions will be replaced."
        yield case.says(rule, Level.WARN, reason, alternative="Give it another name, or edit that one.")


def _anew(case: Case) -> bool:
    """Whether an alarm is made, with tags or without, and not one edited, of which tags are not said."""
    return isinstance(case.change, PutAlarm) and case.change.tags is not None


def alarm_without_action(case: Case) -> Iterator[Judgement]:
    """An alarm that does nothing is only seen by who looks at it."""
    spec, rule = _put(case), "alarm_without_action"
    if spec is None:
        return
    if not spec.alarm_actions:
        offer = "Set [alarms] topic, or say do=TOPIC."
        yield case.says(rule, Level.WARN, "It tells nobody when it is raised.", alternative=offer)
    elif not spec.enabled:
        yield case.says(rule, Level.WARN, "Its actions are off: it tells nobody when it is raised.")


def alarm_of_nothing(case: Case) -> Iterator[Judgement]:
    """An alarm on an instance that is gone never has data."""
    spec, rule = _put(case), "alarm_of_nothing"
    for key in _keys(case.change.key, spec) if spec else ():
        instance = case.before.instance(key)
        if instance is Missing.GONE or (isinstance(instance, Instance) and instance.state == "terminated"):
            yield case.says(rule, Level.CONFIRM, f"{key.id} is gone: the alarm will never have data.")
        elif isinstance(instance, Missing):
            reason = f"Whether there is {key.id} is not known: it {WHY[instance]}."
            yield case.says(rule, Level.INFO, reason, unknown=True)


def alarm_acts_by_itself(case: Case) -> Iterator[Judgement]:
    """An alarm that stops or terminates does so unasked, whenever its metric says so."""
    for one in _new_actions(case):
        if one != RECOVER:
            level = Level.CONFIRM if one in (STOP, TERMINATE) else Level.WARN
            reason = f"It will {one} the instance by itself whenever it is raised."
            yield case.says("alarm_acts_by_itself", level, reason)
    change, was = case.change, known(case.before.alarm(case.change.key))
    if isinstance(change, SetAlarmActions) and change.on and was is not None and was.state == ALARM:
        acts = ec2_actions(was.spec.alarm_actions)
        if acts:
            reason = f"It is raised now; the next time it will {' and '.join(acts)} the instance by itself."
            yield case.says("alarm_acts_by_itself", Level.WARN, reason)


def alarm_test_acts(case: Case) -> Iterator[Judgement]:
    """Trying an alarm does what the alarm does: a topic is told, an instance is stopped."""
    change, rule = case.change, "alarm_test_acts"
    if not isinstance(change, SetAlarmState):
        return
    alarm = case.before.alarm(change.key)
    if isinstance(alarm, Missing):
        reason = f"What trying it does is not known: the alarm {WHY[alarm]}."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
        return
    back = "CloudWatch sets its state back by its metric, often within a minute."
    arns = _on(alarm, change.state) if alarm.spec.enabled else ()
    acts = [action(arn) for arn in arns]
    done = [one.words for one in acts if one.arn and ec2_actions((one.arn,))]
    told = [one.words for one in acts if not ec2_actions((one.arn,))]
    if done:
        offer = "Turn its actions off first."
        yield case.says(
            rule, Level.CONFIRM, f"Trying it does it: {', '.join(done)}. {back}", alternative=offer
        )
    elif told:
        yield case.says(rule, Level.WARN, f"This tells {', '.join(told)}. {back}")
    else:
        yield case.says(rule, Level.INFO, f"It does nothing in this state. {back}")


def _on(alarm: Alarm, state: str) -> tuple[str, ...]:
    spec = alarm.spec
    return {ALARM: spec.alarm_actions, "OK": spec.ok_actions}.get(state, spec.insufficient_actions)


def alarm_last_of_production(case: Case) -> Iterator[Judgement]:
    """A production instance is not left without an alarm that does something."""
    change, rule = case.change, "alarm_last_of_production"
    off = isinstance(change, DeleteAlarm) or (isinstance(change, SetAlarmActions) and not change.on)
    was = known(case.before.alarm(change.key))
    if not off or was is None or not (was.spec.enabled and was.spec.alarm_actions):
        return
    for key in was.instances:
        instance = case.before.instance(key)
        if isinstance(instance, Missing):
            if instance is not Missing.GONE:
                reason = f"Whether {key.id} is one of production is not known: it {WHY[instance]}."
                yield case.says(rule, Level.INFO, reason, unknown=True)
            continue
        ours = case.before.alarm_policy.is_production(instance) and instance.state != "terminated"
        if ours and not _still_watched(case, key):
            name = instance.name or key.id
            reason = f"It is the last alarm of {name}, which is one of production, that does something."
            yield case.says(rule, Level.CONFIRM, reason)


def _still_watched(case: Case, key: Key) -> bool:
    alarms: Iterator[Alarm] = iter(case.after.table(Kind.ALARMS).values())
    return any(key in one.instances and one.spec.enabled and one.spec.alarm_actions for one in alarms)


def alarm_followed(case: Case) -> Iterator[Judgement]:
    """A composite alarm that follows an alarm stands on nothing without it, and AWS refuses to delete it."""
    change, rule = case.change, "alarm_followed"
    if not isinstance(change, DeleteAlarm):
        return
    name = change.key.id
    for one in case.before.table(Kind.ALARMS).values():
        if one.composite and one.key[:2] == change.key[:2] and _names(one.spec.rule, name):
            reason = f"The composite alarm {one.name} follows it."
            offer = f"Delete {one.name} first, or give it another rule."
            yield case.says(rule, Level.CONFIRM, reason, alternative=offer)


def _names(rule: str, name: str) -> bool:
    """Whether a rule of a composite alarm names an alarm, with quotes or without, or by its ARN."""
    return any(form in rule for form in (f'("{name}")', f"({name})", f":alarm:{name}"))


def _keys(key: Key, spec: AlarmSpec) -> tuple[Key, ...]:
    return tuple(key._replace(id=id_) for id_ in spec.instance_ids)
