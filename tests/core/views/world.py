"""Small inventories for tests of the views."""

from collections.abc import Iterable
from typing import Any

from immutables import Map

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_profile import InstanceProfile
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.status import InstanceStatus, Protection

ACCOUNT = "111122223333"
REGION = "eu-west-1"
SOURCE = Source("default", REGION)
NOW = 1_800_000_000
DAY = 86400

LOADING = Reading(loading=True, started_at=1.0)
READ = Reading(complete_at=2.0)
DENIED = Reading(problem=Problem(Outcome.DENIED, "ec2:DescribeX", "no"))
FAILED = Reading(problem=Problem(Outcome.UNREACHABLE, "ec2:DescribeX", "no"))


def key(id: str, region: str = REGION) -> Key:
    return Key(ACCOUNT, region, id)


def instance(id: str = "i-1", **facts: Any) -> Instance:
    facts = {"state": "running", "type": "m7i.large", **facts}
    if "name" in facts and "tags" not in facts:
        facts["tags"] = (("Name", facts["name"]),)
    return Instance(key=key(id), **facts)


def status(id: str = "i-1", *checks: str, **facts: Any) -> InstanceStatus:
    return InstanceStatus(key(id), *(checks or ("ok", "ok", "ok")), **facts)


def protection(id: str = "i-1", on: bool | None = True) -> Protection:
    return Protection(key(id), termination=on)


def offer(name: str = "m7i.large", vcpus: int = 2, memory: int = 8192) -> InstanceType:
    return InstanceType(key(name), vcpus, memory)


def profile(arn: str | None, role: str = "") -> InstanceProfile:
    return InstanceProfile(key(arn or ""), role)


_KINDS = {
    "Instance": Kind.INSTANCES,
    "InstanceStatus": Kind.STATUSES,
    "Protection": Kind.PROTECTION,
    "InstanceType": Kind.INSTANCE_TYPES,
    "InstanceProfile": Kind.INSTANCE_PROFILES,
    "Volume": Kind.VOLUMES,
    "Snapshot": Kind.SNAPSHOTS,
    "SnapshotSharing": Kind.SHARING,
    "Image": Kind.OWN_IMAGES,
    "ImageSharing": Kind.IMAGE_SHARING,
    "AllowedImages": Kind.ALLOWED_IMAGES,
    "PublicParameter": Kind.PUBLIC_PARAMETERS,
}


def inventory(*items: Any, **readings: Reading) -> Inventory:
    """An inventory of these items; readings by the name of their kind (`STATUSES=READ`)."""
    tables: dict[Kind, dict[Key, Any]] = {}
    for item in items:
        tables.setdefault(_KINDS[type(item).__name__], {})[item.key] = item
    return Inventory(
        tables=Map({kind: Map(rows) for kind, rows in tables.items()}),
        readings=Map({(SOURCE, Kind[name]): reading for name, reading in readings.items()}),
        sources=Map({(ACCOUNT, REGION): SOURCE}),
    )


def ids(keys: Iterable[Key]) -> list[str]:
    return [found.id for found in keys]
