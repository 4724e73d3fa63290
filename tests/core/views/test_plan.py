"""The review in lines and as a document: nothing untrusted gets through, nothing unknown looks known."""

import json

import pytest

from ec2tui.core.changes.addresses import give_address
from ec2tui.core.changes.change import Change, put
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.instance_metadata import SetMetadataOptions
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance, TerminateInstance
from ec2tui.core.changes.instance_type import resize
from ec2tui.core.changes.plan import Step, draft
from ec2tui.core.changes.rehearsal import Rehearsal, Verdict
from ec2tui.core.changes.schedules import MoveSchedule
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.changes.volumes import KeepVolume
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.engine import judge
from ec2tui.core.rules.policy import Policy
from ec2tui.core.views.plan import Shown, plan_document, plan_lines
from tests.core.changes.worlds import build, key, schedule_of
from tests.core.rules.cases import ETH0, GROUP, HELD, KEPT, OFF, ROOT, WEB, web

WORLD = build(
    (Kind.INSTANCES, web(name="web-1", public_ip="198.51.100.1", block_devices=(ROOT,))),
    (Kind.PROTECTION, OFF),
    (Kind.VOLUMES, HELD),
)


def shown(*changes: Change | Step, world: Inventory = WORLD, rehearsals: tuple[Rehearsal, ...] = ()) -> Shown:
    plan = draft(changes, world, "p")
    after = plan.after(world)
    return Shown(plan, world, after, judge(plan, world, after, Policy(), 0.0), rehearsals, profile="prod")


def text(view: Shown) -> str:
    return "\n".join("".join(cell.text for cell in line) for line in plan_lines(view))


def test_a_termination_in_words() -> None:
    drawn = text(shown(TerminateInstance(WEB)))
    for part in (
        "terminate web-1 i-1 eu-west-1",
        "state: running → terminated",
        "volume: exists, 20 GiB → deleted",
        "Findings: CONFIRM",
        "ec2:TerminateInstances not rehearsed here",
        "aws ec2 terminate-instances --region eu-west-1 --profile prod --instance-ids i-1",
        "A terminated instance cannot be brought back",
    ):
        assert part in drawn


def test_groups_are_told_once_and_per_interface() -> None:
    joined = build(
        (Kind.INSTANCES, web(interfaces=(ETH0,), security_groups=ETH0.groups)), (Kind.SECURITY_GROUPS, GROUP)
    )
    drawn = text(shown(SetInterfaceGroups(WEB, "eni-1", ("sg-2",)), world=joined))
    assert drawn.count("→") == 1
    assert "security groups of eni-1: a (sg-1) → b (sg-2)" in drawn


def test_an_empty_plan_says_so() -> None:
    view = shown(ProtectTermination(WEB, on=False))
    assert text(view) == "Nothing to do: everything is so already."
    assert plan_document(view)["changes"] == []
    assert plan_document(view)["level"] == "ok"


def test_untrusted_text_is_cleaned_in_lines_and_kept_in_the_document() -> None:
    evil = "x\x1b]52;c;aGk=\x07[/]\u202e"
    view = shown(SetTag(WEB, "Name", evil), SetTag(WEB, evil, "y"))
    drawn = text(view)
    assert not any(control in drawn for control in ("\x1b", "\x07", "\u202e"))
    document = plan_document(view)
    (difference,) = document["changes"][0]["differences"]
    assert ["Name", evil] in next(f for f in difference["fields"] if f["field"] == "tags")["after"]
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (ProtectTermination(WEB), "termination protection: off → on"),
        (SetMetadataOptions(WEB, "required"), "metadata tokens: not known → required"),
        (SetTag(WEB, "env", "prod"), "tag env: none → prod"),
        (
            KeepVolume(WEB, "vol-1", "/dev/xvda"),
            "volume vol-1: /dev/xvda, deleted with the instance → /dev/xvda, kept when the instance goes",
        ),
        (StopInstance(WEB), "public address: 198.51.100.1 → none"),
    ],
)
def test_differences_in_words(change: Change, row: str) -> None:
    assert row in text(shown(change))


