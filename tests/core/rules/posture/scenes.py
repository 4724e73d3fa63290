"""Small accounts for the checks, in few words: items, and which kinds were read."""

from typing import Any

import msgspec
from immutables import Map

from ec2tui.core.model.account_setting import AccountSetting
from ec2tui.core.model.address import Address
from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.flow_log import FlowLog
from ec2tui.core.model.group_relations import GroupReferences, StaleRules
from ec2tui.core.model.image import AllowedImages
from ec2tui.core.model.instance import Instance, InstanceInterface, MetadataOptions
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch_template import LaunchTemplate
from ec2tui.core.model.local_facts import LocalKey, Principal
from ec2tui.core.model.managed_node import ManagedNode, PatchState
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.network_acl import AclEntry, NetworkAcl
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.quota import Quota
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.role_grants import RoleGrants
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.status import Protection
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.user_data_verdict import UserDataVerdict
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.model.vpc_endpoint import VpcEndpoint
from ec2tui.core.rules.posture.catalog import FAMILIES
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.settings import PostureSettings
from tests.core.changes.worlds import ACCOUNT, REGION, SOURCE, key

DAY = 86_400
NOW = 1_800_000_000.0
ARN = f"arn:aws:iam::{ACCOUNT}:instance-profile/web"

KIND_OF: dict[type, Kind] = {
    Address: Kind.ADDRESSES,
    Alarm: Kind.ALARMS,
    AllowedImages: Kind.ALLOWED_IMAGES,
    FlowLog: Kind.FLOW_LOGS,
    GroupReferences: Kind.GROUP_REFERENCES,
    Instance: Kind.INSTANCES,
    InstanceType: Kind.INSTANCE_TYPES,
    KeyPair: Kind.KEY_PAIRS,
    LaunchTemplate: Kind.LAUNCH_TEMPLATES,
    LocalKey: Kind.LOCAL_KEYS,
    ManagedNode: Kind.MANAGED_NODES,
    NetworkAcl: Kind.NETWORK_ACLS,
    NetworkInterface: Kind.INTERFACES,
    PatchState: Kind.PATCHES,
    PrefixList: Kind.PREFIX_LISTS,
    Quota: Kind.QUOTAS,
    Principal: Kind.PRINCIPALS,
    Protection: Kind.PROTECTION,
    RoleGrants: Kind.ROLE_GRANTS,
    RolePolicies: Kind.ROLE_POLICIES,
    RouteTable: Kind.ROUTE_TABLES,
    SecurityGroup: Kind.SECURITY_GROUPS,
    SecurityGroupRule: Kind.RULES,
    Snapshot: Kind.SNAPSHOTS,
    StaleRules: Kind.STALE_RULES,
    Subnet: Kind.SUBNETS,
    UserDataVerdict: Kind.USER_DATA,
    Volume: Kind.VOLUMES,
    Vpc: Kind.VPCS,
    VpcEndpoint: Kind.VPC_ENDPOINTS,
}
BY_KIND = (
    Kind.USER_DATA, Kind.PROTECTION, Kind.ROLE_GRANTS, Kind.ROLE_POLICIES, Kind.INSTANCE_TYPES,
    Kind.STALE_RULES, Kind.GROUP_REFERENCES,
)  # fmt: skip
"""Kinds that are never read as a whole."""


class Of(msgspec.Struct, frozen=True):
    """An item under another kind than its type has."""

    kind: Kind
    item: Any


def account(*items: Any, denied: tuple[Kind, ...] = (), unread: tuple[Kind, ...] = ()) -> Inventory:
    """An account in which everything was read but what is unread or denied."""
    tables: dict[Kind, dict[Key, Any]] = {}
    for one in items:
        kind, item = (one.kind, one.item) if isinstance(one, Of) else (KIND_OF[type(one)], one)
        tables.setdefault(kind, {})[item.key] = item
    done = Reading(complete_at=1.0)
    readings: dict[tuple[Source, Kind], Reading] = {
        (SOURCE, kind): done for kind in Kind if kind not in (*denied, *unread, *BY_KIND)
    }
    for kind in denied:
        readings[SOURCE, kind] = Reading(problem=Problem(Outcome.DENIED, f"ec2:Denied{kind.name}", "no"))
    return Inventory(
        tables=Map({kind: Map(rows) for kind, rows in tables.items()}),
        readings=Map(readings),
        sources=Map({(ACCOUNT, REGION): SOURCE}),
    )


def judged(
    inventory: Inventory, check: str, id: str, settings: PostureSettings | None = None
) -> list[Finding]:
    """What one check says about the resources with an id."""
    scene = Scene(inventory, settings, NOW)
    return [
        finding
        for family in FAMILIES
        if any(one.id == check for one in family.checks)
        for key_ in inventory.table(family.kind)
        if key_.id == id
        for finding in family.judge(scene, key_)
        if finding.check == check
    ]


def instance(**facts: Any) -> Instance:
    usual: dict[str, Any] = {
        "state": "running",
        "type": "m7i.large",
        "vpc_id": "vpc-1",
        "subnet_id": "subnet-1",
        "launch_time": int(NOW - 10 * DAY),
        "tags": (("Name", "web"), ("env", "dev"), ("owner", "ann")),
        "metadata": MetadataOptions("required", "enabled", 1),
        "root_device_name": "/dev/xvda",
        "monitoring": "enabled",
        "interfaces": (inner(),),
    }
    return Instance(key("i-1"), **{**usual, **facts})


def inner(*public: str, ipv6: tuple[str, ...] = (), id: str = "eni-1") -> InstanceInterface:
    return InstanceInterface(id, "subnet-1", "vpc-1", public_ips=public, ipv6=ipv6)


def table(*routes: tuple[str, str]) -> RouteTable:
    made = tuple(Route(target, cidr6=to) if ":" in to else Route(target, cidr=to) for to, target in routes)
    return RouteTable(key("rtb-1"), "vpc-1", False, ("subnet-1",), routes=made)


def volume(*held: Attachment, **facts: Any) -> Volume:
    usual: dict[str, Any] = {"size": 10, "type": "gp3", "state": "in-use" if held else "available"}
    return Volume(key("vol-1"), **{**usual, "attachments": held, **facts})


def setting(kind: Kind, id: str, value: str, **facts: Any) -> Of:
    return Of(kind, AccountSetting(key(id), value, **facts))


def alarm(**spec: Any) -> Alarm:
    state = spec.pop("state", "OK")
    usual: dict[str, Any] = {
        "metric": "StatusCheckFailed",
        "dimensions": (("InstanceId", "i-1"),),
        "alarm_actions": ("arn:aws:sns:x",),
    }
    return Alarm(key("down"), AlarmSpec(**{**usual, **spec}), state)


def acl(*entries: AclEntry, subnets: tuple[str, ...] = ("subnet-1",)) -> NetworkAcl:
    return NetworkAcl(key("acl-1"), "vpc-1", False, subnets, entries)
