"""Schedules of EventBridge Scheduler that end rules: made as AWS makes them, and really carried out."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest

from .conftest import Account, error_code, rules, tcp

MANAGED = [{"Key": "ec2tui:managed", "Value": "true"}]
SERVICE = {"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole"}


def now(account: Account) -> datetime:
    return datetime.fromisoformat(account.control("advance?seconds=0")["now"])


def role(account: Account, name: str = "ec2tui-scheduler") -> str:
    return f"arn:aws:iam::{account.demo.account_id}:role/{name}"


def asked(account: Account, group: str, rule: str, at: datetime, **given: Any) -> dict[str, Any]:
    target = {
        "Arn": "arn:aws:scheduler:::aws-sdk:ec2:revokeSecurityGroupIngress",
        "RoleArn": role(account),
        "Input": json.dumps({"GroupId": group, "SecurityGroupRuleIds": [rule]}),
        "RetryPolicy": {"MaximumRetryAttempts": 5, "MaximumEventAgeInSeconds": 3600},
    }
    return {
        "GroupName": "ec2tui",
        "Name": f"ec2tui-{rule}",
        "ScheduleExpression": f"at({at:%Y-%m-%dT%H:%M:%S})",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        **given,
        "Target": {**target, **given.get("Target", {})},
    }


@pytest.fixture
def opened(account: Account, group: str) -> Iterator[tuple[str, str]]:
    """A group in which schedules may revoke, and a rule of it."""
    account.ec2.create_tags(Resources=[group], Tags=MANAGED)
    permissions = [tcp(22, "81.2.69.144/32"), tcp(443, "10.0.0.0/8")]
    made = account.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)
    yield group, made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    scheduler = account.client("scheduler")
    for one in scheduler.list_schedules(GroupName="ec2tui")["Schedules"]:
        scheduler.delete_schedule(GroupName="ec2tui", Name=one["Name"])


def test_a_rule_is_revoked_when_it_is_due_and_the_schedule_goes(
    account: Account, opened: tuple[str, str]
) -> None:
    group, rule = opened
    scheduler, due = account.client("scheduler"), now(account) + timedelta(minutes=30)
    made = scheduler.create_schedule(**asked(account, group, rule, due))
    assert made["ScheduleArn"].endswith(f":schedule/ec2tui/ec2tui-{rule}")
    said = scheduler.get_schedule(GroupName="ec2tui", Name=f"ec2tui-{rule}")
    assert (said["State"], said["ActionAfterCompletion"]) == ("ENABLED", "DELETE")
    assert said["Target"]["RetryPolicy"]["MaximumRetryAttempts"] == 5
    listed = scheduler.list_schedules(GroupName="ec2tui", NamePrefix="ec2tui-sgr")["Schedules"]
    assert [one["Name"] for one in listed] == [f"ec2tui-{rule}"]
    account.control("advance?seconds=1780")
    assert rule in {one["SecurityGroupRuleId"] for one in rules(account, group)}
    account.control("advance?seconds=30")
    assert [one["FromPort"] for one in rules(account, group)] == [443]
    code = error_code(scheduler.get_schedule, GroupName="ec2tui", Name=f"ec2tui-{rule}")
    assert code == "ResourceNotFoundException"


def test_a_moved_schedule_fires_then_and_a_deleted_one_never(
    account: Account, opened: tuple[str, str]
) -> None:
    group, rule = opened
    scheduler, start = account.client("scheduler"), now(account)
    scheduler.create_schedule(**asked(account, group, rule, start + timedelta(minutes=5)))
    scheduler.update_schedule(**asked(account, group, rule, start + timedelta(minutes=20)))
    account.control("advance?seconds=600")
    said = scheduler.get_schedule(GroupName="ec2tui", Name=f"ec2tui-{rule}")
    assert (said["ScheduleExpression"], said["ActionAfterCompletion"]) == (
        f"at({start + timedelta(minutes=20):%Y-%m-%dT%H:%M:%S})",
        "DELETE",
    )
    scheduler.delete_schedule(GroupName="ec2tui", Name=f"ec2tui-{rule}")
    account.control("advance?seconds=900")
    assert len(rules(account, group)) == 2
    delete = {"GroupName": "ec2tui", "Name": f"ec2tui-{rule}"}
    assert error_code(scheduler.delete_schedule, **delete) == "ResourceNotFoundException"


def test_outbound_rules_are_revoked_too_and_zones_are_minded(
    account: Account, opened: tuple[str, str]
) -> None:
    group, _ = opened
    out = rules(account, group, egress=True)[0]["SecurityGroupRuleId"]
    zone, ahead = ("Asia/Tokyo", 9) if "Asia/Tokyo" in available_timezones() else ("UTC", 0)
    there = now(account) + timedelta(hours=ahead, minutes=2)
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:ec2:revokeSecurityGroupEgress"}
    given = asked(account, group, out, there, Target=target, ScheduleExpressionTimezone=zone)
    account.client("scheduler").create_schedule(**{**given, "ActionAfterCompletion": "NONE"})
    account.control("advance?seconds=150")
    assert rules(account, group, egress=True) == []
    kept = account.client("scheduler").get_schedule(GroupName="ec2tui", Name=f"ec2tui-{out}")
    assert kept["State"] == "ENABLED"


def test_without_the_right_nothing_is_revoked_and_the_schedule_goes_all_the_same(
    account: Account, opened: tuple[str, str]
) -> None:
    group, rule = opened
    account.ec2.delete_tags(Resources=[group], Tags=MANAGED)
    due = now(account) + timedelta(minutes=1)
    account.client("scheduler").create_schedule(**asked(account, group, rule, due))
    account.control("advance?seconds=90")
    assert len(rules(account, group)) == 2
    assert account.client("scheduler").list_schedules(GroupName="ec2tui")["Schedules"] == []


def test_the_same_token_makes_one_schedule(account: Account, opened: tuple[str, str]) -> None:
    scheduler, due = account.client("scheduler"), now(account) + timedelta(hours=1)
    given = asked(account, *opened, due, ClientToken="a-token")
    assert (
        scheduler.create_schedule(**given)["ScheduleArn"] == scheduler.create_schedule(**given)["ScheduleArn"]
    )
    other = {**given, "ClientToken": "another"}
    assert error_code(scheduler.create_schedule, **other) == "ConflictException"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ScheduleExpression": "at(tomorrow)"}, "ValidationException"),
        ({"ScheduleExpression": "at(2026-13-01T00:00:00)"}, "ValidationException"),
        ({"ScheduleExpression": "every day"}, "ValidationException"),
        ({"ScheduleExpressionTimezone": "Mars/Olympus"}, "ValidationException"),
        ({"GroupName": "nobody-made-it"}, "ResourceNotFoundException"),
        ({"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:ec2:describeInstances"}}, "ValidationException"),
        ({"Target": {"Input": "{"}}, "ValidationException"),
        ({"Target": {"RoleArn": "arn:aws:iam::210987654321:role/nobody"}}, "ValidationException"),
        ({"Target": {"RoleArn": "arn:aws:iam::210987654321:role/shop-web"}}, "ValidationException"),
    ],
)
def test_what_could_not_be_carried_out_is_refused(
    account: Account, opened: tuple[str, str], given: dict[str, Any], code: str
) -> None:
    due = now(account) + timedelta(hours=1)
    scheduler = account.client("scheduler")
    assert error_code(scheduler.create_schedule, **asked(account, *opened, due, **given)) == code
    update = {**asked(account, *opened, due), "Name": "never-made"}
    assert error_code(scheduler.update_schedule, **update) == "ResourceNotFoundException"
    assert scheduler.list_schedules(GroupName="ec2tui")["Schedules"] == []


def test_a_role_and_a_group_of_schedules_can_be_set_up(account: Account, opened: tuple[str, str]) -> None:
    iam, scheduler = account.client("iam"), account.client("scheduler")
    document = {"Version": "2012-10-17", "Statement": [SERVICE]}
    iam.create_role(RoleName="own-revoker", AssumeRolePolicyDocument=json.dumps(document))
    scheduler.create_schedule_group(Name="own", Tags=[{"Key": "owner", "Value": "ops"}])
    assert error_code(scheduler.create_schedule_group, Name="own") == "ConflictException"
    due = now(account) + timedelta(minutes=1)
    given = asked(account, *opened, due, GroupName="own", Target={"RoleArn": role(account, "own-revoker")})
    scheduler.create_schedule(**given)
    account.control("advance?seconds=90")
    assert len(rules(account, opened[0])) == 2  # the role may do nothing yet
    allow = {"Effect": "Allow", "Action": "ec2:Revoke*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    iam.put_role_policy(RoleName="own-revoker", PolicyName="revoke", PolicyDocument=policy)
    given["ScheduleExpression"] = f"at({now(account) + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S})"
    scheduler.create_schedule(**given)
    account.control("advance?seconds=90")
    assert len(rules(account, opened[0])) == 1
    iam.delete_role_policy(RoleName="own-revoker", PolicyName="revoke")
    iam.delete_role(RoleName="own-revoker")
    scheduler.delete_schedule_group(Name="own")
    assert iam.get_role(RoleName="ec2tui-scheduler")["Role"]["Arn"] == role(account)
