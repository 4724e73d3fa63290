"""`metrics` on the demo: the values of an independent client, gaps as gaps, and a word for every lack."""

import csv
import io
import json
from datetime import datetime

import boto3
import pytest

from tests.cli.conftest import REGION


@pytest.fixture
def cloudwatch(demo):
    return boto3.client(
        "cloudwatch",
        REGION,
        endpoint_url=demo.endpoint_url,
        aws_access_key_id=demo.access_key,
        aws_secret_access_key=demo.secret_key,
    )


@pytest.mark.parametrize(("name", "stat"), [("CPUUtilization", "Average"), ("EBSReadOps", "p90")])
def test_values_are_those_of_another_client(on_demo, account, cloudwatch, name, stat):
    done = on_demo("metrics", "search-01", "--since", "2d", "--metric", name, "--stat", stat, "-o", "json")
    document = json.loads(done.stdout)
    (one,) = document["metrics"]
    assert (done.returncode, one["statistic"], one["status"]) == (0, stat, "ok")
    metric = {
        "Namespace": "AWS/EC2",
        "MetricName": name,
        "Dimensions": [{"Name": "InstanceId", "Value": account.id("search-01")}],
    }
    times = [datetime.fromisoformat(point["time"]) for point in one["points"]]
    (other,) = cloudwatch.get_metric_data(
        MetricDataQueries=[
            {"Id": "m", "MetricStat": {"Metric": metric, "Period": one["period"], "Stat": stat}}
        ],
        StartTime=times[0],
        EndTime=times[-1],
        ScanBy="TimestampAscending",
    )["MetricDataResults"]
    mine = {time: point["value"] for time, point in zip(times, one["points"], strict=True)}
    theirs = dict(zip(other["Timestamps"], other["Values"], strict=True))
    assert len(theirs) > 150 and mine.items() >= theirs.items()


def test_a_chart_with_its_axes_and_its_price(on_demo, tmp_path):
    file = tmp_path / "demo.toml"
    file.write_text(file.read_text() + '[metrics]\ntime_zone = "UTC"\n')
    done = on_demo("metrics", "legacy-jump", "--since", "3h")
    assert "── alarm legacy-jump-cpu at 95" in done.stdout
    assert done.returncode == 0 and "at most USD 0.0001" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("CPU (%)  average of 5 min, ") and lines[0].endswith(" UTC")
    assert any("┤" in line for line in lines) and any("CPU credits" in line for line in lines)


def test_alarms_that_are_denied_are_told_and_the_chart_stands(on_demo, account):
    account.ask("deny", operation="DescribeAlarms")
    done = on_demo("metrics", "bastion", "--metric", "cpu", "--since", "15m")
    assert done.returncode == 0 and "┤" in done.stdout and "cloudwatch:DescribeAlarms" in done.stderr
    assert ": less than USD 0.0001" in done.stderr


def test_csv_has_a_row_for_each_point(on_demo):
    done = on_demo("metrics", "bastion", "--since", "1h", "--metric", "cpu", "--period", "5m", "-o", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) in (12, 13) and {row["period"] for row in rows} == {"300"}
    assert all(row["unit"] == "Percent" and float(row["value"]) >= 0 for row in rows)


def test_a_range_is_called_as_on_the_screen(on_demo):
    done = on_demo("metrics", "bastion", "--since", "15mo", "--metric", "cpu", "-o", "json")
    told = json.loads(done.stdout)
    start, end = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
    assert (end - start).days == 455 and told["metrics"][0]["period"] >= 3600


def test_no_data_is_said_and_is_no_failure(on_demo):
    done = on_demo("metrics", "stage-build-01", "--metric", "cpu")
    assert done.returncode == 0 and "no data" in done.stdout and "┤" not in done.stdout
    told = json.loads(on_demo("metrics", "stage-build-01", "--metric", "cpu", "-o", "json").stdout)
    assert told["metrics"][0] | {"status": "no data", "points": []} == told["metrics"][0]


def test_denied_and_throttled_are_told_and_fail(on_demo, account):
    account.ask("deny", operation="GetMetricData")
    done = on_demo("metrics", "bastion", "--metric", "cpu")
    assert done.returncode == 4 and "cloudwatch:GetMetricData" in done.stderr and "denied" in done.stdout
    account.ask("clear")
    account.ask("throttle", operation="GetMetricData", times="99")
    done = on_demo("metrics", "bastion", "--metric", "cpu", "-o", "json")
    assert done.returncode == 5 and json.loads(done.stdout)["metrics"][0]["status"] == "throttled"


@pytest.mark.parametrize(
    "options",
    [("--metric", "speed"), ("--stat", "p101"), ("--since", "500d"), ("--period", "90"), ("--since", "3")],
)
def test_what_cloudwatch_does_not_know_is_refused_before_it_is_asked(on_demo, options):
    assert on_demo("metrics", "bastion", *options).returncode == 2


def test_ls_asks_for_the_metrics_of_a_page_in_one_call_and_only_when_they_show(on_demo, account):
    assert on_demo("ls", "shop-web", "-o", "csv").returncode == 0
    assert "GetMetricData" not in account.ask("calls")["calls"]
    done = on_demo("ls", "shop-web", "--columns", "name,cpu", "cpu>0")
    rows = done.stdout.splitlines()[1:]
    assert done.returncode == 0 and len(rows) == 6 and all(row.endswith("%") for row in rows)
    assert account.ask("calls")["calls"]["GetMetricData"] == 1


def test_ls_says_that_metrics_are_denied_or_over_the_budget(on_demo, account, tmp_path):
    account.ask("deny", operation="GetMetricData")
    done = on_demo("ls", "bastion", "--columns", "name,cpu")
    assert done.returncode == 4 and "denied" in done.stdout and "cloudwatch:GetMetricData" in done.stderr
    account.ask("clear")
    file = tmp_path / "demo.toml"
    file.write_text(file.read_text() + "[metrics]\nbudget = 0.00001\n")
    done = on_demo("ls", "--columns", "name,cpu,network")
    assert done.returncode == 3 and "[metrics] budget" in done.stderr
    assert "GetMetricData" not in account.ask("calls")["calls"]
