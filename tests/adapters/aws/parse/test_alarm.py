"""Alarms as CloudWatch tells them, and their definitions kept whole."""

from datetime import UTC, datetime

from ec2tui.adapters.aws.parse.alarm import alarms, events
from ec2tui.core.model.alarm import AlarmEvent

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
METRIC = {
    "AlarmName": "web cpu",
    "AlarmArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web cpu",
    "Namespace": "AWS/EC2",
    "MetricName": "CPUUtilization",
    "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
    "ExtendedStatistic": "p99",
    "Period": 300,
    "EvaluationPeriods": 3,
    "DatapointsToAlarm": 2,
    "Threshold": 80.0,
    "ComparisonOperator": "GreaterThanThreshold",
    "EvaluateLowSampleCountPercentile": "ignore",
    "ActionsEnabled": False,
    "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:pager"],
    "StateValue": "ALARM",
    "StateReason": "because",
    "StateUpdatedTimestamp": datetime(2026, 2, 2, tzinfo=UTC),
    "StateTransitionedTimestamp": AT,
}
MATH = {
    "AlarmName": "sum",
    "Metrics": [
        {"Id": "e", "Expression": "a+b"},
        {"Id": "a", "MetricStat": {"Metric": {"Dimensions": [{"Name": "InstanceId", "Value": "i-2"}]}}},
    ],
}
COMPOSITE = {
    "AlarmName": "both",
    "AlarmRule": 'ALARM("a")',
    "ActionsSuppressedBy": "Alarm",
    "StateValue": "OK",
}


def test_metric_and_composite_alarms_are_told_apart():
    first, second, both = alarms(
        {"MetricAlarms": [METRIC, MATH], "CompositeAlarms": [COMPOSITE]}, "111122223333", "eu-west-1"
    )
    assert (first.composite, both.composite, both.suppressed_by) == (False, True, "Alarm")
    assert [key.id for key in first.instances] == ["i-1"] and second.spec.instance_ids == ("i-2",)
    assert first.since == int(AT.timestamp()), "the change of state counts, not the last look at it"
    assert (first.spec.statistic, first.spec.datapoints, first.spec.enabled) == ("p99", 2, False)
    assert first.spec.others == {"EvaluateLowSampleCountPercentile": "ignore"}
    assert second.spec.others["Metrics"] == MATH["Metrics"]


def test_history_keeps_aws_order():
    page = {"AlarmHistoryItems": [{"Timestamp": AT, "HistoryItemType": "StateUpdate", "HistorySummary": "x"}]}
    assert events(page) == (AlarmEvent(int(AT.timestamp()), "StateUpdate", "x"),)
