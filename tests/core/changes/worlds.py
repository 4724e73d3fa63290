"""Small accounts and every kind of change over them, for the laws that all changes keep."""

from random import Random
from typing import Any

import hypothesis.strategies as st
from immutables import Map

from ec2tui.core.changes import (
    account_settings,
    addresses,
    alarms,
    image_sharing,
    images,
    instance_groups,
    instance_metadata,
    instance_protection,
    instance_role,
    instance_state,
    instance_type,
    isolation_group,
    key_pairs,
    launch,
    network_settings,
    scheduler_role,
    schedules,
    security_group_edits,
    security_group_rules,
    snapshot_sharing,
    snapshots,
    ssh_public_key,
    tags,
    volumes,
)
from ec2tui.core.changes.change import Change
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.grammar.spec import RuleSpec, rule_of
from ec2tui.core.model.account_setting import (
    EBS_ENCRYPTION,
    IMAGE_BLOCK,
    METADATA_DEFAULTS,
    SNAPSHOT_BLOCK,
    AccountSetting,
)
from ec2tui.core.model.address import Address
from ec2tui.core.model.alarm import STATES, Alarm, AlarmSpec, AlarmTags
from ec2tui.core.model.iam_role import IamRole
from ec2tui.core.model.image import Image, ImageSharing, ImageSnapshot
from ec2tui.core.model.instance import (
    BlockDevice,
    GroupRef,
    Instance,
    InstanceInterface,
    MetadataOptions,
    Tags,
)
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import Launch, LaunchVolume, UserData
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.profile_association import ProfileAssociation
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.schedule import Schedule, ScheduleGroup, schedule_name
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.status import Protection
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.model.vpc_endpoint import VpcEndpoint

ACCOUNT, REGION = "111122223333", "eu-west-1"
SOURCE = Source("default", REGION)
PROFILES = tuple(f"arn:aws:iam::{ACCOUNT}:instance-profile/{name}" for name in ("web", "db"))


def key(id: str) -> Key:
    return Key(ACCOUNT, REGION, id)


def build(*items: tuple[Kind, Any], read: tuple[Kind, ...] = tuple(Kind)) -> Inventory:
    """An inventory of items; the kinds in `read` have been read completely."""
    tables: dict[Kind, dict[Key, Any]] = {}
    for kind, item in items:
        tables.setdefault(kind, {})[item.key] = item
    done = Reading(complete_at=1.0)
    return Inventory(
        tables=Map({kind: Map(rows) for kind, rows in tables.items()}),
        readings=Map({(SOURCE, kind): done for kind in read}),
        sources=Map({(ACCOUNT, REGION): SOURCE}),
    )


GROUPS = tuple(GroupRef(f"sg-{n}", f"group {n}") for n in range(4))
INSTANCES = ("i-1", "i-2")
INSTANCE_KEYS = st.sampled_from(INSTANCES).map(key)
VOLUMES = ("vol-1", "vol-2", "vol-3")
VOLUME_KEYS = st.sampled_from(VOLUMES).map(key)
PAIR_KEYS = st.sampled_from(("ops", "laptop", "new")).map(key)
PUBLIC_KEYS = ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQE=", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAQ==")
SNAPSHOT_KEYS = st.sampled_from(("snap-1", "snap-2")).map(key)
IMAGE_KEYS = st.sampled_from(("ami-1", "ami-2")).map(key)
TAG_NAMES = st.sampled_from(("Name", "env", "team"))
TAG_VALUES = st.text(max_size=6)
TAGS = st.dictionaries(TAG_NAMES, TAG_VALUES).map(lambda d: tuple(d.items()))
SWITCHES = st.sampled_from(("enabled", "disabled"))
ACCOUNTS = st.lists(st.sampled_from(("1" * 12, "2" * 12, "3" * 12)), unique=True).map(tuple)
SOME_GROUPS = st.lists(st.sampled_from(GROUPS), min_size=1, unique=True).map(tuple)


