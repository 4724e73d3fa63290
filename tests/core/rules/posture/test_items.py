"""Every check of single items with examples that fail, pass, are not known, and do not apply."""

from typing import Any, NamedTuple

import msgspec
import pytest

from ec2tui.core.model.address import Address
from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.flow_log import FlowLog
from ec2tui.core.model.image import AllowedImages
from ec2tui.core.model.instance import BlockDevice, MetadataOptions
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch_template import LaunchTemplate
from ec2tui.core.model.local_facts import LocalKey, Principal
from ec2tui.core.model.managed_node import ManagedNode, PatchState
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.network_acl import AclEntry
from ec2tui.core.model.role_grants import PolicyText, RoleGrants, Statement
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.status import Protection
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.user_data_verdict import UserDataVerdict
from ec2tui.core.model.volume import Attachment
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.model.vpc_endpoint import VpcEndpoint
from ec2tui.core.rules.posture import images, security_groups
from ec2tui.core.rules.posture.catalog import BY_ID, CHECKS, assess
from ec2tui.core.rules.posture.group_upkeep import CHECKS as UPKEEP
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.settings import PostureSettings
from tests.core.changes.worlds import key
from tests.core.rules.network.sample import group, rule
from tests.core.rules.posture.scenes import (
    ARN,
    DAY,
    NOW,
    Of,
    account,
    acl,
    alarm,
    inner,
    instance,
    judged,
    setting,
    table,
    volume,
)

F, P, U, N = FindingStatus.FAIL, FindingStatus.PASS, FindingStatus.UNKNOWN, FindingStatus.NOT_APPLICABLE
LOW, MEDIUM, HIGH, CRITICAL = Severity


class Example(NamedTuple):
    check: str
    id: str
    world: Inventory
    status: FindingStatus
    severity: Severity | None = None
    needs: str = ""


def i(check: str, facts: dict[str, Any], *items: Any, status: FindingStatus, **more: Any) -> Example:
    """An example about one instance with these facts, among these items."""
    severity, needs = more.pop("severity", None), more.pop("needs", "")
    return Example(check, "i-1", account(instance(**facts), *items, **more), status, severity, needs)


def a(check: str, item: Any, *items: Any, status: FindingStatus, **more: Any) -> Example:
    """An example about the first of these items."""
    severity, needs = more.pop("severity", None), more.pop("needs", "")
    id = (item.item if isinstance(item, Of) else item).key.id
    return Example(check, id, account(item, *items, **more), status, severity, needs)


PUBLIC, PUBLIC6 = {"interfaces": (inner("198.51.100.7"),)}, {"interfaces": (inner(ipv6=("2a05::7",)),)}
OUT = table(("0.0.0.0/0", "igw-1"), ("::/0", "igw-1"))
SAFE = table(("0.0.0.0/0", "nat-1"), ("::/0", "eigw-1"))
OPEN_VPC, SHUT_VPC = (
    Vpc(key("vpc-1"), internet_block="off"),
    Vpc(key("vpc-1"), internet_block="block-ingress"),
)
ROLE = {"profile_arn": ARN}
SPOT = {"lifecycle": "spot"}
PROD = {"tags": (("Name", "web"), ("env", "prod"), ("owner", "ann"))}
DATA = {"block_devices": (BlockDevice("/dev/xvda", "vol-0", True), BlockDevice("/dev/sdf", "vol-1", True))}


def stopped(days: float) -> dict[str, Any]:
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(NOW - days * DAY, UTC)
    return {"state": "stopped", "state_transition": f"User initiated ({at:%Y-%m-%d %H:%M:%S} GMT)"}


def grants(*statements: Statement) -> RoleGrants:
    return RoleGrants(key(ARN), "web", (PolicyText("own", statements),))


def managed(*names: str) -> RolePolicies:
    return RolePolicies(key(ARN), "web", tuple(f"arn:aws:iam::aws:policy/{name}" for name in names))


