"""What mends a finding: each builder that a check names has a plan, and no plan takes more than is named."""

import msgspec
import pytest

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.finding_fixes import fix_of, idle
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.image import ImageSharing
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.instance import BlockDevice, Instance, MetadataOptions
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.route_table import RouteTable
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.model.status import Protection
from ec2tui.core.rules.posture.remedies import REMEDIES
from tests.core.changes.worlds import build, key

BY_HAND = {"account.block_public_access", "acl.deny_admin", "instance.launch_like"}
"""Builders whose plans are not made from a finding: their steps are shown."""


def finding(kind: Kind, id: str, rules=(), items=()) -> Finding:
    made = Finding("X-01", FindingStatus.FAIL, Severity.HIGH, kind, key(id), "t", "r", rules=tuple(rules))
    return msgspec.structs.replace(made, items=tuple(items))


def calls(builder: str, about: Finding, world: Inventory, text: str = "") -> list[tuple[str, dict]]:
    fix = fix_of(builder)
    assert fix is not None
    wanted = fix.build(about, world, text)
    assert not isinstance(wanted, Unready), wanted
    made = [one.change if isinstance(one, Step) else one for one in wanted]
    return [(change.call().operation, change.call().params) for change in made]


def rule(id: str, port: int, cidr: str = "0.0.0.0/0") -> SecurityGroupRule:
    return SecurityGroupRule(key(id), "sg-1", False, "tcp", port, port, cidr=cidr)


RULES = [(Kind.RULES, rule("sgr-1", 22)), (Kind.RULES, rule("sgr-2", 443)), (Kind.RULES, rule("sgr-3", 25))]
OPEN = finding(Kind.SECURITY_GROUPS, "sg-1", rules=("sgr-1", "sgr-3"))


def test_every_builder_that_a_check_names_is_known() -> None:
    named = {builder for remedy in REMEDIES.values() for builder in remedy.builders}
    assert {builder for builder in named if fix_of(builder) is None} == BY_HAND


def test_only_the_rules_that_a_finding_is_about_are_revoked() -> None:
    told = calls("rules.revoke", OPEN, build(*RULES))
    assert [params["SecurityGroupRuleIds"] for _, params in told] == [["sgr-1"], ["sgr-3"]]
    everything = calls("group.empty", OPEN, build(*RULES))
    assert len(everything) == 3


def test_rules_are_narrowed_to_one_network() -> None:
    told = calls("rules.narrow", OPEN, build(*RULES), "203.0.113.7/32")
    assert [operation for operation, _ in told] == ["ModifySecurityGroupRules"] * 2
    assert "203.0.113.7/32" in str(told[0][1])


def test_rules_that_become_the_same_are_one_rule_afterwards() -> None:
    world = build((Kind.RULES, rule("sgr-1", 22)), (Kind.RULES, rule("sgr-3", 22, "8.0.0.0/8")))
    told = calls("rules.narrow", OPEN, world, "203.0.113.7/32")
    assert [operation for operation, _ in told] == [
        "ModifySecurityGroupRules",
        "RevokeSecurityGroupIngress",
    ]


@pytest.mark.parametrize("text", ["", "my-ip", "sg-2", "everybody", "10.0.0.0/33"])
def test_what_is_no_network_narrows_nothing(text: str) -> None:
    fix = fix_of("rules.narrow")
    assert fix is not None
    assert isinstance(fix.build(OPEN, build(*RULES), text), Unready)


def test_only_the_volumes_that_are_named_go_or_stay() -> None:
    disks = (
        BlockDevice("/dev/a", "vol-1", True),
        BlockDevice("/dev/b", "vol-2", False),
        BlockDevice("/dev/c", "vol-3", False),
    )
    box = Instance(key("i-1"), "running", "t3.micro", block_devices=disks)
    world = build((Kind.INSTANCES, box))
    about = finding(Kind.INSTANCES, "i-1", items=("vol-1", "vol-2"))
    kept = calls("instance.keep_volumes", about, world)
    gone = calls("instance.delete_volumes", about, world)
    assert len(kept) == len(gone) == 1
    assert "/dev/a" in str(kept) and "/dev/b" in str(gone)
    fix = fix_of("instance.delete_volumes")
    assert fix is not None
    nothing = finding(Kind.INSTANCES, "i-1")
    assert isinstance(fix.build(nothing, world, ""), Unready), "never all of them"


