"""Every guardrail with plans that it stops, lets pass, and cannot judge."""

from typing import Any, NamedTuple

from ec2tui.core.changes.addresses import (
    AllocateAddress,
    AssociateAddress,
    DisassociateAddress,
    ReleaseAddress,
)
from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.instance_metadata import SetMetadataOptions, SetMonitoring
from ec2tui.core.changes.instance_protection import ProtectStop, ProtectTermination, SetShutdownBehavior
from ec2tui.core.changes.instance_role import AttachProfile, DetachProfile, ReplaceProfile
from ec2tui.core.changes.instance_state import (
    RebootInstance,
    StartInstance,
    StopInstance,
    TerminateInstance,
)
from ec2tui.core.changes.instance_type import SetInstanceType
from ec2tui.core.changes.key_pairs import DeleteKeyPair, ImportKeyPair
from ec2tui.core.changes.scheduler_role import CreateRole, PutRolePolicy
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic, ShareSnapshot
from ec2tui.core.changes.snapshots import CreateSnapshot, DeleteSnapshot
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.changes.volumes import AttachVolume, DeleteVolume, DetachVolume, KeepVolume, ModifyVolume
from ec2tui.core.model.address import Address
from ec2tui.core.model.iam_role import IamRole
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import BlockDevice, GroupRef, Instance, InstanceInterface, MetadataOptions
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.membership import ScalingMembership, Target, TargetGroups
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.model.profile_association import ProfileAssociation
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.snapshot_uses import SnapshotImages
from ec2tui.core.model.spot_request import SpotRequest
from ec2tui.core.model.status import Protection
from ec2tui.core.model.tokenless import TokenlessCalls
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.rules.policy import Policy
from ec2tui.core.rules.window import parse_window
from tests.core.changes.worlds import build, key

WEB, VOL, SNAP, EIP = key("i-1"), key("vol-1"), key("snap-1"), key("eipalloc-1")
OPS, PUBLIC = key("ops"), "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQE="
ARN = "arn:aws:iam::111122223333:instance-profile/"
ROLE = key("ec2tui-scheduler")
NEW_ROLE = (CreateRole(ROLE, "{}"), PutRolePolicy(ROLE, "p", "{}"))
TUESDAY_3AM = 1_699_931_400.0

KINDS: dict[Any, Kind] = {
    TargetGroups: Kind.TARGETS,
    ScalingMembership: Kind.SCALING,
    TokenlessCalls: Kind.TOKENLESS,
    SnapshotSharing: Kind.SHARING,
    RolePolicies: Kind.ROLE_POLICIES,
    Offering: Kind.OFFERINGS,
    SpotRequest: Kind.SPOT_REQUESTS,
    IamRole: Kind.ROLES,
    SnapshotImages: Kind.SNAPSHOT_IMAGES,
    Instance: Kind.INSTANCES,
    Protection: Kind.PROTECTION,
    Volume: Kind.VOLUMES,
    InstanceType: Kind.INSTANCE_TYPES,
    Address: Kind.ADDRESSES,
    Snapshot: Kind.SNAPSHOTS,
    KeyPair: Kind.KEY_PAIRS,
    Image: Kind.IMAGES,
    SecurityGroup: Kind.SECURITY_GROUPS,
    ProfileAssociation: Kind.PROFILE_ASSOCIATIONS,
}


class Example(NamedTuple):
    """A rule, a plan, and the levels that the rule gives it; `unknown`: because a fact is missing."""

    rule: str
    changes: tuple[Change, ...]
    world: Inventory
    expected: tuple[Level, ...]
    unknown: bool = False
    policy: Policy = Policy()
    origin: Origin = UNKNOWN_ORIGIN


def world(*items: Any, unread: tuple[Kind, ...] = ()) -> Inventory:
    read = tuple(kind for kind in Kind if kind not in unread)
    return build(*((KINDS[type(item)], item) for item in items), read=read)


def web(state: str = "running", **facts: Any) -> Instance:
    return Instance(WEB, state, "t3.micro", **{"az": "eu-west-1a", **facts})


def volume(**facts: Any) -> Volume:
    return Volume(VOL, **{"size": 20, "type": "gp3", "az": "eu-west-1a", **facts})


def kind(name: str = "m7i.large", **facts: Any) -> InstanceType:
    facts = {"architectures": ("x86_64",), "boot_modes": ("legacy-bios", "uefi"), **facts}
    return InstanceType(key(name), 2, 8192, **facts)


