"""What decides who reaches an instance is read by need, in few requests; a gap is told, never a pass."""

import pytest

from ec2tui.core.model.block_public_access import OPTIONS_ID, BlockPublicAccess
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.instance import GroupRef, Instance, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network_acl import AclEntry, NetworkAcl
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.route_table import Route, RouteTable
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.survey import Survey
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.services.ports import Page
from ec2tui.services.session import Scope, Session
from ec2tui.services.surveying import read_survey, survey
from tests.services.fakes import REGION, SOURCE, FakeConnector, FixedClock, instance, key
from tests.services.group_fakes import Groups


def on(id_: str, *groups: str, public: bool = True) -> Instance:
    refs = tuple(GroupRef(f"sg-{name}", name) for name in groups)
    ips = ("192.0.3.1",) if public else ()
    inner = InstanceInterface(f"eni-{id_}", "subnet-1", "vpc-1", public_ips=ips, groups=refs)
    return instance(id_, interfaces=(inner,))


def account(block: str | None = "off") -> Groups:
    aws = Groups(
        web={"sgr-1": "tcp/22 from anywhere"},
        db={"sgr-2": "tcp/5432 from sg-web"},
        far={"sgr-9": "all from self"},
    )
    way_out = (Route("igw-1", cidr="0.0.0.0/0"),)
    allow = tuple(AclEntry(100, egress, True, cidr="0.0.0.0/0") for egress in (False, True))
    everything = {
        Kind.SUBNETS: Subnet(key("subnet-1"), "vpc-1", internet_block=block),
        Kind.VPCS: Vpc(key("vpc-1"), internet_block=block),
        Kind.ROUTE_TABLES: RouteTable(key("rtb-1"), "vpc-1", True, routes=way_out),
        Kind.NETWORK_ACLS: NetworkAcl(key("acl-1"), "vpc-1", True, ("subnet-1",), allow),
        Kind.BLOCK_PUBLIC_ACCESS: BlockPublicAccess(key(OPTIONS_ID), "block-ingress"),
    }
    for kind, item in everything.items():
        aws.items[REGION, kind] = {item.key.id: item}
        aws.pages[REGION, kind] = [Page((item,))]
    return aws


async def connected(aws: Groups, *instances: Instance) -> Session:
    session = Session(FakeConnector(aws), FixedClock(), Scope(regions=(REGION,)))
    await session.connect(None)
    await session.identify()
    session.store.page(SOURCE, Kind.INSTANCES, instances)
    return session


def made(session: Session, one: Instance) -> Survey:
    found = survey(session.store.inventory, one.key, NetworkLimits(), 0.0)
    assert isinstance(found, Survey)
    return found


async def test_instances_of_a_region_are_read_together_and_the_region_once():
    aws, one, two = account(), on("i-1", "web"), on("i-2", "web", "db")
    session = await connected(aws, one, two)
    assert await read_survey(session, (one, two)) == ()
    assert made(session, one).reachable is True
    asked = [(read.kind, read.groups or read.ids) for read in aws.asked]
    assert sorted(asked) == sorted(
        [
            (Kind.RULES, ("sg-web", "sg-db")),
            (Kind.SUBNETS, ("subnet-1",)),
            (Kind.VPCS, ("vpc-1",)),
            (Kind.ROUTE_TABLES, ()),
            (Kind.NETWORK_ACLS, ()),
            (Kind.SECURITY_GROUPS, ("sg-web", "sg-db")),
        ]
    )
    aws.asked.clear()
    await read_survey(session, (one,))
    assert Kind.ROUTE_TABLES not in [read.kind for read in aws.asked]


async def test_what_surrounds_it_is_not_read_for_what_has_no_public_address():
    aws, one = account(), on("i-1", "db", public=False)
    session = await connected(aws, one)
    await read_survey(session, (one,))
    assert {read.kind for read in aws.asked} == {Kind.RULES, Kind.SECURITY_GROUPS}
    assert made(session, one).reachable is False


async def test_the_regions_switch_is_read_where_the_subnet_does_not_tell():
    aws, one = account(block=None), on("i-1", "web")
    session = await connected(aws, one)
    await read_survey(session, (one,))
    assert Kind.PUBLIC_ACCESS_EXCLUSIONS in [read.kind for read in aws.asked]
    found = made(session, one)
    assert found.reachable is False and "block-ingress" in found.reachability[0].blocked[0]


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (Kind.RULES, "ec2:DescribeSecurityGroupRules"),
        (Kind.ROUTE_TABLES, "ec2:DescribeRouteTables"),
        (Kind.NETWORK_ACLS, "ec2:DescribeNetworkAcls"),
    ],
)
async def test_what_is_denied_is_unknown_and_names_the_permission(kind: Kind, action: str):
    aws, one = account(), on("i-1", "web")
    aws.failing[kind] = Problem(Outcome.DENIED, action, "no")
    session = await connected(aws, one)
    gaps = await read_survey(session, (one,))
    assert [gap.problem.operation for gap in gaps] == [action]
    found = made(session, one)
    assert found.reachable is None
    assert any(action in sentence for sentence in found.reachability[0].unknown)
    reached = next(f for f in found.findings if f.check == "NET-01")
    assert (reached.status, reached.needs) == (FindingStatus.UNKNOWN, (action,))


async def test_rules_of_its_groups_are_known_though_not_all_rules_are():
    aws, one, other = account(), on("i-1", "db"), on("i-2", "far")
    session = await connected(aws, one, other)
    await read_survey(session, (one,))
    assert made(session, one).effective[0].unknown == ()
    assert made(session, other).effective[0].unknown != ()
    session.store.drop(SOURCE)
    session.store.page(SOURCE, Kind.INSTANCES, (one,))
    assert made(session, one).effective[0].unknown != ()
