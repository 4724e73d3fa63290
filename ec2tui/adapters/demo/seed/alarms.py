"""Alarms of all states and sorts, and with all that can be missing about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ec2tui.adapters.demo.world import World

_OPS = "arn:aws:sns:{region}:{account}:ops-pager"


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One metric alarm on an instance, by its name."""

    region: str
    name: str
    instance: str
    metric: str
    threshold: float
    comparison: str = "GreaterThanThreshold"
    statistic: str = "Average"
    period: int = 300
    periods: int = 2
    actions: bool = True
    recover: bool = False
    stop: bool = False
    enabled: bool = True
    tags: tuple[tuple[str, str], ...] = ()


ALARMS = (
    AlarmRow("eu-west-1", "shop-web-01-cpu-high", "shop-web-01", "CPUUtilization", 80),
    AlarmRow(
        "eu-west-1",
        "shop-web-02-cpu-high",
        "shop-web-02",
        "CPUUtilization",
        80,
        tags=(("team", "shop"), ("runbook", "https://wiki.example/cpu")),
    ),
    AlarmRow("eu-west-1", "shop-api-01-cpu-high", "shop-api-01", "CPUUtilization", 80, enabled=False),
    AlarmRow("eu-west-1", "shop-api-01-cpu-p99", "shop-api-01", "CPUUtilization", 97, statistic="p99"),
    AlarmRow("eu-west-1", "orders-db-01-cpu-high", "orders-db-01", "CPUUtilization", 90),
    AlarmRow(
        "eu-west-1",
        "orders-db-01-status",
        "orders-db-01",
        "StatusCheckFailed_System",
        0,
        statistic="Maximum",
        period=60,
        recover=True,
    ),
    AlarmRow(
        "eu-west-1", "bastion-status", "bastion", "StatusCheckFailed", 0, statistic="Maximum", period=60
    ),
    AlarmRow("eu-west-1", "bastion-credits-low", "bastion", "CPUCreditBalance", 20, "LessThanThreshold"),
    AlarmRow("eu-west-1", "legacy-jump-cpu", "legacy-jump", "CPUUtilization", 95, actions=False),
    AlarmRow(
        "eu-west-1",
        "ad-controller-01-status",
        "ad-controller-01",
        "StatusCheckFailed",
        0,
        statistic="Maximum",
        period=60,
    ),
    AlarmRow(
        "eu-west-1",
        "legacy-jump-imdsv1-used",
        "legacy-jump",
        "MetadataNoToken",
        0,
        statistic="Sum",
        period=3600,
        periods=1,
    ),
    AlarmRow("eu-west-1", "stage-gone-cpu", "stage-gone", "CPUUtilization", 80),
    AlarmRow(
        "us-east-1",
        "spark-master-status",
        "spark-master",
        "StatusCheckFailed_Instance",
        0,
        statistic="Maximum",
        period=60,
    ),
    AlarmRow(
        "us-east-1", "mem-scan-cpu-low", "mem-scan", "CPUUtilization", 3, "LessThanThreshold", stop=True
    ),
    AlarmRow("us-east-1", "gpu-lab-cpu", "gpu-lab", "CPUUtilization", 90),
)
"""Stopped and terminated instances have no data; the failing one and the one with IMDSv1 are in ALARM."""


COMPOSITES = (
    ("eu-west-1", "shop-in-trouble", 'ALARM("shop-web-01-cpu-high") OR ALARM("shop-web-02-cpu-high")'),
    ("eu-west-1", "legacy-risk", 'ALARM("legacy-jump-imdsv1-used") AND NOT ALARM("legacy-jump-cpu")'),
)
"""Composite alarms: region, name, rule."""

LEFT_OVER = "i-0f00dfeed0ld00001"
"""The id of an instance that is gone for good, and whose alarm is still there."""


def build_alarms(world: World) -> None:
    """Put the alarms whose instance exists, one whose instance is gone, and the composite ones."""
    _build_rows(world)
    _put(
        world, "eu-west-1", "shop-web-00-cpu-high", "CPUUtilization", LEFT_OVER, description="Of shop-web-00"
    )
    for region, name, rule in COMPOSITES:
        topic = [_OPS.format(region=region, account=world.account_id)]
        alarm = _put(world, region, name, None, None, description=f"{rule} holds", actions=topic)
        alarm.rule, alarm.threshold, alarm.period, alarm.statistic = rule, None, None, None
        alarm.namespace = alarm.comparison_operator = alarm.evaluation_periods = None
        alarm.treat_missing_data = alarm.datapoints_to_alarm = None


def _put(
    world: World,
    region: str,
    name: str,
    metric: str | None,
    instance_id: str | None,
    description: str = "",
    actions: Sequence[str] = (),
) -> Any:
    return world.cloudwatch(region).put_metric_alarm(
        name=name,
        namespace="AWS/EC2",
        metric_name=metric,
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=2,
        datapoints_to_alarm=2,
        period=300,
        threshold=80.0,
        statistic="Average",
        description=description,
        dimensions=[{"Name": "InstanceId", "Value": instance_id}] if instance_id else [],
        alarm_actions=list(actions) or [_OPS.format(region=region, account=world.account_id)],
        treat_missing_data="missing",
        tags=[],
    )


def _build_rows(world: World) -> None:
    for row in ALARMS:
        instance_id = world.names.get(f"{row.region}/instance/{row.instance}")
        if instance_id is None:
            continue
        actions = [_OPS.format(region=row.region, account=world.account_id)] if row.actions else []
        if row.recover:
            actions.append(f"arn:aws:automate:{row.region}:ec2:recover")
        if row.stop:
            actions.append(f"arn:aws:automate:{row.region}:ec2:stop")
        world.cloudwatch(row.region).put_metric_alarm(
            name=row.name,
            namespace="AWS/EC2",
            metric_name=row.metric,
            comparison_operator=row.comparison,
            evaluation_periods=row.periods,
            datapoints_to_alarm=row.periods,
            period=row.period,
            threshold=float(row.threshold),
            statistic=None if row.statistic.startswith("p") else row.statistic,
            extended_statistic=row.statistic if row.statistic.startswith("p") else None,
            description=f"{row.metric} of {row.instance}",
            dimensions=[{"Name": "InstanceId", "Value": instance_id}],
            alarm_actions=actions,
            ok_actions=actions[:1],
            treat_missing_data="missing",
            actions_enabled=row.enabled,
            tags=[{"Key": key, "Value": value} for key, value in row.tags],
        )