def test_a_protection_that_was_not_read_is_not_known_before() -> None:
    unread = build((Kind.INSTANCES, web()), read=())
    assert "termination protection: not known → on" in text(shown(ProtectTermination(WEB), world=unread))


def test_every_step_of_a_resize_is_named_and_documented() -> None:
    steps = resize(WEB, "m7i.large", WORLD)
    assert isinstance(steps, tuple)
    view = shown(*[step for step in steps if isinstance(step, Step)])
    assert "stop, then resize, then start web-1" in text(view)
    changes = plan_document(view)["changes"]
    assert [change["action"] for change in changes] == ["instance.stop", "instance.type", "instance.start"]
    states = changes[0]["differences"][0]["fields"][0]
    assert (states["field"], states["before"], states["after"]) == ("state", "running", "stopped")
    assert "The public address 198.51.100.1 goes back to AWS" in text(view)


def test_a_denied_permission_is_named() -> None:
    denied = Rehearsal(0, Verdict.DENIED, "ec2:StopInstances", "You are not authorized\x1b[2J")
    view = shown(StopInstance(WEB), rehearsals=(denied,))
    assert "ec2:StopInstances denied: You are not authorized" in text(view)
    assert "\x1b" not in text(view)
    assert plan_document(view)["permissions"] == [
        {"step": 0, "action": "ec2:StopInstances", "result": "denied", "detail": denied.detail}
    ]


def test_what_was_denied_first_leaves_the_other_permissions_open() -> None:
    denied = Rehearsal(0, Verdict.DENIED, "ec2:CreateTags", "no")
    permissions = plan_document(shown(*give_address(WEB), rehearsals=(denied,)))["permissions"]
    assert [(p["action"], p["result"]) for p in permissions if p["step"] == 0] == [
        ("ec2:AllocateAddress", "not rehearsed here"),
        ("ec2:CreateTags", "denied"),
    ]


def test_a_bulk_plan_counts_equal_permissions() -> None:
    both = put(WORLD, Kind.INSTANCES, type(web())(key("i-2"), "running", "t3.micro"))
    rehearsals = (Rehearsal(0, Verdict.ALLOWED), Rehearsal(1, Verdict.ALLOWED))
    drawn = text(shown(StopInstance(WEB), StopInstance(key("i-2")), world=both, rehearsals=rehearsals))
    assert "ec2:StopInstances (2 calls) allowed" in drawn


def test_the_setting_that_decides_is_named_for_what_stops() -> None:
    assert "\n          no setting lowers this" in text(shown(TerminateInstance(WEB)))


def test_the_document_has_its_keys() -> None:
    document = plan_document(shown(TerminateInstance(WEB)))
    assert list(document) == ["changes", "findings", "permissions", "commands", "level"]
    assert document["level"] == "confirm"
    finding = document["findings"][0]
    assert {"check", "status", "severity", "resource", "region", "title", "reason"} <= set(finding)
    assert document["changes"][0]["reversible"] is False
    assert document["changes"][0]["irreversible"]


def test_unknown_findings_say_so() -> None:
    view = shown(TerminateInstance(WEB), world=build((Kind.INSTANCES, web(block_devices=(KEPT,))), read=()))
    unknown = [f for f in plan_document(view)["findings"] if f["status"] == "unknown"]
    assert "termination_protected" in {finding["check"] for finding in unknown}
    assert view.verdict is Level.CONFIRM


def test_when_a_schedule_fires_is_told_as_a_time() -> None:
    schedule = schedule_of("sgr-4", 1_795_526_523)
    world = build((Kind.SCHEDULES, schedule))
    drawn = text(shown(MoveSchedule(schedule.key, 1_795_555_037, schedule), world=world))
    assert "fires at: 2026-11-24 13:22 UTC → 2026-11-24 21:17 UTC" in drawn
