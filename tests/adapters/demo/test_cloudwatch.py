import itertools
from datetime import datetime, timedelta
from typing import Any

from ec2tui.adapters.demo.metrics import statistic

from .conftest import Account, error_code


def now(account: Account) -> datetime:
    return datetime.fromisoformat(account.control("advance?seconds=0")["now"])


def query(
    number: int, instance: str, metric: str, stat: str = "Average", period: int = 300
) -> dict[str, Any]:
    dimensions = [{"Name": "InstanceId", "Value": instance}]
    what = {"Namespace": "AWS/EC2", "MetricName": metric, "Dimensions": dimensions}
    return {"Id": f"m{number}", "MetricStat": {"Metric": what, "Period": period, "Stat": stat}}


def test_metrics_reach_back_to_the_launch_and_agree_with_themselves(account: Account) -> None:
    cloudwatch, instance = account.client("cloudwatch"), account.id("shop-web-01")
    end = now(account)
    asked = {"StartTime": end - timedelta(days=5), "EndTime": end}
    stats = ("Average", "Minimum", "Maximum", "p90", "Sum", "SampleCount")
    queries = [query(i, instance, "CPUUtilization", stat, 3600) for i, stat in enumerate(stats)]
    results = cloudwatch.get_metric_data(MetricDataQueries=queries, **asked)["MetricDataResults"]
    average, low, high, p90, total, count = (one["Values"] for one in results)
    assert len(average) == 120
    assert all(a <= b <= c <= d for a, b, c, d in zip(low, average, high, [100] * 99, strict=False))
    assert all(b <= c for b, c in zip(p90, high, strict=True))
    assert set(count[1:-1]) == {60.0}
    assert abs(total[3] / count[3] - average[3]) < 1e-4
    times = results[0]["Timestamps"]
    assert times == sorted(times, reverse=True)
    one = cloudwatch.get_metric_statistics(
        Namespace="AWS/EC2", MetricName="CPUUtilization", Period=3600, Statistics=["Average"],
        Dimensions=[{"Name": "InstanceId", "Value": instance}], **asked,
    )["Datapoints"]  # fmt: skip
    by_time = {point["Timestamp"]: point["Average"] for point in one}
    assert by_time == dict(zip(times, average, strict=True))


def test_some_series_have_gaps_and_stopped_instances_have_none(account: Account) -> None:
    cloudwatch, end = account.client("cloudwatch"), now(account)
    known = account.control("names")["names"]
    ids = [one for key, one in known.items() if key.startswith("eu-west-1/instance/")]
    queries = [query(i, one, "CPUUtilization", period=3600) for i, one in enumerate(ids)]
    results = cloudwatch.get_metric_data(
        MetricDataQueries=queries, StartTime=end - timedelta(days=3), EndTime=end
    )["MetricDataResults"]
    lengths = dict(zip(ids, (len(one["Values"]) for one in results), strict=True))
    assert lengths[account.id("stage-build-02")] == 0
    hour = timedelta(hours=1)
    stamps = [one["Timestamps"] for one in results]
    gaps = [one for one in stamps if any(a - b > hour for a, b in itertools.pairwise(one))]
    assert 1 <= len(gaps) <= 15


def test_a_long_answer_comes_in_pages_and_a_series_that_goes_on_is_partial(account: Account) -> None:
    cloudwatch, end, instance = account.client("cloudwatch"), now(account), account.id("shop-web-01")
    queries = [query(i, instance, name) for i, name in enumerate(("CPUUtilization", "NetworkIn"))]
    asked = {"MetricDataQueries": queries, "StartTime": end - timedelta(hours=3), "EndTime": end}
    whole = cloudwatch.get_metric_data(**asked)["MetricDataResults"]
    pages = list(
        cloudwatch.get_paginator("get_metric_data").paginate(**asked, PaginationConfig={"PageSize": 25})
    )
    assert [sum(len(one["Values"]) for one in page["MetricDataResults"]) for page in pages] == [25, 25, 22]
    assert pages[0]["MetricDataResults"][0]["StatusCode"] == "PartialData"
    for number, series in enumerate(whole):
        parts = [one for page in pages for one in page["MetricDataResults"] if one["Id"] == f"m{number}"]
        assert [value for part in parts for value in part["Values"]] == series["Values"]
        assert parts[-1]["StatusCode"] == "Complete"


def test_minutes_are_kept_for_fifteen_days_and_five_minutes_for_sixty_three(account: Account) -> None:
    cloudwatch, end, instance = account.client("cloudwatch"), now(account), account.id("search-01")
    queries = [query(i, instance, "CPUUtilization", period=one) for i, one in enumerate((60, 300, 86400))]
    results = cloudwatch.get_metric_data(
        MetricDataQueries=queries, StartTime=end - timedelta(days=100), EndTime=end
    )["MetricDataResults"]
    oldest = [(end - one["Timestamps"][-1]).days for one in results]
    assert oldest == [15, 63, 100]