B, C, W, I = Level.BLOCK, Level.CONFIRM, Level.WARN, Level.INFO  # noqa: E741
ROOT = BlockDevice("/dev/xvda", "vol-1", True)
KEPT = BlockDevice("/dev/sdf", "vol-1", False)
SPOT = web(lifecycle="spot")
PERSISTENT = SpotRequest(WEB, "sir-1", "persistent", "active")
STOP, TERMINATE = (StopInstance(WEB),), (TerminateInstance(WEB),)
RESIZE = (SetInstanceType(WEB, "m7i.large"),)
OFF = Protection(WEB, False, False, "stop")
PROD = web(tags=(("env", "prod"),))
ETH0 = InstanceInterface("eni-1", vpc_id="vpc-1", groups=(GroupRef("sg-1", "a"),))
KEPT_ETH = InstanceInterface("eni-2", vpc_id="vpc-1", delete_on_termination=False)
PROD_VOL = volume(tags=(("env", "prod"),))
HELD = volume(state="in-use", attachments=(Attachment("i-1", "/dev/xvda"),))
GROUP, OTHER_VPC = (
    SecurityGroup(key("sg-2"), "b", vpc_id="vpc-1"),
    SecurityGroup(key("sg-3"), "c", vpc_id="vpc-2"),
)
JOIN = (SetInterfaceGroups(WEB, "eni-1", ("sg-2",)),)
MINE = ProfileAssociation(WEB, "iip-assoc-1", ARN + "web")
DETACH = (DetachProfile(WEB, "iip-assoc-1", ARN + "web"),)
USED = Address(EIP, "203.0.113.1", "eipassoc-1", "i-2")
FREE = Address(EIP, "203.0.113.1")
GIVE = (AssociateAddress(WEB, "eipalloc-1", "203.0.113.1"),)
PROTECT_PROD = Policy(protect_tags=("env=prod",))
OWNER = Policy(required_tags=("owner",))
OFFICE = Policy(windows=(parse_window("mon-fri 09:00-17:00"),))
NIGHT = Policy(windows=(parse_window("mon-fri 22:00-06:00"),))


def many(count: int, region: str = "eu-west-1") -> tuple[Change, ...]:
    return tuple(RebootInstance(Key("1" * 12, region, f"i-{n}")) for n in range(count))


