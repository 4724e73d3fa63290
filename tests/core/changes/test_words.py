"""What turns something on and off is called by what it does."""

import pytest

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.instance_metadata import SetMonitoring
from ec2tui.core.changes.instance_protection import ProtectStop, ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic
from ec2tui.core.model.key import Key

KEY = Key("1" * 12, "eu-west-1", "x")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (ProtectTermination(KEY), "protect"),
        (ProtectTermination(KEY, on=False), "unprotect"),
        (ProtectStop(KEY, on=False), "no longer protect from stopping"),
        (SetMonitoring(KEY, on=False), "unmonitor"),
        (SetSnapshotPublic(KEY), "make private"),
        (StopInstance(KEY), "stop"),
    ],
)
def test_each_way_has_its_word(change: Change, word: str) -> None:
    assert change.word == word