INSTANCES = (
    i("NET-02", PUBLIC, OUT, OPEN_VPC, status=F, severity=HIGH),
    i("NET-02", PUBLIC, SAFE, OPEN_VPC, status=F, severity=MEDIUM),
    i("NET-02", {}, status=P),
    i("NET-02", {"public_ip": "198.51.100.7", "interfaces": ()}, status=F, severity=HIGH),
    i("NET-03", PUBLIC6, OUT, OPEN_VPC, status=F),
    i("NET-03", PUBLIC6, SAFE, OPEN_VPC, status=P),
    i("NET-03", PUBLIC6, OUT, SHUT_VPC, status=P),
    i("NET-03", PUBLIC6, denied=(Kind.ROUTE_TABLES,), status=U, needs="ec2:DescribeRouteTables"),
    i("NET-03", PUBLIC, OUT, OPEN_VPC, status=P),
    i("NET-04", {**PUBLIC, **ROLE}, OUT, OPEN_VPC, status=F),
    i("NET-04", {**PUBLIC6, **ROLE}, OUT, OPEN_VPC, status=F),
    i("NET-04", PUBLIC, OUT, OPEN_VPC, status=P),
    i("NET-04", {**PUBLIC, **ROLE}, SAFE, OPEN_VPC, status=P),
    i("NET-04", {**PUBLIC, **ROLE}, unread=(Kind.ROUTE_TABLES,), status=U, needs="ec2:DescribeRouteTables"),
    i("NET-12", {"interfaces": (inner(), inner(id="eni-2"))}, OPEN_VPC, status=F),
    i("NET-12", {}, Vpc(key("vpc-1"), is_default=True), status=F),
    i("NET-12", {}, OPEN_VPC, status=P),
    i("NET-12", {}, denied=(Kind.VPCS,), status=U, needs="ec2:DescribeVpcs"),
    a("NET-12", Address(key("eipalloc-1"), "198.51.100.7"), status=F),
    a("NET-12", Address(key("eipalloc-1"), "198.51.100.7", "eipassoc-1"), status=P),
    i("INS-01", {"metadata": MetadataOptions("optional", "enabled", 1)}, status=F, severity=HIGH),
    i("INS-01", {"metadata": MetadataOptions("optional", "disabled")}, status=N),
    i("INS-01", {}, status=P),
    i("INS-01", {"metadata": MetadataOptions()}, status=U),
    i("INS-02", {"metadata": MetadataOptions("required", "enabled", 2)}, status=F, severity=LOW),
    i("INS-02", {"metadata": MetadataOptions("required", "enabled", 1, "enabled")}, status=F),
    i("INS-02", {"metadata": MetadataOptions("required", "enabled", 2), "tags": (("eks:x", "y"),)}, status=N),
    i("INS-02", {}, status=P),
    i("INS-02", {"metadata": MetadataOptions("required", "enabled")}, status=U),
    i("INS-04", {}, Protection(key("i-1"), False), status=F, severity=MEDIUM),
    i("INS-04", PROD, Protection(key("i-1"), False), status=F, severity=HIGH),
    i("INS-04", PROD, Protection(key("i-1"), True, False), status=F, severity=LOW),
    i("INS-04", {}, Protection(key("i-1"), True, False), status=P),
    i("INS-04", SPOT, Protection(key("i-1"), False), status=N),
    i("INS-04", {}, status=U, needs="ec2:DescribeInstanceAttribute"),
    i("INS-05", DATA, Protection(key("i-1"), True, None, "terminate"), status=F),
    i("INS-05", {}, Protection(key("i-1"), True, None, "terminate"), status=F),
    i("INS-05", {}, Protection(key("i-1"), False, None, "terminate"), status=P),
    i("INS-05", DATA, Protection(key("i-1"), True, None, "stop"), status=P),
    i("INS-05", DATA, denied=(Kind.PROTECTION,), status=U, needs="ec2:DeniedPROTECTION"),
    i("INS-06", {}, UserDataVerdict(key("i-1"), 9, ("a password in line 2",)), status=F, severity=CRITICAL),
    i("INS-06", {}, UserDataVerdict(key("i-1"), 9), status=P),
    i("INS-06", {}, UserDataVerdict(key("i-1"), 9, (), "It is a damaged gzip."), status=U),
    i("INS-06", {}, status=U, needs="ec2:DescribeInstanceAttribute"),
    i("INS-07", stopped(31.5), status=F, severity=MEDIUM),
    i("INS-07", stopped(29), status=P),
    i("INS-07", {"state": "stopped"}, status=U),
    i("INS-07", {"launch_time": int(NOW - 181.5 * DAY)}, status=F, severity=LOW),
    i("INS-07", {}, status=P),
    i("INS-07", {"state": "pending"}, status=N),
    i("INS-08", {}, status=F, severity=MEDIUM),
    i("INS-08", {}, ManagedNode(key("i-1"), "ConnectionLost"), status=F, severity=MEDIUM),
    i("INS-08", {}, ManagedNode(key("i-1"), "Online"), PatchState(key("i-1"), "NON_COMPLIANT", "HIGH", 3),
      status=F, severity=HIGH),
    i("INS-08", {}, ManagedNode(key("i-1"), "Online"), PatchState(key("i-1"), "COMPLIANT"), status=P),
    i("INS-08", {}, ManagedNode(key("i-1"), "Online"), denied=(Kind.PATCHES,), status=U,
      needs="ssm:ListResourceComplianceSummaries"),
    i("INS-08", {}, denied=(Kind.MANAGED_NODES,), status=U, needs="ssm:DescribeInstanceInformation"),
    i("INS-08", {"state": "stopped"}, status=N),
    i("INS-09", {"type": "m3.medium"}, InstanceType(key("m3.medium"), 1, 1, current_generation=False),
      status=F),
    i("INS-09", {}, InstanceType(key("m7i.large"), 2, 8), status=P),
    i("INS-09", {}, status=U, needs="ec2:DescribeInstanceTypes"),
    i("INS-10", {"tags": (("Name", "web"), ("owner", ""))}, status=F),
    i("INS-10", {}, status=P),
    a("INS-10", volume(tags=(("Name", "x"),)), status=F),
    a("INS-10", SecurityGroup(key("sg-1"), "default", ""), status=N),
    a("INS-10", SecurityGroup(key("sg-1"), "web", ""), status=F),
    a("INS-10", NetworkInterface(key("eni-1"), instance_id="i-1"), status=N),
    a("INS-10", NetworkInterface(key("eni-1")), status=F),
    i("IAM-01", {}, status=F),
    i("IAM-01", ROLE, status=P),
    i("IAM-02", ROLE, managed("AmazonS3FullAccess"), status=F, severity=HIGH),
    i("IAM-02", ROLE, managed("service-role/AmazonEC2RoleforSSM"), status=F),
    i("IAM-02", ROLE, managed("AmazonSSMManagedInstanceCore"), status=P),
    i("IAM-02", {}, status=N),
    i("IAM-02", ROLE, denied=(Kind.ROLE_POLICIES,), status=U, needs="ec2:DeniedROLE_POLICIES"),
    i("IAM-02", ROLE, status=U, needs="iam:ListAttachedRolePolicies"),
    i("IAM-03", ROLE, grants(Statement(("*",), ("*",))), status=F),
    i("IAM-03", ROLE, grants(Statement(("iam:PassRole",), ("*",))), status=F),
    i("IAM-03", ROLE, grants(Statement(("iam:*",), ("arn:aws:iam::1:role/*",))), status=F),
    i("IAM-03", ROLE, grants(Statement(("iam:PassRole",), ("*",), ("iam:PassedToService",))), status=P),
    i("IAM-03", ROLE, grants(Statement(("s3:*",), ("*",), not_actions=True)), status=F),
    i("IAM-03", ROLE, grants(Statement(("*",), ("arn:aws:s3:::x/*",))), status=P),
    i("IAM-03", {}, status=N),
    i("IAM-03", ROLE, status=U, needs="iam:GetRolePolicy"),
    a("IAM-04", Principal(key("user/ann"), "arn:aws:iam::1:user/ann", "AKIAX"), status=F),
    a("IAM-04", Principal(key("root"), "arn:aws:iam::1:root", "ASIAX"), status=F),
    a("IAM-04", Principal(key("role/x"), "arn:aws:sts::1:assumed-role/x/y", "ASIAX"), status=P),
    i("MON-01", {}, status=F, severity=MEDIUM),
    i("MON-01", {}, alarm(), status=P),
    i("MON-01", {}, alarm(alarm_actions=()), status=F, severity=MEDIUM),
    i("MON-01", {}, alarm(enabled=False), status=F),
    i("MON-01", {}, alarm(state="INSUFFICIENT_DATA"), status=F),
    i("MON-01", {"state": "stopped"}, alarm(state="INSUFFICIENT_DATA"), status=P),
    i("MON-01", {}, alarm(metric="CPUUtilization"), status=F),
    i("MON-01", {"monitoring": "disabled"}, alarm(), status=F, severity=LOW),
    i("MON-01", {}, denied=(Kind.ALARMS,), status=U, needs="cloudwatch:DescribeAlarms"),
)  # fmt: skip

