"""Read-only mode with every action of the catalog: it says so, and who goes past that gets no further."""

from textual.events import Paste

from ec2tui.core.actions.action import Action
from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.actions.groups import CHANGE
from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.image import Image, ImageSharing
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.volume import Volume
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.tui.flows import FLOWS
from ec2tui.tui.pages.registry import table_of
from ec2tui.tui.screens.review import ReviewScreen
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import ACCOUNT, REGION, instance, key
from tests.tui.desk import Desk, desk


class Pasted(str):
    """What is put into an input at once: what is typed costs a repaint a letter."""


TAG = (Pasted("x=y"), "enter")
LINE = (Pasted("tcp/8099 from 10.20.0.0/24"), "enter")

ANSWERS: dict[str, tuple[str, ...]] = {
    "instance.toggle_protection": (),
    "instance.start": (),
    "instance.stop": (),
    "instance.reboot": (),
    "instance.terminate": (),
    "instance.groups": ("down", "space", "enter"),
    "instance.tag": TAG,
    "instance.actions": (*"reboot", "enter"),
    "instance.alarms": (),
    "alarm.actions": (*"delete", "enter"),
    "alarm.edit": (*" above=90", "enter"),
    "alarm.copy": (*"i-2", "enter"),
    "alarm.toggle_actions": (),
    "alarm.test": ("enter",),
    "alarm.recommend": (),
    "alarm.delete": (),
    "image.actions": (*"deregister", "enter", "enter"),
    "image.make_private": (),
    "image.tag": TAG,
    "image.deregister": ("enter",),
    "volume.actions": (*"delete", "enter"),
    "volume.tag": TAG,
    "volume.snapshot": ("enter",),
    "volume.delete": (),
    "snapshot.actions": (*"delete", "enter"),
    "snapshot.tag": TAG,
    "snapshot.make_private": (),
    "snapshot.delete": (),
    "group.add_rule": LINE,
    "group.copy_rules": ("enter",),
    "group.scheduler_role": (Pasted("change 2"),),
    "group.create": (*"api", "enter", *"x", "enter", "enter"),
    "group.delete": (),
    "group.tag": TAG,
    "rule.add": LINE,
    "rule.edit": ("home", Pasted("tcp/8443 from 10.0.0.0/8"), "ctrl+k", "enter"),
    "rule.revoke": (),
    "rule.time_box": ("1", "h", "enter"),
    "rule.copy_rules": ("enter",),
    "rule.tag": TAG,
}
"""What is answered to each action that changes something, until its review shows."""

APART = {
    "finding.fix": "it needs findings, and its plans are those of others: tests/tui/test_findings_page.py",
    "finding.accept": "it needs findings, and plans a tag: tests/tui/test_findings_page.py",
    "undo": "there is nothing to take back: read-only mode records nothing",
    "settle": "there is nothing to settle; tests/tui/test_settling.py",
    "instance.resize": "its types are read from AWS: tests/cli/test_read_only.py drives the same request",
    "instance.launch": "it begins with a form: tests/cli/test_read_only.py drives the same plan",
    "instance.launch_like": "it begins with a form: tests/cli/test_read_only.py drives the same plan",
    "group.edit_text": "it opens $EDITOR: tests/cli/test_read_only.py drives the same plan",
    "rule.edit_text": "it opens $EDITOR: tests/cli/test_read_only.py drives the same plan",
}
"""Actions whose review is not driven here, and why."""


class Counted(Account):
    """Counts every call that reaches the gateway, before it refuses."""

    reached = 0

    async def send(self, call: ApiCall) -> Reply:
        self.reached += 1
        return await super().send(call)


