"""Plans of several steps: resize, a new address, a role, quarantine and the way back."""

import msgspec
import pytest

from ec2tui.core.changes.addresses import AssociateAddress, DisassociateAddress, ReleaseAddress, give_address
from ec2tui.core.changes.change import Ref, Unready, edit, put
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_role import AttachProfile, DetachProfile, ReplaceProfile, set_role
from ec2tui.core.changes.instance_state import StartInstance, StopInstance
from ec2tui.core.changes.instance_type import SetInstanceType, resize
from ec2tui.core.changes.isolation_group import CloseNewGroup, CreateSecurityGroup, DeleteSecurityGroup
from ec2tui.core.changes.plan import draft, refs, resolve
from ec2tui.core.changes.quarantine import QUARANTINE, quarantine, release
from ec2tui.core.changes.snapshots import CopySnapshot, CreateSnapshot, DeleteSnapshot
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.model.instance import BlockDevice, GroupRef, Instance, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.profile_association import ProfileAssociation
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.status import Protection
from ec2tui.core.model.vpc import Vpc
from tests.core.changes.worlds import build, key

WEB = key("i-1")
ARN = "arn:aws:iam::111122223333:instance-profile/"
GROUPS = (GroupRef("sg-1", "web"), GroupRef("sg-2", "ssh"))
INSTANCE = Instance(
    WEB,
    "running",
    "t3.micro",
    vpc_id="vpc-1",
    profile_arn=ARN + "web",
    security_groups=GROUPS,
    block_devices=(BlockDevice("/dev/xvda", "vol-1", True), BlockDevice("/dev/sdf", "vol-2", False)),
    interfaces=(InstanceInterface("eni-1", vpc_id="vpc-1", groups=GROUPS),),
)
WORLD = build(
    (Kind.INSTANCES, INSTANCE),
    (Kind.PROTECTION, Protection(WEB, False, False, "stop")),
    (Kind.PROFILE_ASSOCIATIONS, ProfileAssociation(WEB, "iip-assoc-1", ARN + "web", "associated")),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-1"), "web", vpc_id="vpc-1")),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-2"), "ssh", vpc_id="vpc-1")),
)


def test_a_running_instance_is_stopped_resized_and_started() -> None:
    plan = draft(_steps(resize(WEB, "m7i.large", WORLD)), WORLD, "p")
    assert plan.changes == (StopInstance(WEB), SetInstanceType(WEB, "m7i.large"), StartInstance(WEB))
    assert [step.needs for step in plan.steps] == [(), (0,), (1,)]


def _steps(found):  # type: ignore[no-untyped-def]
    assert not isinstance(found, Unready), found
    return found


def test_a_stopped_instance_stays_stopped() -> None:
    stopped = edit(WORLD, Kind.INSTANCES, WEB, state="stopped")
    plan = draft(_steps(resize(WEB, "m7i.large", stopped)), stopped, "p")
    assert plan.changes == (SetInstanceType(WEB, "m7i.large"),)


def test_a_crash_in_the_middle_of_a_resize_leaves_the_rest_to_do() -> None:
    plan = draft(_steps(resize(WEB, "m7i.large", WORLD)), WORLD, "p")
    halfway = plan.changes[1].effect(plan.changes[0].effect(WORLD))
    rest = draft(plan.steps, halfway, "q")
    assert rest.changes == (StartInstance(WEB),)


def test_the_type_it_has_is_nothing_to_do() -> None:
    assert resize(WEB, "t3.micro", WORLD) == ()


def test_what_was_not_read_is_not_resized() -> None:
    assert isinstance(resize(key("i-9"), "m7i.large", WORLD), Unready)


