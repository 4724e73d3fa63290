"""The schedules' role revokes in marked groups, is taken by Scheduler alone, and can do nothing else."""

from ec2tui.core.access.scheduler_role import MANAGED, permissions_policy, trust_policy
from ec2tui.core.changes.time_box import MANAGED as MARK


def test_only_our_own_schedules_take_it():
    (one,) = trust_policy("111122223333", ("eu-west-1",))["Statement"]
    assert one["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert one["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": ["arn:aws:scheduler:eu-west-1:111122223333:schedule-group/ec2tui"]},
    }


def test_it_revokes_in_marked_groups_and_tells_what_failed():
    revoke, tell = permissions_policy("111122223333", (), "aws-cn", "arn:q")["Statement"]
    assert revoke["Action"] == ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"]
    assert revoke["Resource"] == ["arn:aws-cn:ec2:*:111122223333:security-group/*"]
    assert revoke["Condition"] == {"StringEquals": {"aws:ResourceTag/ec2tui:managed": "true"}}
    assert (tell["Action"], tell["Resource"]) == (["sqs:SendMessage"], "arn:q")
    assert MARK == (MANAGED, "true")
