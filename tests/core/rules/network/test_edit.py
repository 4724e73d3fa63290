"""What counts as an edit of what is open: an interface that goes with its instance is none."""

from ec2tui.core.changes.instance_state import TerminateInstance
from ec2tui.core.model.instance import GroupRef, Instance, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.network.edit import edit_of
from tests.core.changes.worlds import build, key

GROUPS = (GroupRef("sg-0", "web"),)


def test_what_goes_with_its_instance_opens_and_closes_nothing() -> None:
    interface = NetworkInterface(key("eni-0"), groups=GROUPS, instance_id="i-0")
    of = InstanceInterface("eni-0", delete_on_termination=True, groups=GROUPS)
    instance = Instance(key("i-0"), "running", "t3.micro", interfaces=(of,))
    before = build((Kind.INSTANCES, instance), (Kind.INTERFACES, interface))
    change = TerminateInstance(key("i-0"))
    after = change.effect(before)
    assert interface.key not in after.table(Kind.INTERFACES)
    assert edit_of(change, before, before, after) is None
