"""Alarms of the demo account: each follows its metric or its rule, keeps a history, and acts on instances."""

import json
import re
from datetime import timedelta
from typing import Any

from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.metric_shapes import metrics_of
from ec2tui.adapters.demo.metrics import Series, statistic
from ec2tui.adapters.demo.world import World

COMPARISONS = {
    "GreaterThanThreshold": lambda value, limit: value > limit,
    "GreaterThanOrEqualToThreshold": lambda value, limit: value >= limit,
    "LessThanThreshold": lambda value, limit: value < limit,
    "LessThanOrEqualToThreshold": lambda value, limit: value <= limit,
}
"""How an alarm's value is compared with its threshold."""

ALARM, OK, INSUFFICIENT = "ALARM", "OK", "INSUFFICIENT_DATA"
FIRST_LOOK = (12.0, 30.0)
"""Seconds until a new alarm has a state; AWS takes a minute or two."""

NEXT_LOOK = 45.0
"""Seconds for which a state that was set by hand stays."""

AGES = {ALARM: (0.1, 0.6), OK: (1.0, 40.0), INSUFFICIENT: (2.0, 9.0)}
"""Days since when the seeded alarms are in their states."""

_RULE = re.compile(r"(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*\"?([^\")]+)\"?\s*\)|(AND|OR|NOT|TRUE|FALSE|\(|\))")


