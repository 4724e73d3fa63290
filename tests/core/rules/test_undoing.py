"""What is told beforehand of an undo that the guardrails will block."""

from ec2tui.core.changes.change import put
from ec2tui.core.changes.instance_state import StartInstance, StopInstance
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic, UnshareSnapshot
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.rules.policy import FIXED, Policy
from ec2tui.core.rules.undoing import Barred, barred
from ec2tui.core.views.plan import Shown, plan_document, plan_lines
from ec2tui.core.views.plan_undo import undo_notes
from ec2tui.core.views.text import clean
from tests.services.fakes import key

SNAPSHOT = key("snap-1")


def world(public: bool) -> Inventory:
    sharing = SnapshotSharing(SNAPSHOT, public, ("111122223333",))
    return put(put(Inventory(), Kind.SNAPSHOTS, Snapshot(SNAPSHOT)), Kind.SHARING, sharing)


def test_making_it_public_again_will_be_blocked_and_the_review_says_so() -> None:
    plan = Plan("", (Step(UnshareSnapshot(SNAPSHOT, ("111122223333",))), Step(SetSnapshotPublic(SNAPSHOT))))
    (found,) = barred(plan, world(True), Policy(), 0.0)
    assert (found.step, found.setting) == (1, "guardrails.levels.snapshot_public")
    shown = Shown(plan, world(True), plan.after(world(True)), barred=(found,))
    text = "\n".join(clean("".join(cell.text for cell in line)) for line in plan_lines(shown))
    assert "Undo will be blocked by guardrails.levels.snapshot_public: Every AWS account" in text
    assert "Undo takes all of it back" not in text
    first, second = plan_document(shown)["changes"]
    assert first["not_restored"] == [] and "blocked" in second["not_restored"][0]


def test_what_no_setting_lowers_is_not_told_as_a_setting() -> None:
    found = Barred(0, "AWS refuses it.", FIXED)
    plan = Plan("", (Step(SetSnapshotPublic(SNAPSHOT)),))
    (note,) = undo_notes(plan, world(True), (found,))
    assert note.lost[-1] == "Undo will be blocked: AWS refuses it."


def test_where_policy_lets_it_nothing_is_said() -> None:
    lets = Policy(levels={"snapshot_public": Level.WARN})
    plan = Plan("", (Step(SetSnapshotPublic(SNAPSHOT)),))
    assert barred(plan, world(True), lets, 0.0) == ()
    assert barred(plan, world(False), Policy(), 0.0) == ()


def test_what_blocks_the_plan_itself_and_what_is_not_known_do_not_count() -> None:
    plan = Plan("", (Step(SetSnapshotPublic(SNAPSHOT)),))
    assert barred(plan, world(True), Policy(), 0.0, but=frozenset({"snapshot_public"})) == ()
    unread = Plan("", (Step(StopInstance(key("i-1"))), Step(StartInstance(key("i-1")))))
    assert barred(unread, Inventory(), Policy(), 0.0) == ()
