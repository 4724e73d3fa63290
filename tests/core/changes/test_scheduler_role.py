"""The schedules' role is made whole, once, and a role that others may take is left alone."""

import pytest

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.plan import draft
from ec2tui.core.changes.scheduler_role import CreateRole, CreateScheduleGroup, PutRolePolicy, set_up
from ec2tui.core.model.iam_role import IamRole, document_text
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import ScheduleGroup
from tests.core.changes.worlds import build, key

ROLE, GROUP = key("ec2tui-scheduler"), key("ec2tui")


def wanted(*items):
    inventory = build(*items)
    steps = set_up(ROLE, "{}", '{"a":1}', (GROUP,), inventory)
    assert not isinstance(steps, Unready)
    return draft(steps, inventory).changes


def test_all_is_made_where_nothing_is():
    assert [type(change) for change in wanted()] == [CreateRole, PutRolePolicy, CreateScheduleGroup]


@pytest.mark.parametrize(
    ("policies", "left"), [((), [PutRolePolicy]), ((("ec2tui-scheduler", '{"a":1}'),), [])]
)
def test_only_what_lacks_is_made(policies, left):
    there = ((Kind.ROLES, IamRole(ROLE, "{}", policies)), (Kind.SCHEDULE_GROUPS, ScheduleGroup(GROUP)))
    assert [type(change) for change in wanted(*there)] == left


def test_a_role_that_others_may_take_is_left_alone():
    inventory = build((Kind.ROLES, IamRole(ROLE, '{"b":2}')))
    found = set_up(ROLE, "{}", "{}", (), inventory)
    assert isinstance(found, Unready) and "trust policy is another one" in found.reason


def test_iam_takes_one_value_for_a_list_of_it():
    listed = {"Statement": [{"Action": ["a"], "Resource": ["r", "s"]}]}
    plain = {"Statement": {"Resource": ["r", "s"], "Action": "a"}}
    assert document_text(listed) == document_text(plain)
    assert document_text(listed) != document_text({"Statement": {"Action": "b", "Resource": ["r", "s"]}})
