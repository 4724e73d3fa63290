"""Every guardrail of a launch with plans that it stops, lets pass, and cannot judge."""

from typing import Any

from ec2tui.core.changes.launch import NEW, RunInstances
from ec2tui.core.grammar.spec import rule_of
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import Launch, LaunchVolume, UserData
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.quota import ON_DEMAND, SPOT, Quota
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.subnet import Subnet
from tests.core.changes.worlds import build, key, spec
from tests.core.rules.cases import ARN, TUESDAY_3AM, Example, kind

B, C, W, I = Level.BLOCK, Level.CONFIRM, Level.WARN, Level.INFO  # noqa: E741
KINDS: dict[Any, Kind] = {
    Image: Kind.IMAGES,
    InstanceType: Kind.INSTANCE_TYPES,
    Offering: Kind.OFFERINGS,
    Subnet: Kind.SUBNETS,
    SecurityGroup: Kind.SECURITY_GROUPS,
    KeyPair: Kind.KEY_PAIRS,
    RolePolicies: Kind.ROLE_POLICIES,
    Quota: Kind.QUOTAS,
    Instance: Kind.INSTANCES,
}
STANDARD = ON_DEMAND["m"]
RUNNING = Instance(key("i-1"), "running", "m5.large")


def image(**facts: Any) -> Image:
    usual = {"name": "golden", "owner_id": key("").account, "state": "available", "architecture": "x86_64"}
    made = {"creation_time": int(TUESDAY_3AM) - 86400, "imds_support": "v2.0", "ena_support": True}
    return Image(key("ami-1"), **{**usual, **made, **facts})


PLACE = (
    kind(),
    Offering(key("m7i.large"), ("eu-west-1a",)),
    Subnet(key("subnet-1"), "vpc-1", "eu-west-1a", free_addresses=9),
    SecurityGroup(key("sg-1"), "web", vpc_id="vpc-1"),
    KeyPair(key("ops"), "ops", "rsa"),
    KeyPair(key("ed"), "ed", "ed25519"),
    RolePolicies(key(ARN + "web"), "web", ()),
    RolePolicies(key(ARN + "root"), "root", ("arn:aws:iam::aws:policy/AdministratorAccess",)),
)


def world(*items: Any, unread: tuple[Kind, ...] = ()) -> Inventory:
    """A place to launch in; what is given replaces what is usual, and what is unread is not there."""
    chosen = {(type(item), item.key): item for item in (*PLACE, image(), *items)}
    there = (item for item in chosen.values() if KINDS[type(item)] not in unread)
    read = tuple(kind for kind in Kind if kind not in unread)
    return build(*((KINDS[type(item)], item) for item in there), read=read)


def run(**facts: Any) -> tuple[RunInstances]:
    usual = {"subnet_id": "subnet-1", "groups": ("sg-1",), "key_name": "ops", "profile": "web"}
    image_id, type_ = facts.pop("image_id", "ami-1"), facts.pop("type", "m7i.large")
    return (RunInstances(key(NEW), Launch(image_id, type_, **{**usual, **facts})),)


GOOD = world()
IMPOSTOR = image(owner_id="9" * 12, name="ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260101")
OPEN = build(
    *((KINDS[type(item)], item) for item in (*PLACE, image())),
    (Kind.RULES, rule_of(spec("tcp/22 from 0.0.0.0/0"), key("sg-1"), "sgr-9")),
)
TWO = (LaunchVolume("/dev/xvda"), LaunchVolume("/dev/sdf"))
WINDOWS = world(image(platform="windows"))