def world() -> Counted:
    groups = (
        SecurityGroup(key("sg-a"), "web", "the web", "vpc-1"),
        SecurityGroup(key("sg-b"), "db", "", "vpc-1"),
    )
    interface = InstanceInterface("eni-1", 0, groups=(GroupRef("sg-a", "web"),))
    items = [
        instance("i-1", name="web-1", vpc_id="vpc-1", interfaces=(interface,)),
        instance("i-2", "stopped", name="web-2", vpc_id="vpc-1"),
    ]
    aws = Counted(*items)
    rule = SecurityGroupRule(
        key("sgr-a"), "sg-a", False, protocol="tcp", from_port=443, to_port=443, cidr="10.0.0.0/8"
    )
    other = SecurityGroupRule(
        key("sgr-b"), "sg-b", False, protocol="tcp", from_port=5432, to_port=5432, cidr="10.0.0.0/8"
    )
    cpu = AlarmSpec(
        "AWS/EC2", "CPUUtilization", (("InstanceId", "i-1"),), threshold=80.0, periods=1, period=300
    )
    tables = {
        Kind.ALARMS: (Alarm(key("cpu"), cpu, "OK"),),
        Kind.INSTANCES: items,
        Kind.SECURITY_GROUPS: groups,
        Kind.RULES: (rule, other),
        Kind.VPCS: (Vpc(key("vpc-1")),),
        Kind.VOLUMES: (Volume(key("vol-a"), 500, "io2", "available"),),
        Kind.SNAPSHOTS: (Snapshot(key("snap-a"), "vol-gone", 8, "completed", start_time=950_000),),
        Kind.SHARING: (SnapshotSharing(key("snap-a"), public=True),),
        Kind.OWN_IMAGES: (Image(key("ami-a"), "golden", owner_id=ACCOUNT, state="available", public=True),),
        Kind.IMAGE_SHARING: (ImageSharing(key("ami-a"), public=True),),
    }
    for kind, there in tables.items():
        aws.pages[REGION, kind] = [Page(tuple(there))]
        aws.items[REGION, kind] = {item.key.id: item for item in there}
    return aws


async def shown(it: Desk, action: Action) -> None:
    """The table that an action is for, with the cursor on a row that it suits."""
    pages, table = it.screen.pages, action.page or "instances"
    if it.screen.view.kind.id != table:
        if table == "security_group_rules":
            await pages.show_table("security_groups")
            await pages.open_part(table_of(table), key("sg-a"))
        else:
            await pages.show_table(table)
        await it.rest()
    if table == "instances":
        await it.screen.go_to(key("i-2" if action.id == "instance.start" else "i-1"))
        await it.pilot.pause()


def test_every_action_that_changes_something_is_driven() -> None:
    assert {one.id for one in ACTIONS if one.group == CHANGE} - {*ANSWERS, *APART} == set()


async def test_every_action_says_so_or_only_looks() -> None:
    aws, log = world(), MemoryAuditLog()
    async with desk(aws, prepare=recording(log), read_only=True) as it:
        for action in sorted(ACTIONS, key=lambda one: one.page):
            if action.id in FLOWS and action.id != "back":
                await shown(it, action)
                it.app.clear_notifications()
                await it.app.acting.act(it.screen, action.id)
                await it.pilot.pause()
                if action.group == CHANGE and action.id != "settle":
                    assert it.said() == ["Read-only mode: nothing is changed."], action.id
                while len(it.app.screen_stack) > 1:
                    await it.pilot.press("escape")
        await it.app.acting.act(it.screen, "back")
    assert aws.reached == 0 and log.kept == []


def recording(log: MemoryAuditLog):
    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    return prepare


async def answer(it: Desk, keys: tuple[str, ...]) -> None:
    """Presses keys and pastes texts into what has the focus."""
    for one in keys:
        if isinstance(one, Pasted):
            assert it.app.focused is not None
            it.app.focused.post_message(Paste(str(one)))
            await it.pilot.pause()
        else:
            await it.pilot.press(one)


async def test_whoever_goes_past_that_is_refused_in_the_review() -> None:
    aws, log = world(), MemoryAuditLog()
    async with desk(aws, prepare=recording(log), size=(140, 40), read_only=True) as it:
        for action in (one for one in ACTIONS if one.id in ANSWERS):
            await shown(it, action)
            done = FLOWS[action.id](it.screen)
            assert done is not None
            worker = it.screen.run_worker(done)
            await it.rest()
            await answer(it, ANSWERS[action.id])
            await it.rest()
            assert isinstance(it.app.screen, ReviewScreen), (action.id, it.text(), it.said())
            await it.press("enter")
            await it.rest()
            assert "read-only mode" in it.text(), (action.id, it.text())
            await it.press("escape")
            assert worker.is_finished
    assert aws.reached == 0 and log.kept == []