HELD = Attachment("i-1", "/dev/sdf")
GOING = Attachment("i-1", "/dev/sdf", delete_on_termination=True)
KEEP = (("keep", "true"),)


def snapshot(days: float, **facts: Any) -> Snapshot:
    return Snapshot(key("snap-1"), "vol-1", state="completed", start_time=int(NOW - days * DAY), **facts)


STORAGE = (
    a("STO-01", volume(HELD), status=F, severity=HIGH),
    a("STO-01", volume(HELD, encrypted=True), status=P),
    a("STO-01", volume(), status=N),
    a("STO-02", setting(Kind.EBS_ENCRYPTION, "ebs-encryption", "false"), status=F),
    a("STO-02", setting(Kind.EBS_ENCRYPTION, "ebs-encryption", "true"), status=P),
    a("STO-03", snapshot(1), Of(Kind.PUBLIC_SNAPSHOTS, snapshot(1)), status=F, severity=CRITICAL),
    a("STO-03", snapshot(1), status=P),
    a("STO-03", snapshot(1), denied=(Kind.PUBLIC_SNAPSHOTS,), status=U, needs="ec2:DescribeSnapshots"),
    a("STO-03", setting(Kind.SNAPSHOT_BLOCK, "s", "unblocked"), status=F, severity=HIGH),
    a("STO-03", setting(Kind.SNAPSHOT_BLOCK, "s", "block-new-sharing"), status=F, severity=HIGH),
    a("STO-03", setting(Kind.SNAPSHOT_BLOCK, "s", "block-all-sharing"), status=P),
    i("STO-05", {"block_devices": (BlockDevice("/dev/xvda", "vol-1", False),)}, status=F),
    i("STO-05", DATA, volume(GOING, tags=KEEP), Of(Kind.VOLUMES, msgspec.structs.replace(
        volume(), key=key("vol-0"))), status=F),
    i("STO-05", DATA, volume(GOING, tags=(("keep", "no"),)), Of(Kind.VOLUMES, msgspec.structs.replace(
        volume(), key=key("vol-0"))), status=P),
    i("STO-05", DATA, denied=(Kind.VOLUMES,), status=U, needs="ec2:DescribeVolumes"),
    i("STO-05", {"block_devices": (BlockDevice("/dev/sdf", "vol-1", False),)}, status=P),
    a("STO-05", volume(), status=F),
    a("STO-05", volume(HELD), status=N),
    a("STO-06", volume(HELD), instance(), status=F),
    a("STO-06", volume(HELD), instance(), snapshot(9), status=F),
    a("STO-06", volume(HELD), instance(), snapshot(2), status=P),
    a("STO-06", volume(GOING, tags=KEEP), instance(), status=F),
    a("STO-06", volume(GOING), instance(), status=N),
    a("STO-06", volume(Attachment("i-1", "/dev/xvda")), instance(), status=N),
    a("STO-06", volume(), status=N),
    a("STO-06", volume(HELD), denied=(Kind.INSTANCES,), status=U, needs="ec2:DescribeInstances"),
    a("STO-06", volume(HELD), denied=(Kind.SNAPSHOTS,), status=U, needs="ec2:DescribeSnapshots"),
    a("AMI-04", setting(Kind.IMAGE_BLOCK, "i", "unblocked"), status=F, severity=MEDIUM),
    a("AMI-04", setting(Kind.IMAGE_BLOCK, "i", "block-new-sharing"), status=P),
    a("AMI-06", AllowedImages(key("allowed-images"), "disabled"), status=F, severity=LOW),
    a("AMI-06", AllowedImages(key("allowed-images"), "audit-mode"), status=F, severity=LOW),
    a("AMI-06", AllowedImages(key("allowed-images"), "enabled"), status=P),
    a("INS-03", setting(Kind.METADATA_DEFAULTS, "m", ""), status=F),
    a("INS-03", setting(Kind.METADATA_DEFAULTS, "m", "optional"), status=F),
    a("INS-03", setting(Kind.METADATA_DEFAULTS, "m", "", enforced=True), status=P),
    a("INS-03", setting(Kind.METADATA_DEFAULTS, "m", "required"), status=P),
)  # fmt: skip

