"""What it costs to judge a large account by all checks, and again after a refresh that changed little."""

import gc
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

import msgspec
from immutables import Map

from benchmarks.figure import Figure, Options
from benchmarks.venvs import Rival
from ec2tui.core.changes.change import put
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import (
    BlockDevice,
    GroupRef,
    Instance,
    InstanceInterface,
    MetadataOptions,
)
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.status import Protection
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.rules.posture.settings import PostureSettings
from ec2tui.services.posture.run import Posture

INSTANCES, GROUPS, VOLUMES, RULES = 10_000, 2_000, 20_000, 8
REACH, AGAIN, RATIO = 2.0, 100.0, 2.0
"""Seconds of processor time for everything, milliseconds after a refresh, and by how much more than a rival's
filter of one field a check may take, which follows rules, routes and addresses.
"""

NOW = 1_800_000_000
SOURCE = Source("default", "eu-west-1")


def key(id: str) -> Key:
    """A key in the account of the benchmark."""
    return Key("111122223333", SOURCE.region, id)


def account(pick: Random, instances: int = INSTANCES) -> Inventory:
    """Instances with two volumes each, in one to three of the groups, in 40 subnets of 10 VPCs."""
    share = instances / INSTANCES
    groups, volumes = int(GROUPS * share), int(VOLUMES * share)
    tables: dict[Kind, dict[Key, object]] = {kind: {} for kind in Kind}

    def add(kind: Kind, item: object) -> None:
        tables[kind][item.key] = item  # type: ignore[attr-defined]

    for n in range(10):
        add(Kind.VPCS, Vpc(key(f"vpc-{n}"), cidrs=(f"10.{n}.0.0/16",)))
        routes = (Route("local", cidr=f"10.{n}.0.0/16"), Route(f"igw-{n}", cidr="0.0.0.0/0"))
        add(Kind.ROUTE_TABLES, RouteTable(key(f"rtb-{n}"), f"vpc-{n}", True, routes=routes))
    for n in range(40):
        add(Kind.SUBNETS, Subnet(key(f"subnet-{n}"), f"vpc-{n % 10}", public_ip_on_launch=n % 4 == 0))
    for n in range(50):
        add(Kind.IMAGES, Image(key(f"ami-{n}"), f"image-{n}", owner_id="137112412989", state="available"))
    for n in range(groups):
        add(Kind.SECURITY_GROUPS, SecurityGroup(key(f"sg-{n}"), f"group-{n}", "g", vpc_id=f"vpc-{n % 10}"))
        for m in range(RULES):
            add(Kind.RULES, _rule(pick, n, m, groups))
    for n in range(instances):
        _instance(pick, n, groups, add)
    for n in range(volumes):
        held = (Attachment(f"i-{n // 2}", "/dev/sda1", n % 2 == 0),) if n // 2 < instances else ()
        size, made = pick.choice((8, 100, 500)), NOW - pick.randrange(400) * 86_400
        volume = Volume(
            key(f"vol-{n}"), size, "gp3", "in-use", bool(n % 3), attachments=held, create_time=made
        )
        add(Kind.VOLUMES, msgspec.structs.replace(volume, tags=_tags(pick)))
    readings = Map({(SOURCE, kind): Reading(complete_at=1.0) for kind in Kind})
    kept = Map({kind: Map(items) for kind, items in tables.items() if items})
    return Inventory(kept, readings, Map({("111122223333", SOURCE.region): SOURCE}))


def _tags(pick: Random) -> tuple[tuple[str, str], ...]:
    return (("Name", f"n-{pick.randrange(10_000)}"), ("env", pick.choice(("prod", "dev"))), ("owner", "ops"))


def _rule(pick: Random, n: int, m: int, groups: int) -> SecurityGroupRule:
    """One of a group's rules: of eight, one lets in a group, one in a hundred the internet."""
    peer = {"cidr": f"10.{pick.randint(0, 255)}.0.0/16"}
    if m == 0:
        peer = {"peer_group_id": f"sg-{pick.randrange(groups)}"}
    elif pick.random() < 0.01:
        peer = {"cidr": "0.0.0.0/0"}
    port = pick.choice((22, 80, 443, 5432, 6379, pick.randint(1024, 60_000)))
    return SecurityGroupRule(key(f"sgr-{n}-{m}"), f"sg-{n}", m == 7, "tcp", port, port, **peer)


