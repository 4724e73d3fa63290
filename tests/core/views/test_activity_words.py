"""The word for a recorded change: what was really done, and something for what is not known."""

import pytest

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.codec import change_to_builtins
from ec2tui.core.changes.instance_metadata import SetMonitoring
from ec2tui.core.changes.instance_protection import ProtectStop, ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic
from ec2tui.core.model.activity import Activity
from ec2tui.core.model.record import Record, RecordKind
from ec2tui.core.views.activity_words import verb
from tests.core.changes.worlds import key

SUBJECT = key("i-1")


def activity(change: object) -> Activity:
    return Activity(SUBJECT, Record("r", RecordKind.INTENT, "", change=change), None, "ok")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (StopInstance(SUBJECT), "stop"),
        (ProtectTermination(SUBJECT, on=True), "protect"),
        (ProtectTermination(SUBJECT, on=False), "unprotect"),
        (ProtectStop(SUBJECT, on=False), "no longer protect from stopping"),
        (SetMonitoring(SUBJECT, on=False), "unmonitor"),
        (SetSnapshotPublic(SUBJECT, public=False), "make private"),
    ],
)
def test_what_was_lifted_is_not_called_what_sets_it(change: Change, word: str) -> None:
    assert verb(activity(change_to_builtins(change))) == word


def test_a_change_that_this_version_reads_no_more_keeps_its_kind() -> None:
    assert verb(activity({"action": "instance.stop", "key": 7})) == "stop"
    assert verb(activity({"action": "moon.land", "key": list(SUBJECT)})) == "moon.land"
    assert verb(activity(None)) == "?"