def test_what_cloudwatch_refuses(account: Account) -> None:
    cloudwatch, end, instance = account.client("cloudwatch"), now(account), account.id("bastion")
    asked = {"StartTime": end - timedelta(hours=1), "EndTime": end}
    for queries in (
        [query(i, instance, "CPUUtilization") for i in range(501)],
        [query(1, instance, "CPUUtilization", period=90)],
        [query(1, instance, "CPUUtilization", "p101")],
        [query(1, instance, "CPUUtilization")] * 2,
        [{"Id": "m1", "Expression": "SUM(METRICS())"}],
    ):
        refused = error_code(cloudwatch.get_metric_data, MetricDataQueries=queries, **asked)
        assert refused == "ValidationError"
    assert (
        error_code(
            cloudwatch.get_metric_statistics, Namespace="AWS/EC2", MetricName="CPUUtilization", Period=60,
            Statistics=["Sum"], StartTime=end - timedelta(days=2), EndTime=end,
        )
        == "InvalidParameterCombination"
    )  # fmt: skip


def test_an_agent_that_died_leaves_a_gap_and_its_disks_have_dimensions_of_their_own(account: Account) -> None:
    cloudwatch, end = account.client("cloudwatch"), now(account)
    found = cloudwatch.list_metrics(Namespace="CWAgent", MetricName="mem_used_percent")["Metrics"]
    queries = [
        {"Id": f"m{i}", "MetricStat": {"Metric": one, "Period": 3600, "Stat": "Average"}}
        for i, one in enumerate(found)
    ]
    results = cloudwatch.get_metric_data(
        MetricDataQueries=queries, StartTime=end - timedelta(days=3), EndTime=end
    )["MetricDataResults"]
    lengths = [len(one["Values"]) for one in results]
    assert any(30 < length < 50 for length in lengths) and any(length >= 72 for length in lengths)
    disks = cloudwatch.list_metrics(Namespace="CWAgent", MetricName="disk_used_percent")["Metrics"]
    sets = {tuple(sorted(one["Name"] for one in disk["Dimensions"])) for disk in disks}
    assert sets == {("InstanceId",), ("InstanceId", "device", "fstype", "path")}


def test_namespaces_do_not_leak_into_each_other(account: Account) -> None:
    cloudwatch, end, instance = account.client("cloudwatch"), now(account), account.id("bastion")
    wrong = query(1, instance, "CPUUtilization")
    wrong["MetricStat"]["Metric"]["Namespace"] = "CWAgent"
    asked = {"StartTime": end - timedelta(hours=2), "EndTime": end}
    assert (
        cloudwatch.get_metric_data(MetricDataQueries=[wrong], **asked)["MetricDataResults"][0]["Values"] == []
    )
    cloudwatch.put_metric_data(
        Namespace="Acme",
        MetricData=[{"MetricName": "orders", "Value": 7, "Timestamp": end - timedelta(minutes=9)}],
    )
    own = {"Namespace": "Acme", "MetricName": "orders"}
    given = [{"Id": "m1", "MetricStat": {"Metric": own, "Period": 60, "Stat": "Sum"}}]
    assert cloudwatch.get_metric_data(MetricDataQueries=given, **asked)["MetricDataResults"][0]["Values"] == [
        7.0
    ]


def test_metrics_are_listed_by_instance(account: Account) -> None:
    dimensions = [{"Name": "InstanceId", "Value": account.id("bastion")}]
    found = account.client("cloudwatch").list_metrics(Namespace="AWS/EC2", Dimensions=dimensions)["Metrics"]
    names = {one["MetricName"] for one in found}
    assert {"CPUUtilization", "StatusCheckFailed", "CPUCreditBalance", "MetadataNoToken"} <= names


def test_alarms_are_in_all_three_states(account: Account) -> None:
    states = {
        alarm["AlarmName"]: alarm["StateValue"]
        for region in account.demo.regions
        for alarm in account.client("cloudwatch", region).describe_alarms()["MetricAlarms"]
    }
    assert states["spark-master-status"] == "ALARM"
    assert states["stage-gone-cpu"] == states["gpu-lab-cpu"] == "INSUFFICIENT_DATA"
    assert states["bastion-status"] == "OK"


def test_statistics_are_awss() -> None:
    values = [1.0, 2.0, 3.0, 4.0]
    assert statistic("p50", values) == 2.5
    assert statistic("Sum", values) == 10
    assert statistic("Average", values) == 2.5
    assert statistic("p100", values) == 4