class Alarms:
    """The alarms of all regions, brought up to the demo's time by `settle`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def begin(self) -> None:
        """Gives the seeded alarms their states, as if they had been in them for a while."""
        for region in self._world.regions:
            for alarm in self._world.cloudwatch(region).alarms.values():
                alarm.state_value = ""
        self.settle()
        for region in self._world.regions:
            backend = self._world.cloudwatch(region)
            histories(backend).clear()
            for alarm in backend.alarms.values():
                random = chance(self._world.seed, "alarm", alarm.name)
                days = random.uniform(*AGES[alarm.state_value])
                alarm.state_updated_timestamp = self._world.clock.naive() - timedelta(days=days)
                alarm.configuration_updated_timestamp = alarm.state_updated_timestamp - timedelta(days=60)
                at = alarm.state_updated_timestamp
                was = OK if alarm.state_value == ALARM else INSUFFICIENT
                _note(backend, alarm, "StateUpdate", f"Alarm updated from {was} to {alarm.state_value}", at)

    def settle(self) -> None:
        """Gives every alarm the state that its metric or its rule calls for."""
        for region in self._world.regions:
            alarms = list(self._world.cloudwatch(region).alarms.values())
            for alarm in alarms:
                if self._quiet(alarm):
                    continue
                if alarm.rule is not None:
                    self._follow(region, alarm)
                elif alarm.namespace in ("AWS/EC2", "CWAgent"):
                    self._judge(region, alarm)

    def _quiet(self, alarm: Any) -> bool:
        return bool(self._world.clock.now().timestamp() < getattr(alarm, "demo_quiet_until", 0.0))

    def _judge(self, region: str, alarm: Any) -> None:
        values = self._latest(region, alarm)
        compare = COMPARISONS.get(alarm.comparison_operator)
        if not values:
            self._without_data(region, alarm)
            return
        if compare is None:
            return
        wanted = int(alarm.datapoints_to_alarm or alarm.evaluation_periods)
        breaching = sum(compare(value, float(alarm.threshold)) for value in values)
        shown = ", ".join(f"{value:.2f}" for value in values)
        if breaching >= min(wanted, len(values)):
            reason = f"Threshold Crossed: {breaching} datapoints [{shown}] breached {alarm.threshold}"
            set_state(self._world, region, alarm, ALARM, reason)
        else:
            reason = f"Threshold not crossed: datapoints [{shown}], limit {alarm.threshold}"
            set_state(self._world, region, alarm, OK, reason)

    def _without_data(self, region: str, alarm: Any) -> None:
        states = {"breaching": ALARM, "notBreaching": OK, "ignore": alarm.state_value}
        state = states.get(alarm.treat_missing_data, INSUFFICIENT)
        set_state(self._world, region, alarm, state, "Insufficient Data: no datapoints were received")

    def _latest(self, region: str, alarm: Any) -> list[float]:
        dimensions = {one.name: one.value for one in alarm.dimensions}
        ec2 = self._world.ec2(region)
        instance = ec2.get_instance_by_id(dimensions["InstanceId"]) if "InstanceId" in dimensions else None
        shape = metrics_of(instance).get((alarm.namespace, alarm.metric_name)) if instance else None
        if shape is None:
            return []
        period, count = int(alarm.period), int(alarm.evaluation_periods)
        end = self._world.clock.now()
        start = end.fromtimestamp(end.timestamp() // period * period - period * count, end.tzinfo)
        points = Series(self._world, instance, alarm.metric_name, shape).points(start, end, period)
        name = alarm.statistic or alarm.extended_statistic or "Average"
        return [statistic(name, values) for _, values in points][:count]

    def _follow(self, region: str, alarm: Any) -> None:
        """A composite alarm is raised while its rule holds."""
        states = {one.name: one.state_value for one in self._world.cloudwatch(region).alarms.values()}
        raised = holds(alarm.rule, states)
        said = f"{alarm.rule} is {'true' if raised else 'false'}"
        set_state(self._world, region, alarm, ALARM if raised else OK, said)


def holds(rule: str, states: dict[str, str]) -> bool:
    """Whether a rule of a composite alarm is true: NOT binds closest, then AND; ValueError if it is none."""
    tokens = [match.groups() for match in _RULE.finditer(rule)]
    if not tokens or _RULE.sub("", rule).strip():
        raise ValueError(rule)

    def word() -> str:
        return tokens[0][2] or "" if tokens else ""

    def either() -> bool:
        value = both()
        while word() == "OR":
            tokens.pop(0)
            value = both() or value
        return value

    def both() -> bool:
        value = one()
        while word() == "AND":
            tokens.pop(0)
            value = one() and value
        return value

    def one() -> bool:
        if not tokens:
            raise ValueError(rule)
        state, name, sign = tokens.pop(0)
        if state:
            return states.get(name.rpartition(":alarm:")[2] or name) == state
        if sign == "NOT":
            return not one()
        if sign == "(":
            value = either()
            if word() != ")":
                raise ValueError(rule)
            tokens.pop(0)
            return value
        if sign in ("TRUE", "FALSE"):
            return sign == "TRUE"
        raise ValueError(rule)

    value = either()
    if tokens:
        raise ValueError(rule)
    return value


def set_state(world: World, region: str, alarm: Any, state: str, reason: str) -> None:
    """A change of state with its history, and what the alarm does then; nothing where it is so already."""
    if alarm.state_value == state:
        return
    backend, was = world.cloudwatch(region), alarm.state_value
    alarm.update_state(reason, "{}", state)
    alarm.state_updated_timestamp = world.clock.naive()
    _note(backend, alarm, "StateUpdate", f"Alarm updated from {was} to {state}")
    if not alarm.actions_enabled:
        return
    lists = {ALARM: alarm.alarm_actions, OK: alarm.ok_actions}
    for arn in lists.get(state, alarm.insufficient_data_actions) or ():
        done = _act(world, region, alarm, arn)
        said = "Successfully executed" if done else "Failed to execute"
        _note(backend, alarm, "Action", f"{said} action {arn}")


def _act(world: World, region: str, alarm: Any, arn: str) -> bool:
    """Stops or terminates the instance; recovering and rebooting are not seen from outside."""
    wanted = arn.rpartition(":ec2:")[2]
    if wanted not in ("stop", "terminate"):
        return True
    ids = [one.value for one in alarm.dimensions if one.name == "InstanceId"]
    instance = world.ec2(region).get_instance_by_id(ids[0]) if ids else None
    if instance is None or instance._state.name != "running":
        return False
    (world.lifecycle.stop if wanted == "stop" else world.lifecycle.terminate)(instance)
    return True


def histories(backend: Any) -> dict[str, list[dict[str, Any]]]:
    """The histories of a region by alarm, the oldest entry first; they outlive their alarms."""
    if not hasattr(backend, "demo_histories"):
        backend.demo_histories = {}
    found: dict[str, list[dict[str, Any]]] = backend.demo_histories
    return found


def _note(backend: Any, alarm: Any, sort: str, summary: str, at: Any = None) -> None:
    entry = {
        "AlarmName": alarm.name,
        "AlarmType": "MetricAlarm" if alarm.rule is None else "CompositeAlarm",
        "Timestamp": at or alarm.state_updated_timestamp,
        "HistoryItemType": sort,
        "HistorySummary": summary,
        "HistoryData": json.dumps({"version": "1.0"}),
    }
    histories(backend).setdefault(alarm.name, []).append(entry)


def note_configuration(world: World, region: str, alarm: Any, what: str) -> None:
    """An entry of the history that tells of an edit: `created`, `updated`, `deleted`."""
    said = f'Alarm "{alarm.name}" {what}'
    _note(world.cloudwatch(region), alarm, "ConfigurationUpdate", said, world.clock.naive())
