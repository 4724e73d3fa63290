"""Alarms that are OK, in ALARM, and without data."""

from dataclasses import dataclass

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


ALARMS = (
    AlarmRow("eu-west-1", "shop-web-01-cpu-high", "shop-web-01", "CPUUtilization", 80),
    AlarmRow("eu-west-1", "shop-web-02-cpu-high", "shop-web-02", "CPUUtilization", 80),
    AlarmRow("eu-west-1", "shop-api-01-cpu-high", "shop-api-01", "CPUUtilization", 80),
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
    AlarmRow("us-east-1", "mem-scan-cpu-low", "mem-scan", "CPUUtilization", 3, "LessThanThreshold"),
    AlarmRow("us-east-1", "gpu-lab-cpu", "gpu-lab", "CPUUtilization", 90),
)
"""Stopped and terminated instances have no data; the failing one and the one with IMDSv1 are in ALARM."""


def build_alarms(world: World) -> None:
    """Put the alarms whose instance exists."""
    for row in ALARMS:
        instance_id = world.names.get(f"{row.region}/instance/{row.instance}")
        if instance_id is None:
            continue
        actions = [_OPS.format(region=row.region, account=world.account_id)] if row.actions else []
        if row.recover:
            actions.append(f"arn:aws:automate:{row.region}:ec2:recover")
        world.cloudwatch(row.region).put_metric_alarm(
            name=row.name,
            namespace="AWS/EC2",
            metric_name=row.metric,
            comparison_operator=row.comparison,
            evaluation_periods=row.periods,
            datapoints_to_alarm=row.periods,
            period=row.period,
            threshold=float(row.threshold),
            statistic=row.statistic,
            description=f"{row.metric} of {row.instance}",
            dimensions=[{"Name": "InstanceId", "Value": instance_id}],
            alarm_actions=actions,
            ok_actions=actions[:1],
            treat_missing_data="missing",
            tags=[],
        )