def _instance(pick: Random, n: int, groups: int, add: "object") -> None:
    held = tuple(GroupRef(f"sg-{m}", f"group-{m}") for m in pick.sample(range(groups), pick.randint(1, 3)))
    public = (f"54.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}",) if n % 20 == 0 else ()
    subnet = f"subnet-{n % 40}"
    vpc = f"vpc-{n % 10}"
    card = InstanceInterface(
        f"eni-{n}",
        subnet,
        vpc,
        source_dest_check=True,
        private_ips=("10.0.0.1",),
        public_ips=public,
        groups=held,
    )
    devices = tuple(BlockDevice(f"/dev/sd{'ab'[m]}", f"vol-{n * 2 + m}", m == 0) for m in range(2))
    instance = Instance(
        key(f"i-{n}"),
        "running",
        pick.choice(("m7i.large", "t3.micro")),
        image_id=f"ami-{n % 50}",
        launch_time=NOW - pick.randrange(300) * 86_400,
        profile_arn="arn:aws:iam::111122223333:instance-profile/app" if n % 5 else None,
        interfaces=(card,),
        block_devices=devices,
        metadata=MetadataOptions("required" if n % 9 else "optional", "enabled", 1),
        vpc_id=vpc,
        subnet_id=subnet,
        tags=_tags(pick),
    )
    add(Kind.INSTANCES, instance)  # type: ignore[operator]
    add(Kind.PROTECTION, Protection(instance.key, bool(n % 3), False, "stop"))  # type: ignore[operator]
    network = NetworkInterface(
        key(f"eni-{n}"),
        "interface",
        vpc_id=vpc,
        subnet_id=subnet,
        instance_id=instance.key.id,
        groups=held,
        public_ips=public,
        source_dest_check=True,
        tags=_tags(pick),
    )
    add(Kind.INTERFACES, network)  # type: ignore[operator]


def _timed(world: Inventory) -> tuple[float, Posture]:
    posture = Posture(PostureSettings())
    start = time.process_time()
    posture.judge_at_once(world, NOW)
    return time.process_time() - start, posture


def _again(posture: Posture, world: Inventory, runs: int) -> float:
    """The median of milliseconds after a refresh in which an instance, a volume and a rule changed."""
    times = []
    for n in range(runs):
        instance = world.table(Kind.INSTANCES)[key(f"i-{n}")]
        world = put(world, Kind.INSTANCES, msgspec.structs.replace(instance, state="stopped"))
        volume = world.table(Kind.VOLUMES)[key(f"vol-{n}")]
        world = put(world, Kind.VOLUMES, msgspec.structs.replace(volume, encrypted=not volume.encrypted))
        rule = world.table(Kind.RULES)[key(f"sgr-{n}-3")]
        world = put(world, Kind.RULES, msgspec.structs.replace(rule, cidr="0.0.0.0/0"))
        start = time.process_time()
        posture.judge_at_once(world, NOW + n)
        times.append((time.process_time() - start) * 1000)
    return median(times)


def _rival(options: Options) -> float | None:
    """Microseconds that Cloud Custodian's filters take for a check of a resource; None: not installed."""
    if not options.install:
        return None
    share = options.instances / INSTANCES
    counts = (options.instances, int(GROUPS * share), int(VOLUMES * share))
    with Rival("c7n") as rival:
        script = Path(__file__).parent / "apps" / "c7n_checks.py"
        argv = [str(rival.bin("python")), str(script), *map(str, counts)]
        runs = [
            float(subprocess.run(argv, capture_output=True, text=True, check=True).stdout) for _ in range(3)
        ]
    return median(runs)


def measure(options: Options) -> Iterator[Figure]:
    """All checks over everything, and over what a refresh changed."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    world = account(Random(7), options.instances)
    taken, posture = min((_timed(world) for _ in range(options.runs)), key=lambda one: one[0])
    said = sum(1 for _ in posture.findings())
    many = f"{options.instances:,} instances, {len(world.table(Kind.VOLUMES)):,} volumes"
    yield Figure(f"all checks over {many}", taken, unit="s", reach=REACH, absolute=True)
    each = taken / said * 1e6
    note = "" if options.install else "the rival is installed with --install"
    yield Figure(
        "one check of one resource (µs)", each, "Cloud Custodian", _rival(options), "", RATIO, note=note
    )
    again = _again(posture, world, options.runs)
    yield Figure("the same after three changes", again, unit="ms", reach=AGAIN, absolute=True)