RULE_LINES = (
    "tcp/22 from 203.0.113.7/32",
    'tcp/22 from 203.0.113.7/32 "office"',
    "tcp/443 from 0.0.0.0/0",
    "udp/53 from ::/0",
    "all from self",
    'all to 0.0.0.0/0 "out"',
    "icmp/echo-request from 10.0.0.0/8",
    "gre from pl-1",
    "tcp from sg-1",
    "tcp/5432 from 999988887777/sg-9",
)


def spec(line: str) -> RuleSpec:
    found = parse(line)
    assert isinstance(found, Parsed), found
    return found.spec


RULE_SPECS = st.sampled_from(RULE_LINES).map(spec)
RULES = tuple(f"sgr-{n}" for n in range(6))
"""Two rules of each of the first three groups."""
RULE_KEYS = st.sampled_from(RULES).map(key)


def group_of(rule: str) -> str:
    return f"sg-{RULES.index(rule) // 2}"


GROUP_KEYS = st.sampled_from([g.id for g in GROUPS]).map(key)


TIMES = (1_769_882_400, 1_769_886_000)
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ec2tui-scheduler"


def schedule_of(rule: str, at: int) -> Schedule:
    """The schedule of a rule; the last two rules may have one in the world."""
    return Schedule(key(schedule_name(rule)), at, "ENABLED", group_of(rule), rule, ROLE)


def inventories() -> st.SearchStrategy[Inventory]:
    """Accounts by a seed: one draw, where drawing every field would take most of the time of the laws."""
    return st.integers(0, 5_000).map(account)


def account(seed: int) -> Inventory:
    """Two instances with volumes, interfaces, roles, addresses and snapshots, consistent with each other."""
    pick = Random(seed)
    items: list[tuple[Kind, Any]] = [
        (Kind.SECURITY_GROUPS, SecurityGroup(key(g.id), g.name, vpc_id="vpc-1")) for g in GROUPS
    ]
    holders = {volume: pick.choice((*INSTANCES, None)) for volume in VOLUMES}
    flags = {volume: pick.random() < 0.5 for volume in VOLUMES}
    for n, name in enumerate(INSTANCES):
        items += _instance(pick, n, name, holders, flags)
    for volume, holder in holders.items():
        held = (Attachment(holder, f"/dev/{volume}", "attached", flags[volume]),) if holder else ()
        items.append((Kind.VOLUMES, _volume(pick, volume, held)))
    for name in ("snap-1", "snap-2"):
        items.append((Kind.SNAPSHOTS, _snapshot(pick, name)))
        if pick.random() < 0.7:
            items.append((Kind.SHARING, _sharing(pick, name)))
    for name in ("ops", "laptop"):
        public = pick.choice((*PUBLIC_KEYS, None))
        kind = "ed25519" if public == PUBLIC_KEYS[1] else "rsa"
        items.append((Kind.KEY_PAIRS, KeyPair(key(name), name, kind, public_key=public, tags=_tags(pick))))
    for n, name in enumerate(RULES):
        if pick.random() < 0.8:
            # Halves of the lines, so that no group has a rule twice.
            said = spec(pick.choice(RULE_LINES[n % 2 * 2 :: 4] if n % 2 else RULE_LINES[4::3]))
            items.append((Kind.RULES, rule_of(said, key(f"sg-{n // 2}"), name, _tags(pick))))
    for name in RULES[4:]:
        if pick.random() < 0.7:
            items.append((Kind.SCHEDULES, schedule_of(name, pick.choice(TIMES))))
    items += _scheduling(pick)
    for name in ("ami-1", "ami-2"):
        image = _image(pick, name)
        items.append((Kind.OWN_IMAGES, image))
        if pick.random() < 0.7:
            items.append((Kind.IMAGE_SHARING, _image_sharing(pick, name, image.public)))
    if pick.random() < 0.8:
        block = AccountSetting(
            key(IMAGE_BLOCK), pick.choice(("unblocked", "block-new-sharing")), None, "account"
        )
        items.append((Kind.IMAGE_BLOCK, block))
    items += _settings(pick)
    for name in ALARMS[:3]:
        if pick.random() < 0.8:
            items.append((Kind.ALARMS, Alarm(key(name), pick.choice(SPECS), pick.choice(STATES), 1, "why")))
            if pick.random() < 0.8:
                items.append((Kind.ALARM_TAGS, AlarmTags(key(name), _tags(pick))))
    return build(*items)


