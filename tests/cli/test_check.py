"""`check` on the embedded account: forms, levels, baselines, and everything that hides something is said."""

import json
from pathlib import Path

import pytest

from ec2tui.cli.check import Result, _exit_code
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.views.findings_baseline import Looked
from ec2tui.core.views.findings_row import Found, row_key


def test_failures_reach_a_level_and_a_later_run_is_compared(on_demo, tmp_path: Path) -> None:
    done = on_demo("check", "--only", "SG-01,SG-13,NET-02", "-o", "json", "--fail-on", "high")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {one["check"] for one in found} == {"SG-01", "SG-13", "NET-02"}
    failing = [one for one in found if one["status"] == "fail"]
    assert "legacy-admin" in {one["name"] for one in failing if one["check"] == "SG-01"}
    assert found.index(failing[-1]) < found.index(next(one for one in found if one["status"] == "pass"))
    assert len({one["id"] for one in found}) == len(found)
    assert "--region all looks at every enabled region" in done.stderr

    file = tmp_path / "before.json"
    gone = next(one for one in found if one["status"] == "pass")
    file.write_text(json.dumps([*failing[1:], {**gone, "status": "fail"}]))
    again = on_demo(
        "check", "--only", "SG-01,SG-13,NET-02", "-o", "sarif", "--baseline", str(file), "check:SG-*"
    )
    results = json.loads(again.stdout)["runs"][0]["results"]
    states = [one.get("baselineState") for one in results]
    assert states.count("new") == (1 if failing[0]["check"] != "NET-02" else 0)
    assert states.count("absent") >= 1
    assert "unchanged" in states
    assert again.returncode == 0


def test_a_table_shows_what_is_to_be_told_and_says_what_was_not_looked_at(on_demo) -> None:
    done = on_demo("check", "sg:legacy-admin", "--only", "SG-01")
    lines = done.stdout.splitlines()
    assert lines[0].split()[:3] == ["Status", "Check", "Resource"]
    assert any(line.startswith("critical  SG-01") and "legacy-admin" in line for line in lines)
    assert "critical" in done.stderr and done.returncode == 0


def test_a_check_is_explained_without_asking_anybody(new_program) -> None:
    done = new_program("check", "--explain", "sg-07", "-o", "json")
    assert json.loads(done.stdout)["check"] == "SG-07"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "SG-99"), "unknown check 'SG-99': did you mean SG-0"),
        (("--explain", "nonsense"), "unknown check 'nonsense'"),
        (("severty:high",), "unknown field 'severty'"),
        (("--fail-on", "hihg"), "did you mean 'high'?"),
        (("--baseline", "/nowhere.json"), "--baseline /nowhere.json: cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_a_mistake(program, arguments, said) -> None:
    done = program("check", *arguments, "--endpoint-url", "http://127.0.0.1:9", "--region", "eu-west-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def result(status: FindingStatus, severity: Severity, *problems: Problem) -> Result:
    key = Key("1", "eu-west-1", "sg-1")
    finding = Finding("SG-01", status, severity, Kind.SECURITY_GROUPS, key, "t", "r")
    looked = Looked(frozenset(), frozenset())
    return Result([Found(row_key(finding), finding)], (), looked, problems, problems)


DENIED = Problem(Outcome.DENIED, "ec2:DescribeSecurityGroupRules", "no")
BROKEN = Problem(Outcome.UNREACHABLE, "ec2:DescribeSecurityGroupRules", "no")
FAIL, UNKNOWN, ACCEPTED = FindingStatus.FAIL, FindingStatus.UNKNOWN, FindingStatus.ACCEPTED


@pytest.mark.parametrize(
    ("level", "told", "code"),
    [
        (None, result(FAIL, Severity.CRITICAL), 0),
        (None, result(UNKNOWN, Severity.LOW, DENIED), 4),
        ("high", result(FAIL, Severity.HIGH), 1),
        ("high", result(FAIL, Severity.MEDIUM), 0),
        ("high", result(ACCEPTED, Severity.CRITICAL), 0),
        ("high", result(FAIL, Severity.CRITICAL, DENIED), 1),
        ("high", result(UNKNOWN, Severity.HIGH, DENIED), 4),
        ("high", result(UNKNOWN, Severity.HIGH, BROKEN), 5),
        ("high", result(UNKNOWN, Severity.LOW, DENIED), 0),
    ],
)
def test_the_exit_status_is_that_of_the_contract(level, told, code) -> None:
    assert _exit_code(level, told) == code


def test_what_is_denied_is_unknown_and_names_the_permission(on_demo, account) -> None:
    account.ask("deny", operation="DescribeSecurityGroupRules")
    try:
        done = on_demo("check", "--only", "SG-01", "-o", "json", "--fail-on", "critical")
    finally:
        account.ask("clear")
    found = json.loads(done.stdout)
    assert {one["status"] for one in found} == {"unknown"}
    assert {need for one in found for need in one["needs"]} == {"ec2:DescribeSecurityGroupRules"}
    assert done.returncode == 4
    assert "not read: security group rules" in done.stderr


def test_show_tells_the_findings_of_an_instance_by_what_was_read_for_it(on_demo) -> None:
    told = json.loads(on_demo("show", "legacy-jump", "-o", "json").stdout)["findings"]
    failing = {one["check"] for one in told if one["status"] == "fail"}
    assert {"NET-01", "NET-02", "INS-01"} <= failing
    text = on_demo("show", "legacy-jump").stdout
    assert "FINDINGS" in text and "critical NET-01" in text