def test_an_image_is_unshared_with_those_that_policy_does_not_trust() -> None:
    world = build((Kind.IMAGE_SHARING, ImageSharing(key("ami-1"), accounts=("111111111111", "222222222222"))))
    trusting = msgspec.structs.replace(world, image_policy=ImagePolicy(owners=("111111111111",)))
    (told,) = calls("image.unshare", finding(Kind.OWN_IMAGES, "ami-1"), trusting)
    assert told[1]["UserIds"] == ["222222222222"]


def test_the_endpoint_of_s3_gets_the_route_tables_of_its_vpc() -> None:
    tables = [
        RouteTable(key("rtb-1"), "vpc-1", True),
        RouteTable(key("rtb-2"), "vpc-2", True),
        RouteTable(key("rtb-3"), "vpc-1", gateway_ids=("igw-1",)),
    ]
    world = build(*((Kind.ROUTE_TABLES, one) for one in tables))
    ((operation, params),) = calls(
        "vpc.gateway_endpoint", finding(Kind.VPCS, "vpc-1", items=("s3", "ec2")), world
    )
    assert operation == "CreateVpcEndpoint"
    assert params["RouteTableIds"] == ["rtb-1"]
    assert params["ServiceName"] == "com.amazonaws.eu-west-1.s3"


@pytest.mark.parametrize(
    ("builder", "kind", "operation"),
    [
        ("account.encrypt_by_default", Kind.EBS_ENCRYPTION, "EnableEbsEncryptionByDefault"),
        ("account.block_snapshots", Kind.SNAPSHOT_BLOCK, "EnableSnapshotBlockPublicAccess"),
        ("account.block_images", Kind.IMAGE_BLOCK, "EnableImageBlockPublicAccess"),
        ("account.imds_v2", Kind.METADATA_DEFAULTS, "ModifyInstanceMetadataDefaults"),
        ("subnet.private", Kind.SUBNETS, "ModifySubnetAttribute"),
        ("interface.check", Kind.INTERFACES, "ModifyNetworkInterfaceAttribute"),
        ("group.delete", Kind.SECURITY_GROUPS, "DeleteSecurityGroup"),
        ("key.delete", Kind.KEY_PAIRS, "DeleteKeyPair"),
        ("instance.protect", Kind.INSTANCES, "ModifyInstanceAttribute"),
        ("instance.require_imds_v2", Kind.INSTANCES, "ModifyInstanceMetadataOptions"),
        ("snapshot.make_private", Kind.SNAPSHOTS, "ModifySnapshotAttribute"),
    ],
)
def test_one_call_mends_what_one_call_can(builder: str, kind: Kind, operation: str) -> None:
    assert [one for one, _ in calls(builder, finding(kind, "x-1"), Inventory())] == [operation]


def test_a_fix_that_would_change_nothing_is_not_offered() -> None:
    options = MetadataOptions("required", "enabled", 1, ipv6="enabled")
    box = Instance(key("i-1"), "running", "t3.micro", metadata=options)
    world = build((Kind.INSTANCES, box), (Kind.PROTECTION, Protection(key("i-1"), True, False)))
    about = finding(Kind.INSTANCES, "i-1")

    def offered(builder: str, about: Finding = about) -> bool:
        fix = fix_of(builder)
        assert fix is not None
        return not idle(fix, about, world)

    assert (offered("instance.protect"), offered("instance.protect_stop")) == (False, True)
    assert not offered("instance.imds"), "the hop limit is 1: only IPv6 is wrong"
    assert not offered("instance.keep_volumes")
    assert offered("instance.role") and offered("alarm.recommended")
    assert offered("rules.describe", OPEN)
    assert not offered("rules.describe", finding(Kind.SECURITY_GROUPS, "sg-1")), "only its name is bad"


def test_a_hop_limit_is_set_without_a_question() -> None:
    options = MetadataOptions("required", "enabled", 3)
    world = build((Kind.INSTANCES, Instance(key("i-1"), "running", "t3.micro", metadata=options)))
    fix = fix_of("instance.imds")
    assert fix is not None and not fix.question
    ((operation, params),) = calls("instance.imds", finding(Kind.INSTANCES, "i-1"), world)
    assert operation == "ModifyInstanceMetadataOptions" and params["HttpPutResponseHopLimit"] == 1
