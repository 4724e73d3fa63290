"""A schedule is read as it was made, and one that somebody else made is not taken for one of ours."""

from ec2tui.adapters.aws.schedules import schedule
from ec2tui.core.changes.schedules import ScheduleRevoke, Target
from ec2tui.core.model.key import Key

GROUP = Key("111122223333", "eu-west-1", "sg-1")
ROLE = "arn:aws:iam::111122223333:role/ec2tui-scheduler"


def test_what_is_made_reads_back():
    for egress in (False, True):
        made = ScheduleRevoke(GROUP, "sgr-1", egress, 1_769_882_430, Target(ROLE))
        document = {**made.call().params, "State": "ENABLED"}
        assert schedule(made.schedule.key, document) == made.schedule


def test_another_schedule_says_no_time_and_no_rule():
    key = GROUP._replace(id="ec2tui-x")
    for document in (
        {},
        {"ScheduleExpression": "rate(5 minutes)", "Target": {"Input": "[]"}},
        {"ScheduleExpression": "at(2026-01-31T18:00:30)", "ScheduleExpressionTimezone": "Europe/Berlin"},
        {"Target": {"Input": "{"}},
    ):
        found = schedule(key, document)
        assert (found.at, found.rule_id, found.group_id) == (None, "", "")