def _interface(n: int, instance: str, groups: tuple[GroupRef, ...]) -> NetworkInterface:
    return NetworkInterface(
        key(f"eni-{n}"), instance_id=instance, groups=groups, source_dest_check=n % 2 == 0
    )


def _settings(pick: Random) -> list[tuple[Kind, Any]]:
    """Settings of the account and of its networks, some of them not read."""
    found: list[tuple[Kind, Any]] = []
    for kind, id_, values in (
        (Kind.EBS_ENCRYPTION, EBS_ENCRYPTION, ("true", "false")),
        (Kind.SNAPSHOT_BLOCK, SNAPSHOT_BLOCK, SNAPSHOT_STATES),
        (Kind.METADATA_DEFAULTS, METADATA_DEFAULTS, ("", "required", "optional")),
    ):
        if pick.random() < 0.8:
            found.append((kind, AccountSetting(key(id_), pick.choice(values), pick.choice((None, False)))))
    if pick.random() < 0.8:
        public = pick.choice((None, True, False))
        found.append((Kind.SUBNETS, Subnet(key("subnet-1"), "vpc-1", public_ip_on_launch=public)))
    if pick.random() < 0.8:
        gateway = VpcEndpoint(key("vpce-1"), pick.choice(SERVICES), "Gateway", "available", "vpc-1")
        found.append((Kind.VPC_ENDPOINTS, gateway))
    return found


SNAPSHOT_STATES = ("block-all-sharing", "block-new-sharing", "unblocked")
SERVICES = (f"com.amazonaws.{REGION}.s3", f"com.amazonaws.{REGION}.dynamodb")
ALARMS = ("cpu", "a name / with: all", "(both)", "new")
ALARM_KEYS = st.sampled_from(ALARMS).map(key)
RECOVER = f"arn:aws:automate:{REGION}:ec2:recover"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:ops"
SPECS = (
    AlarmSpec(
        "AWS/EC2",
        "CPUUtilization",
        (("InstanceId", "i-1"),),
        "Average",
        300,
        3,
        2,
        "GreaterThanThreshold",
        80.5,
    ),
    AlarmSpec(
        "AWS/EC2",
        "StatusCheckFailed_System",
        (("InstanceId", "i-2"),),
        "Maximum",
        60,
        2,
        None,
        "GreaterThanOrEqualToThreshold",
        1.0,
        "breaching",
        "Count",
        "text",
        False,
        (RECOVER, TOPIC),
        (TOPIC,),
    ),
    AlarmSpec(
        periods=1,
        comparison="LessThanThreshold",
        threshold=0.0,
        more='{"Metrics":[{"Expression":"1","Id":"e"}]}',
    ),
    AlarmSpec("N", "M", (), "p99.9", 10, 1, None, "LessThanThreshold", -1.0),
    AlarmSpec(
        rule='ALARM("cpu")',
        insufficient_actions=(TOPIC,),
        more='{"ActionsSuppressor":"quiet","ActionsSuppressorWaitPeriod":60}',
    ),
)
"""Metric alarms of every sort, and a composite one."""


ROLES = st.sampled_from(("ec2tui-a", "ec2tui-b")).map(key)
POLICIES = ("{}", '{"Version":"2012-10-17"}')


