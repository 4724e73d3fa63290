"""`alarms` on the demo: what is missing is listed, one is shown, and changes are planned, done and undone."""

import csv
import io
import json


def alarm(on_demo, name):
    found = json.loads(on_demo("alarms", "ls", f'name:"{name}"', "-o", "json").stdout)
    return found[0] if found else None


def test_alarms_are_listed_with_what_is_missing_in_every_form(on_demo, account):
    done = on_demo("alarms", "-o", "json")
    found = json.loads(done.stdout)
    by_name = {one["name"]: one for one in found}
    assert done.returncode == 0 and {one["state"] for one in found} == {
        "ALARM",
        "OK",
        "INSUFFICIENT_DATA",
        "NONE",
    }
    assert by_name["shop-in-trouble"]["type"] == "composite"
    assert by_name["shop-web-00-cpu-high"]["missing"] == ["instance gone", "no data for a day"]
    assert by_name["orders-db-01-status"]["alarm_actions"][1]["words"] == "recover the instance"
    unwatched = [one for one in found if one["state"] == "NONE"]
    assert [account.id("cache-01")] in [one["instance_ids"] for one in unwatched]
    assert {one["name"] for one in unwatched} == {None}
    names = on_demo("alarms", "ls", "state:ALARM", "-o", "ids").stdout.split()
    assert names == ["legacy-jump-imdsv1-used", "legacy-risk"]
    head, *rows = csv.reader(io.StringIO(on_demo("alarms", "instance:legacy-jump", "-o", "csv").stdout))
    assert head[:3] == ["state", "since", "name"] and len(rows) == 2
    table = on_demo("alarms", "ls", "disabled").stdout
    assert "shop-api-01-cpu-high" in table and "off: ops-pager" in table
    assert on_demo("alarms", "statee:x").returncode == 2


def test_one_alarm_is_shown_with_its_history_and_tags(on_demo):
    shown = json.loads(on_demo("alarms", "show", "shop-web-02-cpu-high", "-o", "json").stdout)
    assert shown["tags"] == {"team": "shop", "runbook": "https://wiki.example/cpu"} and shown["history"]
    text = on_demo("alarms", "show", "legacy-risk").stdout
    assert "rule: ALARM" in text and "HISTORY" in text and "Alarm updated from OK to ALARM" in text
    lost = on_demo("alarms", "show", "nobody")
    assert (lost.returncode, "no alarm 'nobody'" in lost.stderr) == (1, True)


def test_recommended_alarms_are_planned_without_those_that_are_there(on_demo, account):
    done = on_demo("alarms", "add", "bastion", "--dry-run", "--yes", "-o", "json")
    plan, at = json.loads(done.stdout), account.id("bastion")
    assert done.returncode == 0, done
    assert "bastion-status watches it" in done.stderr and "bastion-credits-low watches it" in done.stderr
    made = [one["id"] for one in plan["changes"]]
    assert made == [f"bastion-{what}-{at}" for what in ("system", "cpu", "memory", "disk")]
    assert "arn:aws:automate:eu-west-1:ec2:recover" in plan["commands"][0]
    recovering = ("--metric", "status_system", "--do", "recover", "--region", "us-east-1")
    refused = on_demo("alarms", "add", "gpu-lab", *recovering, "--dry-run")
    assert (refused.returncode, "gpu-lab cannot be recovered" in refused.stdout) == (3, True)


def test_an_alarm_is_added_edited_tried_and_deleted_and_undo_brings_it_back(on_demo):
    line = ("--metric", "cpu", "--above", "95", "--for", "2/3", "--do", "ops-pager")
    add = ("alarms", "add", "shop-web-01", *line)
    assert on_demo(*add, "--name", "too-hot").returncode == 3, "nothing was agreed to"
    assert on_demo(*add, "--name", "too-hot", "--yes", "--reason", "try").returncode == 0
    first = alarm(on_demo, "too-hot")
    assert (first["threshold"], first["datapoints_to_alarm"]) == (95.0, 2)
    assert first["state"] == "INSUFFICIENT_DATA"
    edit = ("alarms", "edit", "too-hot", "--above", "97", "--missing", "breaching")
    assert on_demo(*edit, "--yes").returncode == 0
    tried = on_demo("alarms", "test", "too-hot", "--yes")
    assert "This tells SNS topic ops-pager" in tried.stdout and alarm(on_demo, "too-hot")["state"] == "ALARM"
    assert on_demo("alarms", "disable", "too-hot", "--yes").returncode == 0
    assert on_demo("alarms", "copy", "too-hot", "--to", "bastion", "--yes").returncode == 0
    before = alarm(on_demo, "too-hot")
    assert (before["actions_enabled"], before["threshold"]) == (False, 97.0)
    assert before["treat_missing_data"] == "breaching"
    assert on_demo("alarms", "rm", "too-hot", "--yes").returncode == 0
    assert alarm(on_demo, "too-hot") is None
    assert on_demo("undo", "--yes").returncode == 0
    back = alarm(on_demo, "too-hot")
    for changing in ("state", "since", "reason"):
        back.pop(changing), before.pop(changing)
    assert back == before
    assert on_demo("alarms", "edit", "too-hot").returncode == 2, "nothing to do"
    assert on_demo("alarms", "add", "shop-web-01", "--above", "95").returncode == 2, (
        "what is watched is not said"
    )


def test_alarms_that_may_not_be_read_are_not_none(on_demo, account):
    account.ask("deny", operation="DescribeAlarms", service="cloudwatch")
    done = on_demo("alarms", "-o", "json")
    assert done.returncode == 4 and "not read: alarms" in done.stderr
    assert done.stdout == ""
