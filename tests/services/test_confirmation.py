"""What must be typed: the name of the one thing that is changed, whatever is made beside it."""

from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.plan import draft
from ec2tui.core.changes.snapshots import CreateSnapshot
from ec2tui.services.confirmation import confirmation
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