def _scheduling(pick: Random) -> list[tuple[Kind, Any]]:
    """A role with or without policies, and the group of schedules, where they are set up."""
    given = tuple((name, pick.choice(POLICIES)) for name in ("p", "q") if pick.random() < 0.3)
    found: list[tuple[Kind, Any]] = []
    if pick.random() < 0.7:
        found.append((Kind.ROLES, IamRole(key("ec2tui-a"), "{}", given)))
    if pick.random() < 0.5:
        found.append((Kind.SCHEDULE_GROUPS, ScheduleGroup(key("ec2tui"))))
    return found


def _tags(pick: Random) -> Tags:
    names = pick.sample(("Name", "env", "team"), pick.randint(0, 3))
    return tuple((name, pick.choice(("", "x", "prod", "[/]"))) for name in names)


def _instance(
    pick: Random, n: int, name: str, holders: dict[str, str | None], flags: dict[str, bool]
) -> list[tuple[Kind, Any]]:
    groups = tuple(pick.sample(GROUPS, pick.randint(1, len(GROUPS))))
    state = pick.choice(("running", "stopped", "pending", "stopping", "terminated"))
    elastic = pick.random() < 0.5
    given = f"198.51.100.{n}" if state in ("running", "pending") and pick.random() < 0.5 else None
    public = f"203.0.113.{n}" if elastic else given
    profile = pick.choice((None, *PROFILES))
    tagged = _tags(pick)
    instance = Instance(
        key(name),
        state,
        "t3.micro",
        name=dict(tagged).get("Name", ""),
        public_ip=public,
        vpc_id="vpc-1",
        profile_arn=profile,
        security_groups=groups,
        monitoring=pick.choice(("enabled", "disabled")),
        metadata=MetadataOptions(
            pick.choice(("required", "optional")),
            pick.choice(("enabled", "disabled")),
            pick.choice((None, 1, 64)),
            pick.choice(("enabled", "disabled", "")),
            pick.choice(("enabled", "disabled")),
        ),
        block_devices=tuple(
            BlockDevice(f"/dev/{v}", v, flags[v], "attached")
            for v, holder in holders.items()
            if holder == name
        ),
        interfaces=(
            InstanceInterface(
                f"eni-{n}", "subnet-1", "vpc-1", public_ips=(public,) if public else (), groups=groups
            ),
        ),
        tags=tagged,
    )
    maybe = (None, True, False)
    protection = Protection(
        key(name), pick.choice(maybe), pick.choice(maybe), pick.choice((None, "stop", "terminate"))
    )
    found: list[tuple[Kind, Any]] = [
        (Kind.INSTANCES, instance),
        (
            Kind.INTERFACES,
            _interface(n, name, groups),
        ),
        (Kind.PROTECTION, protection),
    ]
    if profile:
        association = ProfileAssociation(key(name), f"iip-assoc-{n}", profile, "associated")
        found.append((Kind.PROFILE_ASSOCIATIONS, association))
    owned = Address(key(f"eipalloc-{n}"), f"203.0.113.{n}")
    if elastic:
        owned = Address(key(f"eipalloc-{n}"), f"203.0.113.{n}", f"eipassoc-{n}", name)
    found.append((Kind.ADDRESSES, owned))
    return found


def _volume(pick: Random, name: str, held: tuple[Attachment, ...]) -> Volume:
    return Volume(
        key(name),
        pick.randint(1, 100),
        pick.choice(("gp2", "gp3", "io2")),
        "in-use" if held else "available",
        iops=pick.choice((None, 100, 3000)),
        throughput=pick.choice((None, 125, 500)),
        attachments=held,
        tags=_tags(pick),
    )


def _sharing(pick: Random, name: str) -> SnapshotSharing:
    accounts = ("1" * 12, "2" * 12, "3" * 12)
    return SnapshotSharing(key(name), pick.random() < 0.5, tuple(pick.sample(accounts, pick.randint(0, 3))))


def _image(pick: Random, name: str) -> Image:
    return Image(
        key(name),
        name,
        owner_id=key(name).account,
        state=pick.choice(("available", "disabled", "pending")),
        public=pick.random() < 0.5,
        deprecation_time=pick.choice((None, *TIMES)),
        snapshots=(ImageSnapshot("/dev/xvda", pick.choice(("snap-1", "snap-2"))),),
        tags=_tags(pick),
    )