def test_an_address_is_allocated_and_associated_by_reference() -> None:
    plan = draft(give_address(WEB), WORLD, "p")
    second = plan.changes[1]
    assert refs(second) == (Ref(0, "AllocationId"), Ref(0, "PublicIp"))
    reply = {"AllocationId": "eipalloc-7", "PublicIp": "203.0.113.7"}
    resolved = resolve(second, {0: reply})
    assert resolved == AssociateAddress(WEB, "eipalloc-7", "203.0.113.7")
    assert resolved.learn({"AssociationId": "eipassoc-7"}) == DisassociateAddress(
        WEB, "eipassoc-7", "eipalloc-7", "203.0.113.7"
    )
    assert plan.changes[0].learn(reply) == ReleaseAddress(key("eipalloc-7"), "203.0.113.7")


def test_a_reply_without_what_is_needed_is_an_error() -> None:
    second = give_address(WEB)[1].change
    with pytest.raises(KeyError):
        resolve(second, {0: {}})


def test_references_move_when_a_step_before_them_is_dropped() -> None:
    allocate, associate = give_address(WEB)
    moved = msgspec.structs.replace(associate.change, allocation_id=Ref(1, "AllocationId"), public_ip="")
    plan = draft([StartInstance(WEB), allocate, moved], WORLD, "p")
    assert refs(plan.changes[1]) == (Ref(0, "AllocationId"),)


def test_a_creation_learns_its_inverse() -> None:
    assert CreateSnapshot(key("vol-1")).learn({"SnapshotId": "snap-7"}) == DeleteSnapshot(key("snap-7"))
    copy = CopySnapshot(key("snap-1"), region="us-east-1")
    assert copy.learn({"SnapshotId": "snap-8"}) == DeleteSnapshot(Key("111122223333", "us-east-1", "snap-8"))
    assert copy.call().region == "us-east-1"
    made = CreateSecurityGroup(key("(new)"), "q", "vpc-1", "why").learn({"GroupId": "sg-7"})
    assert made == DeleteSecurityGroup(key("sg-7"))
    reply = {"IamInstanceProfileAssociation": {"AssociationId": "iip-assoc-7"}}
    attached = AttachProfile(WEB, ARN + "web").learn(reply)
    assert attached == DetachProfile(WEB, "iip-assoc-7", ARN + "web")
    replaced = ReplaceProfile(WEB, ARN + "db", "iip-assoc-1", ARN + "web").learn(reply)
    assert replaced == ReplaceProfile(WEB, ARN + "web", "iip-assoc-7", ARN + "db")


def test_the_role_changes_by_what_the_instance_carries() -> None:
    assert set_role(WEB, ARN + "web", WORLD) is None
    assert set_role(WEB, None, WORLD) == DetachProfile(WEB, "iip-assoc-1", ARN + "web")
    assert set_role(WEB, ARN + "db", WORLD) == ReplaceProfile(WEB, ARN + "db", "iip-assoc-1", ARN + "web")
    bare = edit(WORLD, Kind.INSTANCES, WEB, profile_arn=None)
    assert set_role(WEB, ARN + "db", bare) == AttachProfile(WEB, ARN + "db")


def test_a_role_whose_association_was_not_read_is_not_touched() -> None:
    unread = build((Kind.INSTANCES, INSTANCE), read=())
    assert isinstance(set_role(WEB, None, unread), Unready)


def test_quarantine_protects_snapshots_remembers_isolates_and_detaches() -> None:
    plan = draft(_steps(quarantine(WEB, "case 7", WORLD)), WORLD, "p")
    kinds = [type(change) for change in plan.changes]
    assert kinds[:3] == [CreateSecurityGroup, CloseNewGroup, ProtectTermination]
    assert kinds.count(CreateSnapshot) == 2
    assert kinds[-2:] == [SetInterfaceGroups, DetachProfile]
    move = plan.steps[-2]
    assert isinstance(move.change, SetInterfaceGroups)
    assert move.change.groups == (Ref(0, "GroupId"),)
    assert {0, 1} <= set(move.needs)
    tags = [index for index, change in enumerate(plan.changes) if isinstance(change, SetTag)]
    assert set(tags) <= set(move.needs), "nothing is isolated before the way back is remembered"
    assert set(tags) <= set(plan.steps[-1].needs)