LAUNCH_EXAMPLES: tuple[Example, ...] = (
    Example("image_vetted", run(), GOOD, ()),
    Example("image_vetted", run(), world(IMPOSTOR), (B,)),
    Example("image_vetted", run(), world(image(owner_id="9" * 12, name="mine")), (C,)),
    Example("image_vetted", run(image_id="ami-9"), GOOD, (B,)),
    Example("image_vetted", run(), world(unread=(Kind.IMAGES,)), (C,), True),
    Example("type_fits_image", run(), GOOD, ()),
    Example("type_fits_image", run(), world(image(architecture="arm64")), (B,)),
    Example("type_fits_image", run(), world(Offering(key("m7i.large"), ("eu-west-1b",))), (B,)),
    Example("type_fits_image", run(type="m99.large"), GOOD, (B,)),
    Example("type_fits_image", run(), world(unread=(Kind.INSTANCE_TYPES,)), (C,), True),
    Example("type_fits_image", run(), world(unread=(Kind.OFFERINGS,)), (I,), True),
    Example("subnet_has_room", run(count=9), GOOD, ()),
    Example("subnet_has_room", run(count=10), GOOD, (B,)),
    Example("subnet_has_room", run(subnet_id=""), GOOD, (W,)),
    Example("subnet_has_room", run(subnet_id="subnet-9"), GOOD, (B,)),
    Example("subnet_has_room", run(), world(unread=(Kind.SUBNETS,)), (C,), True),
    Example("groups_of_one_vpc", run(), GOOD, ()),
    Example("groups_of_one_vpc", run(), world(SecurityGroup(key("sg-1"), "web", vpc_id="vpc-2")), (B,)),
    Example("groups_of_one_vpc", run(groups=()), GOOD, (W,)),
    Example("groups_of_one_vpc", run(groups=("sg-9",)), GOOD, (B,)),
    Example("groups_of_one_vpc", run(), world(unread=(Kind.SECURITY_GROUPS,)), (C,), True),
    Example("key_pair_fits", run(), WINDOWS, ()),
    Example("key_pair_fits", run(key_name="ed"), GOOD, ()),
    Example("key_pair_fits", run(key_name="ed"), WINDOWS, (B,)),
    Example("key_pair_fits", run(key_name=""), WINDOWS, (W,)),
    Example("key_pair_fits", run(key_name=""), GOOD, ()),
    Example("key_pair_fits", run(key_name="lost"), GOOD, (B,)),
    Example("key_pair_fits", run(), world(unread=(Kind.KEY_PAIRS,)), (C,), True),
    Example("public_address", run(), GOOD, ()),
    Example("public_address", run(public_address=True), GOOD, (W,)),
    Example("volume_unencrypted", run(volumes=(LaunchVolume("/dev/xvda"),)), GOOD, ()),
    Example("volume_unencrypted", run(volumes=(LaunchVolume("/dev/xvda", encrypted=False),)), GOOD, (C,)),
    Example("volume_figures_invalid", run(volumes=(LaunchVolume("/dev/sdf", 100, iops=4000),)), GOOD, ()),
    Example("volume_figures_invalid", run(volumes=(LaunchVolume("/dev/sdf", 9, "st1"),)), GOOD, (B,)),
    Example("volume_figures_invalid", run(volumes=(LaunchVolume("/dev/sdf", 9, "gp4"),)), GOOD, (B,)),
    Example("volume_figures_invalid", run(volumes=(LaunchVolume("/x", 9, "gp2", iops=9),)), GOOD, (B,)),
    Example("launched_without_role", run(), GOOD, ()),
    Example("launched_without_role", run(profile=""), GOOD, (I,)),
    Example("role_gives_too_much", run(profile="root"), GOOD, (C, I)),
    Example("launched_loosely", run(tokens="disabled"), GOOD, ()),
    Example("launched_loosely", run(tokens="optional"), GOOD, (C,)),
    Example("launched_loosely", run(shutdown="terminate", protect=True), GOOD, (W,)),
    Example("launched_loosely", run(spot=True, protect=True), GOOD, (B,)),
    Example("launch_fails_checks", run(), GOOD, ()),
    Example("launch_fails_checks", run(hop_limit=2), GOOD, (I,)),
    Example("launch_fails_checks", run(shutdown="terminate", volumes=TWO), GOOD, (W,)),
    Example("launch_fails_checks", run(), world(kind(current_generation=False)), (I,)),
    Example("launch_fails_checks", run(), world(unread=(Kind.INSTANCE_TYPES,)), ()),
    Example("user_data_secret", run(user_data=UserData("ab", 9)), GOOD, ()),
    Example("user_data_secret", run(user_data=UserData("ab", 9, ("a key in line 1",))), GOOD, (C,)),
    Example("user_data_secret", run(user_data=UserData("ab", 16385)), GOOD, (B,)),
    Example("vcpu_quota", run(count=2), world(Quota(key(STANDARD), 4)), ()),
    Example("vcpu_quota", run(count=3), world(Quota(key(STANDARD), 4)), (B,)),
    Example("vcpu_quota", run(count=2), world(Quota(key(STANDARD), 4), RUNNING), (C,)),
    Example("vcpu_quota", run(count=2, spot=True), world(Quota(key(SPOT["m"]), 4), RUNNING), ()),
    Example("vcpu_quota", run(), world(unread=(Kind.QUOTAS,)), (I,), True),
    Example("vcpu_quota", run(), world(Quota(key(STANDARD), 4), unread=(Kind.INSTANCES,)), (I,), True),
    Example("admin_port_public", run(), OPEN, (B,)),
    Example("required_tag", run(), GOOD, ()),
)
