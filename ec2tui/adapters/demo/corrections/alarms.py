"""Alarms as CloudWatch keeps them: told by type and page, with history; put without losing their state."""

from typing import Any

from ec2tui.adapters.demo.alarms import FIRST_LOOK, NEXT_LOOK, histories, holds, note_configuration, set_state
from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import read_token, token
from ec2tui.adapters.demo.errors import AwsError

Reply = dict[str, Any]

STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")


MORE = (
    "EvaluateLowSampleCountPercentile",
    "Metrics",
    "ThresholdMetricId",
    "ActionsSuppressor",
    "ActionsSuppressorWaitPeriod",
    "ActionsSuppressorExtensionPeriod",
)
"""Members that are kept and told as they were put."""

_FIELDS = (
    ("AlarmName", "name"),
    ("AlarmArn", "alarm_arn"),
    ("AlarmDescription", "description"),
    ("AlarmConfigurationUpdatedTimestamp", "configuration_updated_timestamp"),
    ("ActionsEnabled", "actions_enabled"),
    ("AlarmActions", "alarm_actions"),
    ("OKActions", "ok_actions"),
    ("InsufficientDataActions", "insufficient_data_actions"),
    ("StateValue", "state_value"),
    ("StateReason", "state_reason"),
    ("StateReasonData", "state_reason_data"),
    ("StateUpdatedTimestamp", "state_updated_timestamp"),
    ("StateTransitionedTimestamp", "state_updated_timestamp"),
    ("MetricName", "metric_name"),
    ("Namespace", "namespace"),
    ("Statistic", "statistic"),
    ("ExtendedStatistic", "extended_statistic"),
    ("Period", "period"),
    ("Unit", "unit"),
    ("EvaluationPeriods", "evaluation_periods"),
    ("DatapointsToAlarm", "datapoints_to_alarm"),
    ("Threshold", "threshold"),
    ("ComparisonOperator", "comparison_operator"),
    ("TreatMissingData", "treat_missing_data"),
    ("AlarmRule", "rule"),
)
"""Members of MetricAlarm and CompositeAlarm, and where moto keeps them."""


def document(alarm: Any) -> Reply:
    """An alarm as DescribeAlarms tells it."""
    found = {member: value for member, name in _FIELDS if (value := getattr(alarm, name)) is not None}
    found["Dimensions"] = [{"Name": one.name, "Value": one.value} for one in alarm.dimensions]
    found |= getattr(alarm, "demo_more", {})
    if alarm.rule is not None:
        lacks = ("Dimensions", "EvaluationPeriods", "Threshold")
        found = {member: value for member, value in found.items() if member not in lacks}
    return found


def describe_alarms(call: Call) -> Reply:
    """Metric alarms, and composite ones where they are asked for, at most 100 a page."""
    types = call.param("AlarmTypes", []) or ["MetricAlarm"]
    names, prefix = call.param("AlarmNames", []), call.param("AlarmNamePrefix")
    state, acting = call.param("StateValue"), call.param("ActionPrefix")
    if len(names) > 100:
        raise AwsError("ValidationError", "Member 'alarmNames' must have length less than or equal to 100")
    found = [
        alarm
        for alarm in sorted(_backend(call).alarms.values(), key=lambda one: (one.rule is not None, one.name))
        if ("MetricAlarm" if alarm.rule is None else "CompositeAlarm") in types
        if (not names or alarm.name in names) and (not prefix or alarm.name.startswith(prefix))
        if not state or alarm.state_value == state
        if not acting or any(arn.startswith(acting) for arn in alarm.alarm_actions)
    ]
    page, following = _cut(call, found, 50)
    reply: Reply = {"MetricAlarms": [], "CompositeAlarms": [], "NextToken": following}
    for alarm in page:
        reply["MetricAlarms" if alarm.rule is None else "CompositeAlarms"].append(document(alarm))
    return reply