SUBNET = Subnet(key("subnet-1"), "vpc-1", public_ip_on_launch=True)
ALL = AclEntry(100, False, True, cidr="0.0.0.0/0")
NO_RDP = AclEntry(90, False, False, "6", 3389, 3389, cidr="0.0.0.0/0")
NO_SSH = AclEntry(91, False, False, "6", 22, 22, cidr="0.0.0.0/0")
ENI = NetworkInterface(key("eni-1"), vpc_id="vpc-1", subnet_id="subnet-1", instance_id="i-1",
                       source_dest_check=False)  # fmt: skip
SERVING = NetworkInterface(key("eni-9"), vpc_id="vpc-1", public_ips=("198.51.100.7",))
GATEWAY = NetworkInterface(key("eni-9"), "nat_gateway", vpc_id="vpc-1", public_ips=("198.51.100.7",))
ENDPOINTS = tuple(
    VpcEndpoint(key(f"vpce-{name}"), f"com.amazonaws.eu-west-1.{name}", vpc_id="vpc-1", state="available")
    for name in ("ec2", "ssm", "ssmmessages", "s3")
)

NETWORKS = (
    a("NET-05", SUBNET, OUT, status=F, severity=MEDIUM),
    a("NET-05", SUBNET, SAFE, status=F, severity=LOW),
    a("NET-05", Subnet(key("subnet-1"), "vpc-1", public_ip_on_launch=False), status=P),
    a("NET-05", Subnet(key("subnet-1"), "vpc-1"), status=U),
    a("NET-06", acl(ALL), OUT, status=F, severity=MEDIUM),
    a("NET-06", acl(ALL), SAFE, status=F, severity=LOW),
    a("NET-06", acl(ALL), denied=(Kind.ROUTE_TABLES,), status=F, severity=MEDIUM),
    a("NET-06", acl(NO_RDP, NO_SSH, ALL), OUT, status=P),
    a("NET-06", acl(NO_RDP, ALL), OUT, status=F),
    a("NET-06", acl(ALL, subnets=()), status=N),
    a("NET-07", OPEN_VPC, status=F),
    a("NET-07", OPEN_VPC, GATEWAY, status=F),
    a("NET-07", OPEN_VPC, SERVING, status=P),
    a("NET-07", SHUT_VPC, status=P),
    a("NET-07", OPEN_VPC, denied=(Kind.INTERFACES,), status=U, needs="ec2:DescribeNetworkInterfaces"),
    a("NET-07", Vpc(key("vpc-1")), status=U, needs="ec2:DescribeVpcBlockPublicAccessOptions"),
    *(
        a(check, msgspec.structs.replace(OPEN_VPC, owner_id="9" * 12), ENI, status=N)
        for check in ("NET-07", "NET-08", "NET-10")
    ),
    a("NET-08", OPEN_VPC, status=F),
    a("NET-08", OPEN_VPC, FlowLog(key("fl-1"), "vpc-1", "ACTIVE"), status=P),
    a("NET-08", OPEN_VPC, FlowLog(key("fl-1"), "vpc-1", "ACTIVE", "ALL", "FAILED", "Access error"), status=F),
    a("NET-08", OPEN_VPC, SUBNET, FlowLog(key("fl-1"), "subnet-1", "ACTIVE"), status=P),
    a("NET-08", OPEN_VPC, SUBNET, FlowLog(key("fl-1"), "subnet-1", "ACTIVE", "ALL", "FAILED"), status=F),
    a(
        "NET-08",
        OPEN_VPC,
        FlowLog(key("fl-1"), "subnet-1", "ACTIVE"),
        denied=(Kind.SUBNETS,),
        status=U,
        needs="ec2:DescribeSubnets",
    ),
    a("NET-08", OPEN_VPC, denied=(Kind.FLOW_LOGS,), status=U, needs="ec2:DescribeFlowLogs"),
    a("NET-09", ENI, status=F),
    a("NET-09", ENI, table(("0.0.0.0/0", "eni-1")), status=P),
    a("NET-09", ENI, table(("0.0.0.0/0", "i-1")), status=P),
    a("NET-09", msgspec.structs.replace(ENI, source_dest_check=True), status=P),
    a("NET-09", msgspec.structs.replace(ENI, kind="nat_gateway"), status=N),
    a("NET-09", ENI, denied=(Kind.ROUTE_TABLES,), status=U, needs="ec2:DescribeRouteTables"),
    a("NET-09", msgspec.structs.replace(ENI, source_dest_check=None), status=U),
    a("NET-10", OPEN_VPC, ENI, *ENDPOINTS[:3], status=F),
    a("NET-10", OPEN_VPC, ENI, *ENDPOINTS, status=P),
    a("NET-10", OPEN_VPC, status=N),
    a("NET-10", OPEN_VPC, ENI, denied=(Kind.VPC_ENDPOINTS,), status=U, needs="ec2:DescribeVpcEndpoints"),
)