def _image_sharing(pick: Random, name: str, public: bool) -> ImageSharing:
    accounts = ("1" * 12, "2" * 12, "3" * 12)
    return ImageSharing(key(name), public, tuple(pick.sample(accounts, pick.randint(0, 3))))


def _snapshot(pick: Random, name: str) -> Snapshot:
    return Snapshot(
        key(name),
        pick.choice(VOLUMES),
        pick.randint(1, 100),
        encrypted=pick.random() < 0.5,
        tags=_tags(pick),
    )


_MAYBE_SWITCH = st.one_of(st.none(), SWITCHES)
_WHAT = st.one_of(
    st.tuples(st.just(Kind.INSTANCES), INSTANCE_KEYS),
    st.tuples(st.just(Kind.VOLUMES), VOLUME_KEYS),
    st.tuples(st.just(Kind.SNAPSHOTS), SNAPSHOT_KEYS),
    st.tuples(st.just(Kind.OWN_IMAGES), IMAGE_KEYS),
)


def _address(n: int, name: str) -> dict[str, Any]:
    return {"allocation_id": f"eipalloc-{n}", "public_ip": f"203.0.113.{n}", "key": key(name)}


_ADDRESSES = st.sampled_from([_address(n, name) for n, name in enumerate(INSTANCES)])

LAUNCHES = st.builds(
    Launch,
    st.sampled_from(("ami-1", "ami-2")),
    st.sampled_from(("m7i.large", "t3.nano")),
    count=st.integers(1, 3),
    subnet_id=st.sampled_from(("", "subnet-1")),
    groups=st.sampled_from(((), ("sg-1",), ("sg-1", "sg-2"))),
    public_address=st.booleans(),
    key_name=st.sampled_from(("", "ops")),
    profile=st.sampled_from(("", "web", PROFILES[0])),
    volumes=st.lists(
        st.builds(
            LaunchVolume,
            st.just("/dev/xvda"),
            st.one_of(st.none(), st.integers(1, 99)),
            iops=st.one_of(st.none(), st.just(3000)),
            kms_key_id=st.sampled_from(("", "alias/k")),
            keep=st.booleans(),
        ),
        max_size=1,
    ).map(tuple),
    protect=st.booleans(),
    tokens=st.sampled_from(("required", "optional", "disabled")),
    spot=st.booleans(),
    placement_group=st.sampled_from(("", "near")),
    user_data=st.sampled_from((None, UserData("ab" * 32, 12))),
)