def describe_history(call: Call) -> Reply:
    """What became of one alarm, or of all, the newest first unless asked otherwise."""
    name, sort = call.param("AlarmName"), call.param("HistoryItemType")
    types = call.param("AlarmTypes", []) or ["MetricAlarm"]
    found = [
        entry
        for entries in histories(_backend(call)).values()
        for entry in entries
        if (not name or entry["AlarmName"] == name) and (not sort or entry["HistoryItemType"] == sort)
        if entry["AlarmType"] in types
    ]
    found.sort(key=lambda entry: entry["Timestamp"])
    if call.param("ScanBy") != "TimestampAscending":
        found.reverse()
    page, following = _cut(call, found, 100)
    return {"AlarmHistoryItems": page, "NextToken": following}


def _cut(call: Call, items: list[Any], usual: int) -> tuple[list[Any], str | None]:
    """One page and the token of the next; CloudWatch's word for a page's size is its own."""
    most = int(call.param("MaxRecords") or usual)
    if not 1 <= most <= 100:
        raise AwsError("ValidationError", f"Value '{most}' at 'maxRecords' must be between 1 and 100")
    start = read_token(call, call.param("NextToken"))
    following = token(call, start + most) if start + most < len(items) else None
    return items[start : start + most], following


def put(call: Call) -> Reply:
    """As moto puts it, but an alarm that is there keeps state and tags, and a new one has no data yet."""
    name = str(call.param("AlarmName"))
    _check(call)
    backend = _backend(call)
    old = backend.alarms.get(name)
    alarm = backend.put_metric_alarm(**given(call), tags=[] if old else call.param("Tags", []))
    alarm.configuration_updated_timestamp = alarm.state_updated_timestamp = call.world.clock.naive()
    alarm.demo_more = {member: call.param(member) for member in MORE if call.param(member) not in (None, [])}
    if old is not None:
        for kept in ("state_value", "state_reason", "state_reason_data", "state_updated_timestamp"):
            setattr(alarm, kept, getattr(old, kept))
        note_configuration(call.world, call.region, alarm, "updated")
        return {}
    alarm.state_value = "INSUFFICIENT_DATA"
    wait = chance(call.world.seed, "first look", name).uniform(*FIRST_LOOK)
    alarm.demo_quiet_until = call.world.clock.now().timestamp() + wait
    note_configuration(call.world, call.region, alarm, "created")
    return {}


def given(call: Call) -> dict[str, Any]:
    """What was put, by the names of moto's parameters."""
    enabled = call.param("ActionsEnabled")
    return {
        **{name: call.param(member) for member, name in _PUT.items()},
        **{name: call.param(member, []) or [] for member, name in _PUT_LISTS.items()},
        "actions_enabled": True if enabled is None else str(enabled).lower() == "true",
    }


_PUT = {
    "AlarmName": "name",
    "AlarmDescription": "description",
    "MetricName": "metric_name",
    "Namespace": "namespace",
    "Statistic": "statistic",
    "ExtendedStatistic": "extended_statistic",
    "Period": "period",
    "Unit": "unit",
    "EvaluationPeriods": "evaluation_periods",
    "DatapointsToAlarm": "datapoints_to_alarm",
    "Threshold": "threshold",
    "ComparisonOperator": "comparison_operator",
    "TreatMissingData": "treat_missing_data",
    "AlarmRule": "rule",
}
_PUT_LISTS = {
    "AlarmActions": "alarm_actions",
    "OKActions": "ok_actions",
    "InsufficientDataActions": "insufficient_data_actions",
    "Dimensions": "dimensions",
}