def pair(days: float) -> KeyPair:
    return KeyPair(key("ops"), "ops", "rsa", "aa:bb", create_time=int(NOW - days * DAY))


USER = {"key_name": "ops"}
FILE = LocalKey(key("/home/ann/ops.pem"), ("aa:bb",), loose=False, locked=True)

KEYS = (
    a("KEY-01", pair(20), status=F),
    a("KEY-01", pair(20), instance(**USER), status=P),
    a("KEY-01", pair(9), instance(**USER), status=F),
    a("KEY-01", pair(731), instance(**USER), status=F),
    a("KEY-01", pair(20), instance(**USER, state="terminated"), status=F),
    a("KEY-01", pair(20), LaunchTemplate(key("lt-1:1"), key_name="ops"), status=P),
    a("KEY-01", pair(20), denied=(Kind.LAUNCH_TEMPLATES,), status=U,
      needs="ec2:DescribeLaunchTemplateVersions"),
    a("KEY-02", msgspec.structs.replace(FILE, loose=True), status=F, severity=HIGH),
    a("KEY-02", msgspec.structs.replace(FILE, locked=False), status=F),
    a("KEY-02", msgspec.structs.replace(FILE, fingerprints=("cc",)), pair(20), status=F),
    a("KEY-02", FILE, pair(20), status=P),
    a("KEY-02", msgspec.structs.replace(FILE, loose=None), status=U),
    a("KEY-02", msgspec.structs.replace(FILE, problem="it is empty"), status=N),
)  # fmt: skip

