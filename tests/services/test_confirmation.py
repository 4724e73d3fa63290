"""What must be typed: the name of the one thing that is changed, whatever is made beside it."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.plan import Plan, Step, draft
from ec2tui.core.changes.snapshots import CreateSnapshot
from ec2tui.services.confirmation import confirmation
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


def test_a_name_like_an_id_is_not_typed() -> None:
    aws = account("i-1")
    aws.set("i-1", name="i-00bef1095abba8c93")
    inventory = context_of(aws).store.inventory
    assert confirmation(draft([StopInstance(key("i-1"))], inventory, "p"), inventory) == "i-1"
