"""What must be typed: the name of the one thing that is changed, whatever is made beside it."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.isolation_group import DeleteSecurityGroup
from ec2tui.core.changes.plan import Plan, Step, draft
from ec2tui.core.changes.schedules import DeleteSchedule, MoveSchedule, ScheduleRevoke, Target
from ec2tui.core.changes.security_group_rules import AuthorizeRule
from ec2tui.core.changes.snapshots import CreateSnapshot
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.changes.time_box import MANAGED
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.volume import Volume
from ec2tui.services.confirmation import confirmation
from tests.core.changes import worlds
from tests.core.changes.worlds import CHANGES_OF, inventories
from tests.services.audit_fakes import account, context_of
from tests.services.fakes import key


def asked(*changes: object) -> str:
    inventory = context_of(account("i-1", "i-2")).store.inventory
    return confirmation(draft(changes, inventory, "p"), inventory)  # type: ignore[arg-type]


def test_what_is_made_beside_one_instance_is_no_further_subject() -> None:
    protect, snapshot = ProtectTermination(key("i-1")), CreateSnapshot(key("vol-1"))
    assert asked(protect, snapshot) == asked(snapshot, protect) == "name-of-i-1"
    assert asked(protect, snapshot, StopInstance(key("i-2"))) == "change 2"


def test_things_that_are_only_made_count() -> None:
    assert asked(CreateSnapshot(key("vol-1")), CreateSnapshot(key("vol-2"))) == "snapshot 2"
    assert asked(CreateSnapshot(key("vol-1"))) == "vol-1"


@pytest.mark.parametrize("kind", CHANGES_OF, ids=lambda kind: kind.__struct_config__.tag)
@settings(max_examples=8, deadline=None, database=None)
@given(st.data())
def test_several_of_every_change_have_something_to_type(kind: type[Change], data: st.DataObject) -> None:
    changes = [data.draw(CHANGES_OF[kind]) for _ in range(2)]
    plan = Plan("p", tuple(Step(change) for change in changes))
    assert confirmation(plan, data.draw(inventories()))


def of_groups(*changes: Change, **names: str) -> str:
    """What is asked for in a region of groups by id."""
    groups = ((Kind.SECURITY_GROUPS, SecurityGroup(worlds.key(f"sg-{n}"), name)) for n, name in names.items())
    inventory = worlds.build(*groups)
    return confirmation(Plan("p", tuple(Step(change) for change in changes)), inventory)


def test_for_a_rule_of_a_group_the_name_of_the_group_is_typed() -> None:
    group = worlds.key("sg-a")
    allow = AuthorizeRule(group, worlds.spec("tcp/22 from 203.0.113.7/32"))
    mark = SetTag(group, *MANAGED, Kind.SECURITY_GROUPS, stays=True)
    ends = ScheduleRevoke(group, Ref(1, "rule"), False, 1_800_000_000, Target(worlds.ROLE))
    assert of_groups(allow, a="web") == "web"
    assert of_groups(mark, allow, ends, a="web") == "web"
    assert of_groups(allow, a="web", b="db") == "web"
    assert of_groups(allow, a="web", b="web") == "sg-a"
    assert of_groups(allow, b="web") == "sg-a"
    assert of_groups(DeleteSecurityGroup(group), a="web", b="web") == "sg-a"


def test_a_tagged_thing_is_named_as_its_kind_is() -> None:
    volume = Volume(worlds.key("vol-1"), 8, "gp3", "available", tags=(("Name", "data"),))
    inventory = worlds.build((Kind.VOLUMES, volume))
    tag = SetTag(volume.key, "env", "test", Kind.VOLUMES)
    assert confirmation(Plan("p", (Step(tag),)), inventory) == "data"


def test_a_rule_and_its_schedule_are_one_subject() -> None:
    rule, at = worlds.key("sgr-4"), 1_800_000_000
    schedule = worlds.schedule_of("sgr-4", at)
    tag = SetTag(rule, EXPIRES_AT, "2027-01-15T08:00:00Z", Kind.RULES)
    assert of_groups(MoveSchedule(schedule.key, at + 60, schedule), tag) == "sgr-4"
    assert of_groups(DeleteSchedule(schedule.key), RemoveTag(rule, EXPIRES_AT, None, Kind.RULES)) == "sgr-4"


def test_a_name_like_an_id_is_not_typed() -> None:
    aws = account("i-1")
    aws.set("i-1", name="i-00bef1095abba8c93")
    inventory = context_of(aws).store.inventory
    assert confirmation(draft([StopInstance(key("i-1"))], inventory, "p"), inventory) == "i-1"
