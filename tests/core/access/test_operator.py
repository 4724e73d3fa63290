"""The operator's policy is the reader's and what the changes ask for, no more and no less."""

import json

from ec2tui.core.access.operator import (
    ACCOUNT_WIDE,
    FACTS,
    PASSWORDS,
    SESSIONS,
    SETTING_UP,
    TUNNEL,
    operator_policy,
)
from ec2tui.core.access.reader import reader_policy
from ec2tui.core.changes.codec import CHANGES

ASKS = {action for change in CHANGES for action in change.asks}
EVERYDAY = ASKS - {*SETTING_UP, *ACCOUNT_WIDE}


def allowed(policy):
    return [action for one in policy["Statement"] for action in one["Action"]]


def statement(policy, sid):
    return next(one for one in policy["Statement"] if one["Sid"] == sid)


def test_it_allows_what_changes_ask_for_and_what_is_read_and_nothing_else():
    policy = operator_policy(ASKS)
    wanted = {*EVERYDAY, *allowed(reader_policy()), *FACTS, "ec2:DescribeTags", "iam:GetRole"}
    ways_in = {*PASSWORDS, *TUNNEL, *SESSIONS}
    assert not ways_in & set(allowed(reader_policy())), "who only looks gets no way in"
    wanted |= ways_in
    assert sorted(allowed(policy)) == sorted([*wanted, "iam:PassRole"]), "passed to EC2, and to Scheduler"
    wide = {action for action in allowed(policy) if "*" in action}
    assert wide <= {"kms:ReEncrypt*"}, "KMS's own name for a pair of actions"


def test_nobody_writes_policies_into_roles_with_it():
    assert set(SETTING_UP) <= ASKS
    given = [action for action in allowed(operator_policy(ASKS)) if action.startswith("iam:")]
    assert not [action for action in given if action.split(":")[1].startswith(("Create", "Put", "Delete"))]


def test_a_role_is_passed_to_ec2_only_and_not_held_to_a_region():
    passing = statement(operator_policy(ASKS, ("eu-west-1",)), "PassRoleToEC2")
    assert passing["Action"] == ["iam:PassRole"]
    assert passing["Condition"] == {
        "StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]}
    }
    assert "PassRoleToEC2" not in json.dumps(operator_policy(["ec2:StopInstances"]))


def test_only_our_schedules_are_touched_and_only_our_roles_passed_to_scheduler():
    policy = operator_policy(ASKS)
    held = [one for one in policy["Statement"] if any(a.startswith("scheduler:") for a in one["Action"])]
    assert {one["Resource"] for one in held} == {"arn:*:scheduler:*:*:schedule/ec2tui/*"}
    passing = statement(policy, "PassRoleToScheduler")
    assert passing["Resource"] == "arn:*:iam::*:role/ec2tui-*"
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": ["scheduler.amazonaws.com"]}}


def test_sessions_are_for_ssh_and_ports_and_only_ones_own_are_ended():
    held = statement(operator_policy(ASKS), "Sessions")
    assert held["Action"] == ["ssm:StartSession", "ssm:TerminateSession"]
    assert "*" not in held["Resource"] and "arn:*:ssm:*::document/AWS-Start*Session*" in held["Resource"]
    assert all("${aws:user" in one for one in held["Resource"] if ":session/" in one)


def test_keys_are_used_through_ec2_only():
    policy = operator_policy(ASKS)
    for one in policy["Statement"]:
        if any(action.startswith("kms:") for action in one["Action"]):
            assert one["Condition"]["StringLike"]["kms:ViaService"][0] == "ec2.*.amazonaws.com"


def test_regions_and_a_time_hold_every_change():
    policy = operator_policy(ASKS, ("eu-west-1",), "2026-01-31T08:00:00Z")
    assert statement(policy, "Change")["Condition"] == {
        "StringEquals": {"aws:RequestedRegion": ["eu-west-1"]},
        "DateLessThan": {"aws:CurrentTime": "2026-01-31T08:00:00Z"},
    }
    for one in policy["Statement"]:
        assert one["Condition"]["DateLessThan"] == {"aws:CurrentTime": "2026-01-31T08:00:00Z"}


def test_it_fits_into_a_managed_policy():
    """IAM allows 6,144 characters, white space not counted."""
    policy = operator_policy(ASKS, ("eu-west-1", "us-east-1"), "2026-01-31T08:00:00Z")
    assert len(json.dumps(policy, separators=(",", ":"))) < 6144
