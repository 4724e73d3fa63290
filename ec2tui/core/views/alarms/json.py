"""Alarms as the JSON that is printed: AWS's exact strings, null for what is not known."""

from typing import Any

from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.alarm_action import action
from ec2tui.core.model.alarm_gaps import NONE, gaps
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.durations import iso


def alarm_json(alarm: Alarm, inventory: Inventory, now: float) -> dict[str, Any]:
    """The alarm as cloudwatch:DescribeAlarms tells it; `period` is in seconds, `missing` says what is."""
    spec = alarm.spec
    return {
        "name": None if alarm.state == NONE else alarm.name,
        "state": alarm.state or None,
        "since": iso(alarm.since),
        "reason": alarm.reason or None,
        "type": "composite" if alarm.composite else "metric",
        "instance_ids": list(spec.instance_ids),
        "namespace": spec.namespace or None,
        "metric": spec.metric or None,
        "dimensions": dict(spec.dimensions),
        "statistic": spec.statistic or None,
        "comparison": spec.comparison or None,
        "threshold": spec.threshold,
        "period": spec.period,
        "evaluation_periods": spec.periods,
        "datapoints_to_alarm": spec.datapoints,
        "treat_missing_data": spec.missing or None,
        "rule": spec.rule or None,
        "actions_enabled": spec.enabled,
        "alarm_actions": [_action(arn) for arn in spec.alarm_actions],
        "ok_actions": [_action(arn) for arn in spec.ok_actions],
        "insufficient_data_actions": [_action(arn) for arn in spec.insufficient_actions],
        "missing": list(gaps(alarm, inventory, now)),
        "description": spec.description or None,
        "arn": alarm.arn or None,
        "region": alarm.key.region,
        "account": alarm.key.account or None,
    }


def _action(arn: str) -> dict[str, Any]:
    return {"arn": arn, "words": action(arn).words}


def alarm_whole_json(alarm: Alarm, inventory: Inventory, now: float) -> dict[str, Any]:
    """The same with history and tags where they have been read."""
    history, tags = inventory.alarm_history(alarm.key), inventory.alarm_tags(alarm.key)
    told = None
    if not isinstance(history, Missing):
        told = [{"time": iso(one.at), "type": one.sort, "summary": one.summary} for one in history.events]
    return {
        **alarm_json(alarm, inventory, now),
        "history": told,
        "tags": None if isinstance(tags, Missing) else dict(tags.tags),
    }