def test_a_new_group_is_closed_for_ipv6_too_where_its_vpc_has_it() -> None:
    for cidrs6, ranges in (((), None), (("2001:db8::/56",), [{"CidrIpv6": "::/0"}])):
        world = put(WORLD, Kind.VPCS, Vpc(key("vpc-1"), cidrs6=cidrs6))
        changes = [step.change for step in _steps(quarantine(WEB, "x", world))]
        (close,) = [change for change in changes if isinstance(change, CloseNewGroup)]
        assert close.call().params["IpPermissions"][0].get("Ipv6Ranges") == ranges


def test_what_quarantine_makes_carries_the_tags_that_a_policy_may_require() -> None:
    tags = (("Name", "web-1"), ("owner", "ann"), ("aws:autoscaling:groupName", "web"))
    tagged = edit(WORLD, Kind.INSTANCES, WEB, tags=tags)
    changes = draft(_steps(quarantine(WEB, "x", tagged)), tagged, "p").changes
    (group,) = [c for c in changes if isinstance(c, CreateSecurityGroup)]
    assert group.tags == (("owner", "ann"), ("ec2tui:plan", "p/0"))
    snapshots = [c for c in changes if isinstance(c, CreateSnapshot)]
    assert all(set(c.tags) >= {("Name", "web-1"), ("owner", "ann")} for c in snapshots)


def test_quarantine_uses_the_isolation_group_only_when_it_is_known_to_be_empty() -> None:
    group = SecurityGroup(key("sg-9"), "ec2tui-quarantine", vpc_id="vpc-1")
    ready = put(WORLD, Kind.SECURITY_GROUPS, group)
    changes = draft(_steps(quarantine(WEB, "x", ready)), ready, "p").changes
    assert not any(isinstance(change, CreateSecurityGroup) for change in changes)
    assert SetInterfaceGroups(WEB, "eni-1", ("sg-9",)) in changes
    from_other_vpc = put(WORLD, Kind.SECURITY_GROUPS, msgspec.structs.replace(group, vpc_id="vpc-2"))
    changes = draft(_steps(quarantine(WEB, "x", from_other_vpc)), from_other_vpc, "p").changes
    assert any(isinstance(change, CreateSecurityGroup) for change in changes)


def _isolated() -> Inventory:
    group = SecurityGroup(key("sg-9"), "ec2tui-quarantine", vpc_id="vpc-1")
    ready = put(WORLD, Kind.SECURITY_GROUPS, group)
    return draft(_steps(quarantine(WEB, "case 7", ready)), ready, "p").after(ready)


def test_release_leads_back_to_what_was() -> None:
    isolated = _isolated()
    there = isolated.instance(WEB)
    assert isinstance(there, Instance)
    assert there.tag(QUARANTINE) == "case 7"
    assert there.profile_arn is None
    assert [g.id for g in there.security_groups] == ["sg-9"]
    plan = draft(_steps(release(WEB, isolated)), isolated, "q")
    back = plan.after(isolated)
    assert back.instance(WEB) == INSTANCE
    assert back.protection(WEB) == WORLD.protection(WEB)
    removals = [step for step in plan.steps if isinstance(step.change, RemoveTag)]
    assert all(set(range(3)) <= set(step.needs) for step in removals), "tags go when all else is back"


def test_quarantine_waits_for_the_facts_it_must_remember() -> None:
    unread = build((Kind.INSTANCES, INSTANCE), read=())
    assert isinstance(quarantine(WEB, "x", unread), Unready)
    assert isinstance(quarantine(key("i-9"), "x", WORLD), Unready)


def test_nothing_is_quarantined_twice_nor_released_unasked() -> None:
    assert isinstance(quarantine(WEB, "x", _isolated()), Unready)
    assert isinstance(release(WEB, WORLD), Unready)


def test_what_tags_cannot_hold_is_refused() -> None:
    many = tuple(GroupRef(f"sg-{n:017x}", "") for n in range(13))
    crowded = edit(WORLD, Kind.INSTANCES, WEB, interfaces=(InstanceInterface("eni-1", groups=many),))
    assert isinstance(quarantine(WEB, "x", crowded), Unready)
