"""Alarms of the embedded account, by boto3: told, put, tried and followed as CloudWatch does it."""

from typing import Any

from .conftest import Account, error_code

CPU = {
    "Namespace": "AWS/EC2",
    "MetricName": "CPUUtilization",
    "Statistic": "Average",
    "Period": 300,
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}
RECOVER = "arn:aws:automate:eu-west-1:ec2:recover"
STOP = "arn:aws:automate:eu-west-1:ec2:stop"


def of(instance: str, **fields: Any) -> dict[str, Any]:
    return {**CPU, "Dimensions": [{"Name": "InstanceId", "Value": instance}], **fields}


def alarm(cloudwatch: Any, name: str) -> dict[str, Any]:
    found = cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    (one,) = (*found["MetricAlarms"], *found["CompositeAlarms"])
    return dict(one)


def test_composite_alarms_are_told_when_they_are_asked_for_and_pages_come_to_an_end(account: Account) -> None:
    cloudwatch = account.client("cloudwatch")
    assert not cloudwatch.describe_alarms().get("CompositeAlarms")
    whole = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm", "MetricAlarm"], MaxRecords=100)
    assert [one["AlarmName"] for one in whole["CompositeAlarms"]] == ["legacy-risk", "shop-in-trouble"]
    names, token = [], None
    while token is not None or not names:
        page = cloudwatch.describe_alarms(MaxRecords=3, **({"NextToken": token} if token else {}))
        names += [one["AlarmName"] for one in page["MetricAlarms"]]
        token = page.get("NextToken")
    assert names == [one["AlarmName"] for one in whole["MetricAlarms"]]


def test_what_is_not_there_or_is_followed_is_not_deleted(account: Account) -> None:
    cloudwatch = account.client("cloudwatch")
    unknown = {"AlarmName": "nobody", "StateValue": "OK", "StateReason": ""}
    assert error_code(cloudwatch.delete_alarms, AlarmNames=["nobody"]) == "ResourceNotFound"
    assert error_code(cloudwatch.set_alarm_state, **unknown) == "ResourceNotFound"
    assert error_code(cloudwatch.delete_alarms, AlarmNames=["shop-web-01-cpu-high"]) == "ValidationError"
    assert error_code(cloudwatch.put_composite_alarm, AlarmName="z", AlarmRule="ALARM(") == "ValidationError"


def test_figures_and_recovery_that_cannot_be_are_refused(account: Account) -> None:
    cloudwatch = account.client("cloudwatch")

    def refused(**fields: Any) -> str | None:
        return error_code(cloudwatch.put_metric_alarm, AlarmName="x", Threshold=1.0, **fields)

    instance = account.id("shop-web-01")
    assert refused(**of(instance, Period=90)) == "ValidationError"
    assert refused(**of(instance, EvaluationPeriods=300)) == "ValidationError"
    assert refused(**of(instance, AlarmActions=[RECOVER])) == "ValidationError"