def _check(call: Call) -> None:
    """What CloudWatch refuses of a definition."""
    rule = call.param("AlarmRule")
    if call.operation == "PutCompositeAlarm":
        try:
            holds(str(rule), {})
        except ValueError as error:
            raise AwsError("ValidationError", f"AlarmRule syntax error: {rule}") from error
        return
    period, periods = int(call.param("Period") or 60), int(call.param("EvaluationPeriods") or 1)
    if period not in (10, 20, 30) and period % 60:
        raise AwsError("ValidationError", "Period must be 10, 20, 30 or a multiple of 60")
    if period * periods > (604_800 if period >= 3600 else 86_400):
        raise AwsError("ValidationError", "EvaluationPeriods * Period must be <= 86400, or 604800 for hours")
    for arn in call.param("AlarmActions", []):
        if arn.endswith(":ec2:recover"):
            _check_recover(call)


def _check_recover(call: Call) -> None:
    if call.param("MetricName") != "StatusCheckFailed_System":
        raise AwsError(
            "ValidationError", "Invalid use of EC2 'Recover' action: it needs StatusCheckFailed_System"
        )
    ids = [one["Value"] for one in call.param("Dimensions", []) if one["Name"] == "InstanceId"]
    instance = call.world.ec2(call.region).get_instance_by_id(ids[0]) if ids else None
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    kind = INSTANCE_TYPES.get(instance.instance_type, {}) if instance is not None else {}
    if instance is not None and not kind.get("AutoRecoverySupported", False):
        raise AwsError(
            "ValidationError",
            f"The instance type {instance.instance_type} does not support the Recover action",
        )


def delete(call: Call) -> Reply:
    """All of them or, when one is not there or is followed by a composite alarm, none."""
    backend, names = _backend(call), call.param("AlarmNames", [])
    _known(call, names)
    for name in names:
        for other in backend.alarms.values():
            if other.rule and other.name not in names and f'"{name}"' in other.rule:
                raise AwsError("ValidationError", f"{name} is used by composite alarm {other.name}")
    for name in names:
        alarm = backend.alarms.pop(name)
        backend.tagger.tags.pop(alarm.alarm_arn, None)
        note_configuration(call.world, call.region, alarm, "deleted")
    return {}


def switch(call: Call) -> Reply:
    """Actions on or off; names that are not there are passed over, as AWS does."""
    for name in call.param("AlarmNames", []):
        alarm = _backend(call).alarms.get(name)
        if alarm is not None:
            alarm.actions_enabled = call.operation == "EnableAlarmActions"
            note_configuration(call.world, call.region, alarm, "updated")
    return {}


def set_alarm_state(call: Call) -> Reply:
    """The state until the next look at the metric, with what the alarm does."""
    name, state = str(call.param("AlarmName")), str(call.param("StateValue"))
    _known(call, [name])
    if state not in STATES:
        raise AwsError(
            "ValidationError", f"Value '{state}' at 'stateValue' must be one of {', '.join(STATES)}"
        )
    alarm = _backend(call).alarms[name]
    alarm.demo_quiet_until = call.world.clock.now().timestamp() + NEXT_LOOK
    set_state(call.world, call.region, alarm, state, str(call.param("StateReason")))
    return {}


def _known(call: Call, names: list[str]) -> None:
    if any(name not in _backend(call).alarms for name in names):
        raise AwsError("ResourceNotFound", "Unknown alarm", 404)


def _backend(call: Call) -> Any:
    return call.response.cloudwatch_backend


CORRECTION = Correction(
    name="cloudwatch-alarms",
    moto="tells composite alarms unasked, has no pages and no history, forgets the state of an alarm that is "
    "put again, begins with OK, takes any figures, and deletes what is not there",
    aws="tells composite alarms when asked, keeps state and tags of an alarm that is put again, begins "
    "without data, keeps a history, carries out actions, and refuses what cannot be",
    service="cloudwatch",
    instead={
        "DescribeAlarms": describe_alarms,
        "DescribeAlarmHistory": describe_history,
        "PutMetricAlarm": put,
        "PutCompositeAlarm": put,
        "DeleteAlarms": delete,
        "EnableAlarmActions": switch,
        "DisableAlarmActions": switch,
        "SetAlarmState": set_alarm_state,
    },
)
