"""The reader's policy names what is read, no more and no less, and can be held to regions and a time."""

from ec2tui.adapters.aws.by_id import BY_ID
from ec2tui.adapters.aws.reads import READS
from ec2tui.core.access.operator import FACTS, SETTING_UP_READS
from ec2tui.core.access.reader import (
    ALARMS,
    METRICS,
    NODES,
    PARAMETERS,
    PRICES,
    PROFILES,
    PROTECTION,
    QUOTAS,
    READ,
    ROLES,
    SCHEDULES,
    reader_policy,
)


def statement(policy, sid):
    return next(one for one in policy["Statement"] if one["Sid"] == sid)


def test_it_names_every_operation_that_is_read_and_no_other():
    listed = {f"{read.service}:{name}" for read in READS.values() for name in (read.operation, *read.asks)}
    told = {*READ, *PROTECTION, *PRICES, *PROFILES, *SCHEDULES, *PARAMETERS, *FACTS, *ROLES}
    told |= {*SETTING_UP_READS, *ALARMS, *METRICS, *NODES, *QUOTAS}
    assert told == listed | {*METRICS} | {action for row in BY_ID.values() for action in row.actions}


def test_every_action_is_a_real_read():
    for one in reader_policy()["Statement"]:
        for action in one["Action"]:
            assert action.split(":")[1].startswith(("Describe", "Get", "List")), action
        assert one["Effect"] == "Allow" and "Condition" not in one


def test_regions_hold_all_but_what_is_asked_at_home():
    policy = reader_policy(("eu-west-1",))
    held = {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}
    assert statement(policy, "Read")["Condition"] == held
    assert "Condition" not in statement(policy, "Everywhere")


def test_a_time_holds_every_statement():
    for one in reader_policy(("eu-west-1",), "2026-01-31T08:00:00Z")["Statement"]:
        assert one["Condition"]["DateLessThan"] == {"aws:CurrentTime": "2026-01-31T08:00:00Z"}