EXAMPLES: tuple[Example, ...] = (
    Example("subject_missing", STOP, world(), (B,)),
    Example("subject_missing", STOP, world(web()), ()),
    Example("subject_missing", (StopInstance(WEB._replace(id="sg-2")),), world(GROUP), (B,)),
    Example("subject_missing", STOP, world(unread=(Kind.INSTANCES,)), (C,), True),
    Example("protected_tag", STOP, world(PROD), (C,), policy=PROTECT_PROD),
    Example("protected_tag", STOP, world(web(tags=(("env", "dev"),))), (), policy=PROTECT_PROD),
    Example("protected_tag", STOP, world(PROD), ()),
    Example("protected_tag", STOP, world(PROD), (C,), policy=Policy(protect_tags=("env",))),
    Example("protected_tag", STOP, world(unread=(Kind.INSTANCES,)), (C,), True, PROTECT_PROD),
    Example("protected_tag", (CreateSnapshot(VOL),), world(HELD, PROD), (C,), policy=PROTECT_PROD),
    Example("protected_tag", (RemoveTag(WEB, "env"), *STOP), world(PROD), (C,), policy=PROTECT_PROD),
    Example("protected_tag", (ProtectTermination(WEB),), world(PROD), (C,), policy=PROTECT_PROD),
    Example("managed_by_code", STOP, world(web(tags=(("aws:cloudformation:stack-name", "x"),))), (W,)),
    Example("managed_by_code", STOP, world(web(tags=(("ManagedBy", "Terraform"),))), (W,)),
    Example("managed_by_code", STOP, world(web(tags=(("Name", "x"),))), ()),
    Example("termination_is_final", TERMINATE, world(web(), OFF), (C,)),
    Example("termination_is_final", STOP, world(web()), ()),
    Example("termination_protected", TERMINATE, world(web(), Protection(WEB, True, False)), (B,)),
    Example("termination_protected", TERMINATE, world(web(), Protection(WEB, False, True)), (B,)),
    Example("termination_protected", TERMINATE, world(web(), OFF), ()),
    Example("termination_protected", TERMINATE, world(web()), (C,), True),
    Example("termination_protected", TERMINATE, world(web(), Protection(WEB, None, False)), (C,), True),
    Example(
        "termination_protected",
        (ProtectTermination(WEB, on=False), *TERMINATE),
        world(web(), Protection(WEB, True, False)),
        (B,),
    ),
    Example("volumes_deleted", TERMINATE, world(web(block_devices=(ROOT,)), HELD), (W,)),
    Example("volumes_deleted", TERMINATE, world(web(block_devices=(KEPT,)), HELD), ()),
    Example("volumes_deleted", TERMINATE, world(web(block_devices=(ROOT,))), (W,), True),
    Example("volumes_kept", TERMINATE, world(web(block_devices=(KEPT,))), (I,)),
    Example("volumes_kept", TERMINATE, world(web(block_devices=(ROOT,))), ()),
    Example("addresses_freed", TERMINATE, world(web(), Address(EIP, "203.0.113.1", "a", "i-1")), (I,)),
    Example("addresses_freed", TERMINATE, world(web(), USED), ()),
    Example("serves_a_load_balancer", TERMINATE, world(web()), (I,), True),
    Example("serves_a_load_balancer", STOP, world(web()), ()),
    Example(
        "serves_a_load_balancer",
        TERMINATE,
        world(web(), TargetGroups(WEB, (Target("shop", "i-1", 80, "healthy"),))),
        (W,),
    ),
    Example(
        "serves_a_load_balancer",
        TERMINATE,
        world(
            web(private_ip="10.0.0.1"),
            TargetGroups(WEB, (), (Target("ip", "10.0.0.1"), Target("ip", "10.0.0.2"))),
        ),
        (W,),
    ),
    Example("serves_a_load_balancer", TERMINATE, world(web(), TargetGroups(WEB)), ()),
    Example("role_left", TERMINATE, world(web(profile_arn=ARN + "web")), (I,)),
    Example("role_left", TERMINATE, world(web()), ()),
    Example("wrong_state", (StartInstance(WEB),), world(web("stopping")), (B,)),
    Example("wrong_state", STOP, world(web("terminated")), (B,)),
    Example("wrong_state", (RebootInstance(WEB),), world(web("stopped")), (B,)),
    Example("wrong_state", RESIZE, world(web()), (B,)),
    Example("wrong_state", (*STOP, *RESIZE, StartInstance(WEB)), world(web()), ()),
    Example("wrong_state", (SetMonitoring(WEB),), world(web("terminated")), (B,)),
    Example("wrong_state", STOP, world(web("pending")), (B,)),
    Example("wrong_state", STOP, world(web()), ()),
    Example("cannot_be_stopped", STOP, world(web(root_device_type="instance-store")), (B,)),
    Example("cannot_be_stopped", STOP, world(web(root_device_type="ebs")), ()),
    Example("cannot_be_stopped", STOP, world(SPOT), (W,), True),
    Example("cannot_be_stopped", STOP, world(SPOT, SpotRequest(WEB, "sir-1", "one-time", "active")), (B,)),
    Example("cannot_be_stopped", STOP, world(SPOT, PERSISTENT), ()),
    Example("interfaces_kept", TERMINATE, world(web(interfaces=(KEPT_ETH,))), (I,)),
    Example("interfaces_kept", TERMINATE, world(web(interfaces=(ETH0,))), ()),
    Example(
        "protected_tag", TERMINATE, world(web(block_devices=(ROOT,)), PROD_VOL), (C,), policy=PROTECT_PROD
    ),
    Example("stop_protected", STOP, world(web(), Protection(WEB, False, True)), (B,)),
    Example("stop_protected", STOP, world(web(), OFF), ()),
    Example("stop_protected", STOP, world(web()), (W,), True),
    Example("stop_protected", STOP, world(web(), Protection(WEB, False, None)), (W,), True),
    Example(
        "stop_protected",
        (ProtectStop(WEB, on=False), *STOP),
        world(web(), Protection(WEB, False, True)),
        (B,),
    ),
    Example("public_address_lost", STOP, world(web(public_ip="198.51.100.1")), (W,)),
    Example("public_address_lost", STOP, world(web()), ()),
    Example(
        "public_address_lost",
        STOP,
        world(web(public_ip="203.0.113.1"), Address(EIP, "203.0.113.1", "a", "i-1")),
        (),
    ),
    Example(
        "public_address_lost",
        STOP,
        world(web(public_ip="198.51.100.1"), unread=(Kind.ADDRESSES,)),
        (W,),
        True,
    ),
    Example("instance_store_lost", STOP, world(web(), kind("t3.micro", storage=300)), (W,)),
    Example("instance_store_lost", STOP, world(web(), kind("t3.micro")), ()),
    Example("instance_store_lost", STOP, world(web()), (W,), True),
    Example(
        "hibernation_not_set_up", (StopInstance(WEB, hibernate=True),), world(web(hibernation=False)), (B,)
    ),
    Example("hibernation_not_set_up", (StopInstance(WEB, hibernate=True),), world(web(hibernation=True)), ()),
    Example("hibernation_not_set_up", (StopInstance(WEB, hibernate=True),), world(web()), (W,), True),
    Example("forced_stop", (StopInstance(WEB, force=True),), world(web()), (C,)),
    Example("forced_stop", STOP, world(web()), ()),
    Example("auto_scaling_replaces", STOP, world(web(tags=(("aws:autoscaling:groupName", "web"),))), (W,)),
    Example("auto_scaling_replaces", STOP, world(web()), ()),
    Example("auto_scaling_replaces", STOP, world(web(), ScalingMembership(WEB, "web", "InService")), (W,)),
    Example("auto_scaling_replaces", STOP, world(web(), ScalingMembership(WEB, "web", "Standby")), ()),
    Example("auto_scaling_replaces", STOP, world(web(), unread=(Kind.SCALING,)), (I,), True),
    Example("persistent_spot_restarts", TERMINATE, world(SPOT), (I,), True),
    Example("persistent_spot_restarts", TERMINATE, world(SPOT, PERSISTENT), (W,)),
    Example(
        "persistent_spot_restarts",
        TERMINATE,
        world(SPOT, SpotRequest(WEB, "sir-1", "persistent", "cancelled")),
        (),
    ),
    Example("persistent_spot_restarts", TERMINATE, world(web()), ()),
    Example(
        "spot_interrupted",
        (StartInstance(WEB),),
        world(web("stopped", lifecycle="spot", state_reason="Server.SpotInstanceShutdown: no capacity")),
        (W,),
    ),
    Example("spot_interrupted", (StartInstance(WEB),), world(web("stopped", lifecycle="spot")), ()),
    Example("spot_cannot_be_protected", (ProtectTermination(WEB),), world(SPOT), (B,)),
    Example("spot_cannot_be_protected", (ProtectTermination(WEB),), world(web()), ()),
    Example(
        "spot_cannot_be_protected",
        (ProtectStop(WEB),),
        world(web(root_device_type="instance-store")),
        (B,),
    ),
    Example(
        "shutdown_terminates",
        (ProtectTermination(WEB),),
        world(web(), Protection(WEB, False, False, "terminate")),
        (W,),
    ),
    Example("shutdown_terminates", (ProtectTermination(WEB),), world(web(), OFF), ()),
    Example("shutdown_terminates", (ProtectTermination(WEB),), world(web()), (I,), True),
    Example(
        "shutdown_terminates",
        (ProtectTermination(WEB), SetShutdownBehavior(WEB, "stop")),
        world(web(), Protection(WEB, False, False, "terminate")),
        (),
    ),
    Example("shutdown_terminates", (SetShutdownBehavior(WEB, "terminate"),), world(web(), OFF), (C,)),
    Example(
        "protection_lifted", (ProtectTermination(WEB, on=False),), world(web(), Protection(WEB, True)), (I,)
    ),
    Example("protection_lifted", (ProtectTermination(WEB),), world(web(), OFF), ()),
    Example("reserved_tag", (SetTag(WEB, "AWS:x", ""),), world(web()), (B,)),
    Example("reserved_tag", (RemoveTag(WEB, "aws:x"),), world(web(tags=(("aws:x", ""),))), (B,)),
    Example("reserved_tag", (SetTag(WEB, "laws:x", ""),), world(web()), ()),
    Example("tag_limit", (SetTag(WEB, "k" * 129, ""),), world(web()), (B,)),
    Example("tag_limit", (SetTag(WEB, "k" * 128, "v" * 256),), world(web()), ()),
    Example("tag_limit", (SetTag(WEB, "", "x"),), world(web()), (B,)),
    Example("tag_limit", (SetTag(WEB, "k", "v" * 257),), world(web()), (B,)),
    Example(
        "tag_limit", (SetTag(WEB, "k", ""),), world(web(tags=tuple((f"{n}", "") for n in range(50)))), (B,)
    ),
    Example(
        "tag_limit", (SetTag(WEB, "3", "x"),), world(web(tags=tuple((f"{n}", "") for n in range(50)))), ()
    ),
    Example("tag_limit", (SetTag(WEB, "k", ""),), world(unread=(Kind.INSTANCES,)), (I,), True),
    Example(
        "required_tag", (RemoveTag(WEB, "owner"),), world(web(tags=(("owner", "x"),))), (B,), policy=OWNER
    ),
    Example("required_tag", (SetTag(WEB, "owner", " "),), world(web()), (B,), policy=OWNER),
    Example("required_tag", (SetTag(WEB, "owner", "ann"),), world(web()), (), policy=OWNER),
    Example("required_tag", (CreateSnapshot(VOL),), world(volume()), (B,), policy=OWNER),
    Example(
        "required_tag", (CreateSnapshot(VOL, tags=(("owner", "ann"),)),), world(volume()), (), policy=OWNER
    ),
    Example(
        "metadata_v1_in_use",
        (SetMetadataOptions(WEB, "required"),),
        world(web(), unread=(Kind.TOKENLESS,)),
        (W,),
        True,
    ),
    Example(
        "metadata_v1_in_use",
        (SetMetadataOptions(WEB, "required"),),
        world(web(), TokenlessCalls(WEB, None, 14)),
        (W,),
        True,
    ),
    Example(
        "metadata_v1_in_use",
        (SetMetadataOptions(WEB, "required"),),
        world(web(), TokenlessCalls(WEB, 7, 14)),
        (W,),
    ),
    Example(
        "metadata_v1_in_use",
        (SetMetadataOptions(WEB, "required"),),
        world(web(), TokenlessCalls(WEB, 0, 14)),
        (I,),
    ),
    Example("metadata_v1_in_use", (SetMetadataOptions(WEB, http_endpoint="disabled"),), world(web()), (W,)),
    Example("metadata_v1_in_use", (SetMetadataOptions(WEB, hop_limit=1),), world(web()), ()),
    Example("metadata_loosened", (SetMetadataOptions(WEB, "optional"),), world(web()), (C,)),
    Example("metadata_loosened", (SetMetadataOptions(WEB, hop_limit=2),), world(web()), (W,)),
    Example(
        "metadata_loosened",
        (SetMetadataOptions(WEB, hop_limit=2),),
        world(web(metadata=MetadataOptions(hop_limit=3))),
        (),
    ),
    Example("metadata_loosened", (SetMetadataOptions(WEB, "required"),), world(web()), ()),
    Example("hop_limit_invalid", (SetMetadataOptions(WEB, hop_limit=65),), world(web()), (B,)),
    Example("hop_limit_invalid", (SetMetadataOptions(WEB, hop_limit=0),), world(web()), (B,)),
    Example("hop_limit_invalid", (SetMetadataOptions(WEB, hop_limit=64),), world(web()), ()),
    Example("monitoring_costs", (SetMonitoring(WEB),), world(web()), (I,), True),
    Example("monitoring_costs", (SetMonitoring(WEB, on=False),), world(web(monitoring="enabled")), (I,)),
    Example("monitoring_costs", STOP, world(web()), ()),
    Example("groups_invalid", (SetInterfaceGroups(WEB, "eni-1", ()),), world(web(interfaces=(ETH0,))), (B,)),
    Example("groups_invalid", JOIN, world(web(interfaces=(ETH0,)), GROUP), ()),
    Example("groups_invalid", JOIN, world(web(interfaces=(ETH0,))), (B,)),
    Example(
        "groups_invalid",
        JOIN,
        world(web(interfaces=(ETH0,)), unread=(Kind.SECURITY_GROUPS,)),
        (C,),
        True,
    ),
    Example(
        "groups_invalid",
        (SetInterfaceGroups(WEB, "eni-1", ("sg-3",)),),
        world(web(interfaces=(ETH0,)), OTHER_VPC),
        (B,),
    ),
    Example(
        "groups_invalid",
        (SetInterfaceGroups(WEB, "eni-1", tuple(Ref(n, "GroupId") for n in range(6))),),
        world(web(interfaces=(ETH0,))),
        (W,),
    ),
    Example("groups_replaced", JOIN, world(web(interfaces=(ETH0,)), GROUP), (W,)),
    Example("groups_replaced", JOIN, world(web(), GROUP), (C,), True),
    Example(
        "groups_replaced",
        JOIN,
        world(web(interfaces=(ETH0,)), GROUP, unread=(Kind.RULES,)),
        (C, W),
        True,
    ),
    Example("groups_replaced", STOP, world(web()), ()),
    Example("role_gives_too_much", (AttachProfile(WEB, ARN + "web"),), world(web()), (C,)),
    Example(
        "role_gives_too_much",
        (AttachProfile(WEB, ARN + "web"),),
        world(web(), unread=(Kind.ROLE_POLICIES,)),
        (W,),
        True,
    ),
    Example(
        "role_gives_too_much",
        (AttachProfile(WEB, ARN + "Admins"),),
        world(web(), unread=(Kind.ROLE_POLICIES,)),
        (C,),
        True,
    ),
    *(
        Example(
            "role_gives_too_much",
            (AttachProfile(WEB, ARN + "web"),),
            world(web(), RolePolicies(key(ARN + "web"), "web", ("arn:aws:iam::aws:policy/" + policy,))),
            levels,
        )
        for policy, levels in (
            ("AdministratorAccess", (C, I)),
            ("AmazonS3FullAccess", (C, I)),
            ("AmazonSSMManagedInstanceCore", (I,)),
        )
    ),
    Example("role_gives_too_much", DETACH, world(web(profile_arn=ARN + "web"), MINE), ()),
    Example("role_taken", (AttachProfile(WEB, ARN + "db"),), world(web(profile_arn=ARN + "web")), (B,)),
    Example("role_taken", (AttachProfile(WEB, ARN + "db"),), world(web()), ()),
    Example("role_taken", DETACH, world(web(profile_arn=ARN + "web"), MINE), (W,)),
    Example("association_stale", DETACH, world(web(profile_arn=ARN + "web"), MINE), ()),
    Example(
        "association_stale",
        (ReplaceProfile(WEB, ARN + "db", "iip-assoc-0", ARN + "web"),),
        world(web(profile_arn=ARN + "web"), MINE),
        (B,),
    ),
    Example("association_stale", DETACH, world(web(profile_arn=ARN + "web")), (C,), True),
    Example("type_unknown", RESIZE, world(web("stopped")), (B,)),
    Example("type_unknown", RESIZE, world(web("stopped"), kind()), ()),
    Example("type_unknown", RESIZE, world(web("stopped"), unread=(Kind.INSTANCE_TYPES,)), (C,), True),
    Example("type_fixed", RESIZE, world(web("stopped", lifecycle="spot"), kind()), (C,)),
    Example("type_fixed", RESIZE, world(web("stopped", hibernation=True), kind()), (C,)),
    Example("type_fixed", RESIZE, world(web("stopped"), kind()), ()),
    Example("type_architecture", RESIZE, world(web("stopped", architecture="arm64"), kind()), (B,)),
    Example("type_architecture", RESIZE, world(web("stopped", architecture="x86_64"), kind()), ()),
    Example("type_architecture", RESIZE, world(web("stopped"), kind()), (C,), True),
    Example("type_needs_ena", RESIZE, world(web("stopped", ena_support=False), kind(ena="required")), (B,)),
    Example("type_needs_ena", RESIZE, world(web("stopped", ena_support=True), kind(ena="required")), ()),
    Example("type_needs_ena", RESIZE, world(web("stopped"), kind(ena="required")), (C,), True),
    Example("type_needs_nvme", RESIZE, world(web("stopped"), kind(nvme="required")), (W,)),
    Example(
        "type_needs_nvme",
        RESIZE,
        world(web("stopped"), kind(nvme="required"), kind("t3.micro", nvme="required")),
        (),
    ),
    Example(
        "type_boot_mode",
        RESIZE,
        world(web("stopped", boot_mode="uefi"), kind(boot_modes=("legacy-bios",))),
        (B,),
    ),
    Example("type_boot_mode", RESIZE, world(web("stopped", boot_mode="uefi"), kind()), ()),
    Example(
        "type_boot_mode", RESIZE, world(web("stopped", boot_mode="uefi"), kind(boot_modes=())), (W,), True
    ),
    Example("type_not_in_zone", RESIZE, world(web("stopped"), kind()), (W,), True),
    Example("type_not_in_zone", STOP, world(web()), ()),
    Example(
        "type_not_in_zone",
        RESIZE,
        world(web("stopped"), kind(), Offering(key("m7i.large"), ("eu-west-1b",))),
        (B,),
    ),
    Example(
        "type_not_in_zone",
        RESIZE,
        world(web("stopped"), kind(), Offering(key("m7i.large"), ("eu-west-1a",))),
        (),
    ),
    Example("type_previous_generation", RESIZE, world(web("stopped"), kind(current_generation=False)), (I,)),
    Example("type_previous_generation", RESIZE, world(web("stopped"), kind()), ()),
    Example("volume_shrinks", (ModifyVolume(VOL, size=10),), world(volume()), (B,)),
    Example("volume_shrinks", (ModifyVolume(VOL, size=30),), world(volume()), ()),
    Example("volume_shrinks", (ModifyVolume(VOL, size=10),), world(unread=(Kind.VOLUMES,)), (C,), True),
    Example("volume_figures_invalid", (ModifyVolume(VOL, type="st1"),), world(volume()), (B,)),
    Example("volume_figures_invalid", (ModifyVolume(VOL, type="st1", size=125),), world(volume()), ()),
    Example("volume_figures_invalid", (ModifyVolume(VOL, iops=300),), world(volume(type="gp2")), (B,)),
    Example("volume_figures_invalid", (ModifyVolume(VOL, throughput=300),), world(volume(type="io2")), (B,)),
    Example(
        "volume_figures_invalid", (ModifyVolume(VOL, type="st1"),), world(unread=(Kind.VOLUMES,)), (W,), True
    ),
    Example("volume_grows", (ModifyVolume(VOL, size=30),), world(volume()), (W,)),
    Example("volume_grows", (ModifyVolume(VOL, type="io2"),), world(volume()), ()),
    Example("volume_in_use", (DeleteVolume(VOL),), world(HELD), (B,)),
    Example("volume_in_use", (DeleteVolume(VOL),), world(volume()), ()),
    Example("volume_in_use", (DeleteVolume(VOL),), world(unread=(Kind.VOLUMES,)), (C,), True),
    Example("volume_data_lost", (DeleteVolume(VOL),), world(volume()), (C,)),
    Example("volume_data_lost", (CreateSnapshot(VOL),), world(volume()), ()),
    Example(
        "volume_detached_in_use",
        (DetachVolume(VOL, "i-1"),),
        world(HELD, web(root_device_name="/dev/xvda", block_devices=(ROOT,))),
        (B,),
    ),
    Example(
        "volume_detached_in_use", (DetachVolume(VOL, "i-1"),), world(HELD, web(block_devices=(ROOT,))), (C,)
    ),
    Example("volume_detached_in_use", (DetachVolume(VOL, "i-1"),), world(HELD, web("stopped")), ()),
    Example(
        "volume_detached_in_use",
        (DetachVolume(VOL, "i-1"),),
        world(HELD, unread=(Kind.INSTANCES,)),
        (C,),
        True,
    ),
    Example(
        "volume_zone", (AttachVolume(VOL, "i-1", "/dev/sdf"),), world(volume(az="eu-west-1b"), web()), (B,)
    ),
    Example("volume_zone", (AttachVolume(VOL, "i-1", "/dev/sdf"),), world(volume(), web()), ()),
    Example("volume_zone", (AttachVolume(VOL, "i-1", "/dev/sdf"),), world(volume()), (W,), True),
    Example(
        "volume_zone",
        (AttachVolume(VOL, "i-1", "/dev/sdf"),),
        world(volume(attachments=(Attachment("i-2"),)), web()),
        (B,),
    ),
    Example("volume_kept_needlessly", (KeepVolume(WEB, "vol-1", "/dev/xvda"),), world(web()), (I,)),
    Example(
        "volume_kept_needlessly", (KeepVolume(WEB, "vol-1", "/dev/xvda", keep=False),), world(web()), (W,)
    ),
    Example("volume_kept_needlessly", STOP, world(web()), ()),
    Example("snapshot_public", (SetSnapshotPublic(SNAP, public=True),), world(Snapshot(SNAP)), (B,)),
    Example("snapshot_public", (SetSnapshotPublic(SNAP),), world(Snapshot(SNAP)), ()),
    Example("snapshot_shared", (ShareSnapshot(SNAP, ("2" * 12,)),), world(Snapshot(SNAP)), (C,)),
    Example(
        "snapshot_shared",
        (ShareSnapshot(SNAP, ("2" * 12,)),),
        world(Snapshot(SNAP, encrypted=True)),
        (C, I),
        True,
    ),
    Example("key_pair_in_use", (DeleteKeyPair(OPS),), world(KeyPair(OPS, "ops"), web(key_name="ops")), (C,)),
    Example("key_pair_in_use", (DeleteKeyPair(OPS),), world(KeyPair(OPS, "ops"), web(key_name="other")), ()),
    Example(
        "key_pair_in_use",
        (DeleteKeyPair(OPS),),
        world(KeyPair(OPS, "ops"), unread=(Kind.INSTANCES,)),
        (C,),
        True,
    ),
    Example("key_pair_name_taken", (ImportKeyPair(OPS, PUBLIC),), world(KeyPair(OPS, "ops")), (B,)),
    Example("key_pair_name_taken", (ImportKeyPair(OPS, PUBLIC),), world(), ()),
    Example(
        "key_pair_name_taken", (ImportKeyPair(OPS, PUBLIC),), world(unread=(Kind.KEY_PAIRS,)), (C,), True
    ),
    Example("snapshot_shared", (DeleteSnapshot(SNAP),), world(Snapshot(SNAP)), ()),
    Example("account_invalid", (ShareSnapshot(SNAP, ("12", "١" * 12)),), world(Snapshot(SNAP)), (B, B)),
    Example("account_invalid", (ShareSnapshot(SNAP, ("2" * 12,)),), world(Snapshot(SNAP)), ()),
    Example(
        "snapshot_of_an_image",
        (DeleteSnapshot(SNAP),),
        world(Snapshot(SNAP), SnapshotImages(SNAP, ("ami-1",))),
        (B,),
    ),
    Example("snapshot_of_an_image", (DeleteSnapshot(SNAP),), world(Snapshot(SNAP), SnapshotImages(SNAP)), ()),
    Example(
        "snapshot_of_an_image",
        (DeleteSnapshot(SNAP),),
        world(Snapshot(SNAP), unread=(Kind.SNAPSHOT_IMAGES,)),
        (W,),
        True,
    ),
    Example("role_given_rights", NEW_ROLE, world(), (C, C)),
    Example("role_given_rights", NEW_ROLE, world(IamRole(ROLE, "{}", (("p", "{}"),))), (C, C)),
    Example("role_given_rights", NEW_ROLE[1:], world(unread=(Kind.ROLES,)), (C,), True),
    Example("role_given_rights", (SetTag(WEB, "a", "b"),), world(web()), ()),
    Example(
        "snapshot_used_by_others",
        (DeleteSnapshot(SNAP),),
        world(Snapshot(SNAP), SnapshotSharing(SNAP, True, ("111122223333",))),
        (W, W),
    ),
    Example(
        "snapshot_used_by_others",
        (DeleteSnapshot(SNAP),),
        world(Snapshot(SNAP), SnapshotSharing(SNAP)),
        (),
    ),
    Example(
        "snapshot_used_by_others",
        (DeleteSnapshot(SNAP),),
        world(Snapshot(SNAP), unread=(Kind.SHARING,)),
        (W,),
        True,
    ),
    Example("snapshot_lost", (DeleteSnapshot(SNAP),), world(Snapshot(SNAP)), (C,)),
    Example("snapshot_lost", (SetSnapshotPublic(SNAP),), world(Snapshot(SNAP)), ()),
    Example("address_released", (ReleaseAddress(EIP),), world(FREE), (C,)),
    Example("address_released", (ReleaseAddress(EIP),), world(USED), (C, B)),
    Example("address_released", (ReleaseAddress(EIP),), world(unread=(Kind.ADDRESSES,)), (C, C), True),
    Example("address_released", GIVE, world(web(), FREE), ()),
    Example("address_taken", GIVE, world(web(), USED), (B,)),
    Example("address_taken", GIVE, world(web(), FREE), ()),
    Example("address_taken", GIVE, world(web(), unread=(Kind.ADDRESSES,)), (C,), True),
    Example(
        "address_taken",
        (AssociateAddress(WEB, "eipalloc-1", "203.0.113.1", reassociate=True),),
        world(web(), USED),
        (C,),
    ),
    Example("address_changes", GIVE, world(web(public_ip="198.51.100.1"), FREE), (W,)),
    Example("address_changes", GIVE, world(web(), FREE), ()),
    Example("address_changes", (DisassociateAddress(WEB, "a", "eipalloc-1"),), world(web(), USED), (W,)),
    Example("address_changes", (AllocateAddress(key("(new address)")),), world(), (I,)),
    Example("blast_radius", many(11), world(), (C,)),
    Example("blast_radius", many(2), world(), (I,)),
    Example("blast_radius", many(1), world(), ()),
    Example("blast_radius", many(2), world(), (C,), policy=Policy(blast_radius=1)),
    Example("several_places", (*many(1), *many(1, "us-east-1")), world(), (W,)),
    Example("several_places", many(2), world(), ()),
    Example("change_window", many(1), world(), (B,), policy=OFFICE),
    Example("change_window", many(1), world(), (), policy=NIGHT),
    Example(
        "change_window",
        many(1),
        world(),
        (B,),
        policy=Policy(windows=NIGHT.windows, machine_windows=OFFICE.windows),
    ),
    Example("production", many(1), world(), (C,), policy=Policy(production=True)),
    Example("production", many(1), world(), ()),
)
"""What each rule says; the time is a Tuesday, 03:10 UTC."""