EXAMPLES = (*INSTANCES, *STORAGE, *NETWORKS, *KEYS)
SETTLED = {"INS-10", "IAM-01", "IAM-04", "STO-01", "STO-02", "INS-03", "NET-02", "NET-06"}
"""Checks of what one read brings as a whole: there is nothing that could be missing."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.check}-{e.status.value}")
def test_an_example_is_judged_as_it_should(example: Example) -> None:
    (found,) = judged(example.world, example.check, example.id)
    assert found.status is example.status, found.reason
    assert found.reason.endswith(".") and found.title == BY_ID[example.check].title
    if example.severity is not None:
        assert found.severity is example.severity
    if example.needs:
        assert example.needs in found.needs
    assert bool(found.needs) <= (found.status is U)


def test_every_check_has_examples() -> None:
    elsewhere = {c.id for c in (*security_groups.CHECKS, *UPKEEP, *images.CHECKS)} | {"NET-01"}
    for check in CHECKS:
        told = {example.status for example in EXAMPLES if example.check == check.id}
        if check.id not in elsewhere:
            assert {F, P} <= told, check.id
            assert U in told or check.id in SETTLED, check.id


def test_denied_reads_are_named_with_their_permission() -> None:
    (found,) = judged(account(instance(), denied=(Kind.PROTECTION,)), "INS-04", "i-1")
    assert found.reason == ("Its protection is denied to these credentials (needs ec2:DeniedPROTECTION).")
    (found,) = judged(account(OPEN_VPC, denied=(Kind.FLOW_LOGS,)), "NET-08", "vpc-1")
    assert "flow logs may not be read" in found.reason and found.needs == ("ec2:DescribeFlowLogs",)


def test_nothing_is_said_of_what_has_ended() -> None:
    ended = account(instance(state="terminated"))
    assert [finding for finding in assess(Scene(ended, now=NOW)) if finding.kind is Kind.INSTANCES] == []


def test_measures_are_settings() -> None:
    loose = PostureSettings(required_tags=(), stopped_days=60, production=())
    (found,) = judged(account(instance(tags=())), "INS-10", "i-1", loose)
    assert found.status is N
    (found,) = judged(account(instance(**stopped(40))), "INS-07", "i-1", loose)
    assert found.status is P


def test_everything_is_said_in_the_same_order() -> None:
    world = account(instance(), volume(HELD), OPEN_VPC, ENI, pair(20))
    first = [(f.check, f.resource) for f in assess(Scene(world, now=NOW))]
    assert first == [(f.check, f.resource) for f in assess(Scene(world, now=NOW))]
    assert len(first) == len(set(first))
    only = list(assess(Scene(world, now=NOW), frozenset({"KEY-01"})))
    assert [f.check for f in only] == ["KEY-01"]


def test_what_is_told_does_not_hang_on_the_order_in_which_tables_keep_things() -> None:
    files = [msgspec.structs.replace(alarm(), key=key(f"down-{n:02}")) for n in range(20)]
    (watched,) = judged(account(instance(), *files), "MON-01", "i-1")
    assert watched.reason.startswith("down-00 ")
    halves = [rule(f"r{n:02}", f"10.{n}.0.0/16") for n in range(40)]
    (merged,) = judged(account(group("sg-1"), *halves), "SG-14", "sg-1")
    assert merged.rules == tuple(sorted(merged.rules))
    assert merged.reason == "r00 and r01 are the two halves of 10.0.0.0/15."