CHANGES_OF: dict[type[Change], st.SearchStrategy[Change]] = {
    launch.RunInstances: st.builds(launch.RunInstances, st.just(key(launch.NEW)), LAUNCHES, TAGS),
    launch.EndLaunch: st.builds(launch.EndLaunch, INSTANCE_KEYS, st.sampled_from(((), ("i-2",)))),
    alarms.PutAlarm: st.builds(
        alarms.PutAlarm, ALARM_KEYS, st.sampled_from(SPECS), st.one_of(st.none(), TAGS)
    ),
    alarms.DeleteAlarm: st.builds(alarms.DeleteAlarm, ALARM_KEYS),
    alarms.SetAlarmActions: st.builds(alarms.SetAlarmActions, ALARM_KEYS, st.booleans()),
    alarms.SetAlarmState: st.builds(alarms.SetAlarmState, ALARM_KEYS, st.sampled_from(STATES)),
    instance_state.StartInstance: st.builds(instance_state.StartInstance, INSTANCE_KEYS),
    instance_state.StopInstance: st.builds(
        instance_state.StopInstance, INSTANCE_KEYS, st.booleans(), st.booleans()
    ),
    instance_state.RebootInstance: st.builds(instance_state.RebootInstance, INSTANCE_KEYS),
    instance_state.TerminateInstance: st.builds(instance_state.TerminateInstance, INSTANCE_KEYS),
    instance_protection.ProtectTermination: st.builds(
        instance_protection.ProtectTermination, INSTANCE_KEYS, st.booleans()
    ),
    instance_protection.ProtectStop: st.builds(instance_protection.ProtectStop, INSTANCE_KEYS, st.booleans()),
    instance_protection.SetShutdownBehavior: st.builds(
        instance_protection.SetShutdownBehavior, INSTANCE_KEYS, st.sampled_from(("stop", "terminate"))
    ),
    tags.SetTag: st.builds(
        lambda what, name, value: tags.SetTag(what[1], name, value, what[0]), _WHAT, TAG_NAMES, TAG_VALUES
    ),
    tags.RemoveTag: st.builds(
        lambda what, name, value: tags.RemoveTag(what[1], name, value, what[0]),
        _WHAT,
        TAG_NAMES,
        st.one_of(st.none(), TAG_VALUES),
    ),
    instance_metadata.SetMetadataOptions: st.builds(
        instance_metadata.SetMetadataOptions,
        INSTANCE_KEYS,
        st.sampled_from((None, "required", "optional")),
        _MAYBE_SWITCH,
        st.one_of(st.none(), st.integers(1, 64)),
        _MAYBE_SWITCH,
        _MAYBE_SWITCH,
    ),
    instance_metadata.SetMonitoring: st.builds(instance_metadata.SetMonitoring, INSTANCE_KEYS, st.booleans()),
    instance_groups.SetInterfaceGroups: st.builds(
        lambda n, groups: instance_groups.SetInterfaceGroups(
            key(INSTANCES[n]), f"eni-{n}", tuple(g.id for g in groups)
        ),
        st.sampled_from((0, 1)),
        SOME_GROUPS,
    ),
    instance_type.SetInstanceType: st.builds(
        instance_type.SetInstanceType, INSTANCE_KEYS, st.sampled_from(("t3.micro", "m7i.large"))
    ),
    instance_role.AttachProfile: st.builds(
        instance_role.AttachProfile, INSTANCE_KEYS, st.sampled_from(PROFILES)
    ),
    instance_role.ReplaceProfile: st.builds(
        instance_role.ReplaceProfile,
        INSTANCE_KEYS,
        st.sampled_from(PROFILES),
        st.just("iip-assoc-0"),
        st.sampled_from(PROFILES),
    ),
    instance_role.DetachProfile: st.builds(
        instance_role.DetachProfile, INSTANCE_KEYS, st.just("iip-assoc-0"), st.sampled_from(PROFILES)
    ),
    addresses.AllocateAddress: st.builds(addresses.AllocateAddress, st.just(key(addresses.NEW)), TAGS),
    addresses.AssociateAddress: st.builds(
        lambda what, again: addresses.AssociateAddress(**what, reassociate=again), _ADDRESSES, st.booleans()
    ),
    addresses.DisassociateAddress: _ADDRESSES.map(
        lambda what: addresses.DisassociateAddress(association_id="eipassoc-0", **what)
    ),
    addresses.ReleaseAddress: st.builds(
        addresses.ReleaseAddress, st.sampled_from(("eipalloc-0", "eipalloc-1")).map(key)
    ),
    volumes.KeepVolume: st.builds(
        lambda owner, volume, keep: volumes.KeepVolume(owner, volume, f"/dev/{volume}", keep),
        INSTANCE_KEYS,
        st.sampled_from(VOLUMES),
        st.booleans(),
    ),
    volumes.ModifyVolume: st.builds(
        volumes.ModifyVolume,
        VOLUME_KEYS,
        st.one_of(st.none(), st.integers(1, 100)),
        st.sampled_from((None, "gp2", "gp3", "io2")),
        st.one_of(st.none(), st.integers(100, 3000)),
        st.one_of(st.none(), st.integers(125, 500)),
    ),
    volumes.AttachVolume: st.builds(
        lambda volume, owner: volumes.AttachVolume(key(volume), owner, f"/dev/{volume}"),
        st.sampled_from(VOLUMES),
        st.sampled_from(INSTANCES),
    ),
    volumes.DetachVolume: st.builds(
        volumes.DetachVolume, VOLUME_KEYS, st.sampled_from(INSTANCES), st.just(""), st.booleans()
    ),
    volumes.DeleteVolume: st.builds(volumes.DeleteVolume, VOLUME_KEYS),
    snapshots.CreateSnapshot: st.builds(snapshots.CreateSnapshot, VOLUME_KEYS, TAG_VALUES, TAGS),
    snapshots.CopySnapshot: st.builds(
        snapshots.CopySnapshot,
        SNAPSHOT_KEYS,
        st.sampled_from(("", "us-east-1")),
        st.sampled_from(("", "alias/ours")),
        TAG_VALUES,
        TAGS,
    ),
    snapshot_sharing.ShareSnapshot: st.builds(snapshot_sharing.ShareSnapshot, SNAPSHOT_KEYS, ACCOUNTS),
    snapshot_sharing.UnshareSnapshot: st.builds(snapshot_sharing.UnshareSnapshot, SNAPSHOT_KEYS, ACCOUNTS),
    snapshot_sharing.SetSnapshotPublic: st.builds(
        snapshot_sharing.SetSnapshotPublic, SNAPSHOT_KEYS, st.booleans()
    ),
    ssh_public_key.SendPublicKey: st.builds(
        ssh_public_key.SendPublicKey,
        st.just(key("i-0123456789abcdef0")),
        st.sampled_from((f"ssh-ed25519 {'A' * 68}", f"ssh-rsa {'A' * 372}")),
        st.sampled_from(("ubuntu", "ec2-user")),
    ),
    key_pairs.ImportKeyPair: st.builds(
        key_pairs.ImportKeyPair, PAIR_KEYS, st.sampled_from(PUBLIC_KEYS), TAGS
    ),
    key_pairs.DeleteKeyPair: st.builds(key_pairs.DeleteKeyPair, PAIR_KEYS),
    snapshots.DeleteSnapshot: st.builds(snapshots.DeleteSnapshot, SNAPSHOT_KEYS),
    image_sharing.ShareImage: st.builds(image_sharing.ShareImage, IMAGE_KEYS, ACCOUNTS),
    image_sharing.UnshareImage: st.builds(image_sharing.UnshareImage, IMAGE_KEYS, ACCOUNTS),
    image_sharing.SetImagePublic: st.builds(image_sharing.SetImagePublic, IMAGE_KEYS, st.booleans()),
    account_settings.BlockPublicImages: st.builds(
        account_settings.BlockPublicImages, st.just(key(IMAGE_BLOCK)), st.booleans()
    ),
    account_settings.SetEbsEncryption: st.builds(
        account_settings.SetEbsEncryption, st.just(key(EBS_ENCRYPTION)), st.booleans()
    ),
    account_settings.BlockPublicSnapshots: st.builds(
        account_settings.BlockPublicSnapshots, st.just(key(SNAPSHOT_BLOCK)), st.sampled_from(SNAPSHOT_STATES)
    ),
    account_settings.SetMetadataDefault: st.builds(
        account_settings.SetMetadataDefault,
        st.just(key(METADATA_DEFAULTS)),
        st.sampled_from(("required", "optional", "no-preference")),
    ),
    network_settings.SetPublicAddresses: st.builds(
        network_settings.SetPublicAddresses, st.just(key("subnet-1")), st.booleans()
    ),
    network_settings.SetSourceCheck: st.builds(
        network_settings.SetSourceCheck, st.sampled_from(("eni-0", "eni-1")).map(key), st.booleans()
    ),
    network_settings.CreateGatewayEndpoint: st.builds(
        network_settings.CreateGatewayEndpoint,
        st.just(key("vpc-1")),
        st.sampled_from(SERVICES),
        st.just(("rtb-1",)),
        TAGS,
    ),
    network_settings.DeleteGatewayEndpoint: st.builds(
        network_settings.DeleteGatewayEndpoint, st.just(key("vpce-1"))
    ),
    images.DeprecateImage: st.builds(images.DeprecateImage, IMAGE_KEYS, st.sampled_from(TIMES)),
    images.UndeprecateImage: st.builds(images.UndeprecateImage, IMAGE_KEYS),
    images.SetImageEnabled: st.builds(images.SetImageEnabled, IMAGE_KEYS, st.booleans()),
    images.DeregisterImage: st.builds(images.DeregisterImage, IMAGE_KEYS, st.booleans()),
    images.CreateImage: st.builds(
        images.CreateImage, INSTANCE_KEYS, st.just("web-1"), TAG_VALUES, st.booleans(), TAGS
    ),
    security_group_rules.AuthorizeRule: st.builds(
        security_group_rules.AuthorizeRule,
        GROUP_KEYS,
        RULE_SPECS,
        st.sampled_from(("", "sg-7")),
        TAGS,
    ),
    security_group_rules.RevokeRule: st.sampled_from(RULES).map(
        lambda name: security_group_rules.RevokeRule(key(name), group_of(name), False)
    ),
    security_group_edits.ModifyRule: st.builds(
        lambda name, said: security_group_edits.ModifyRule(key(name), group_of(name), said),
        st.sampled_from(RULES),
        RULE_SPECS.filter(lambda said: not said.egress),
    ),
    security_group_edits.DescribeRule: st.builds(
        lambda name, egress, text: security_group_edits.DescribeRule(key(name), group_of(name), egress, text),
        st.sampled_from(RULES),
        st.booleans(),
        st.sampled_from((None, "office", "out")),
    ),
    schedules.ScheduleRevoke: st.builds(
        lambda name, at, egress, letter: schedules.ScheduleRevoke(
            key(group_of(name)), name, egress, at, schedules.Target(ROLE, letter)
        ),
        st.sampled_from(RULES[:4]),
        st.sampled_from(TIMES),
        st.booleans(),
        st.sampled_from(("", f"arn:aws:sqs:{REGION}:{ACCOUNT}:lost")),
    ),
    schedules.MoveSchedule: st.builds(
        lambda name, at: schedules.MoveSchedule(key(schedule_name(name)), at, schedule_of(name, TIMES[0])),
        st.sampled_from(RULES[4:]),
        st.sampled_from(TIMES),
    ),
    schedules.DeleteSchedule: st.sampled_from(RULES[4:]).map(
        lambda name: schedules.DeleteSchedule(key(schedule_name(name)))
    ),
    scheduler_role.CreateRole: st.builds(scheduler_role.CreateRole, ROLES, st.sampled_from(POLICIES)),
    scheduler_role.DeleteRole: st.builds(scheduler_role.DeleteRole, ROLES),
    scheduler_role.PutRolePolicy: st.builds(
        scheduler_role.PutRolePolicy, ROLES, st.sampled_from("pq"), st.sampled_from(POLICIES)
    ),
    scheduler_role.DeleteRolePolicy: st.builds(scheduler_role.DeleteRolePolicy, ROLES, st.sampled_from("pq")),
    scheduler_role.CreateScheduleGroup: st.just(scheduler_role.CreateScheduleGroup(key("ec2tui"))),
    isolation_group.CreateSecurityGroup: st.builds(
        isolation_group.CreateSecurityGroup,
        st.just(key(isolation_group.NEW)),
        st.just("quarantine"),
        st.just("vpc-1"),
        st.just("why"),
        TAGS,
    ),
    isolation_group.CloseNewGroup: st.builds(
        isolation_group.CloseNewGroup, st.just(key("sg-1")), st.just("sg-1"), st.booleans()
    ),
    isolation_group.DeleteSecurityGroup: st.builds(isolation_group.DeleteSecurityGroup, st.just(key("sg-1"))),
}
"""How to make a change of every kind over the accounts that `inventories` makes."""
