"""A TARGET means an instance by its id, its exact Name or one of its addresses."""

import pytest

from ec2tui.core.model.instance import InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.ports import Page
from ec2tui.services.target import find, means
from tests.services.fakes import REGION, FakeGateway, instance, problem
from tests.services.test_listing import session_with

WEB = instance(
    "i-0aaaaaaaaaaaaaaaa",
    name="web",
    private_ip="10.0.0.9",
    public_ip="198.51.100.7",
    interfaces=(InstanceInterface("eni-1", private_ips=("10.0.0.9", "10.0.0.10"), ipv6=("2001:db8::1",)),),
)


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        (WEB.id, True),
        ("web", True),
        ("10.0.0.9", True),
        ("10.0.0.10", True),
        ("198.51.100.7", True),
        ("2001:DB8:0::1", True),
        ("Web", False),
        ("we", False),
        ("10.0.0.1", False),
        ("i-0aaaaaaaaaaaaaaa", False),
        ("", False),
    ],
)
def test_what_names_an_instance(target, meant):
    assert means(target, WEB) is meant


def test_an_instance_without_a_name_is_not_named_by_nothing():
    assert not means("", instance("i-1"))


async def test_an_id_is_asked_for_alone_in_every_region():
    gateway = FakeGateway()
    gateway.items["us-east-1", Kind.INSTANCES] = {
        WEB.id: instance(WEB.id, region="us-east-1"),
    }
    targets = await find(await session_with(gateway, REGION, "us-east-1"), WEB.id)
    assert [one.key.region for one in targets.matches] == ["us-east-1"] and not targets.gaps
    assert {(read.source.region, read.ids) for read in gateway.asked} == {
        (REGION, (WEB.id,)),
        ("us-east-1", (WEB.id,)),
    }


async def test_all_matches_are_found_and_unread_regions_are_told():
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((WEB, instance("i-2", name="web"), instance("i-3")))]
    gateway.pages["us-east-1", Kind.INSTANCES] = [problem(Outcome.DENIED)]
    targets = await find(await session_with(gateway, REGION, "us-east-1"), "web")
    assert {one.id for one in targets.matches} == {WEB.id, "i-2"}
    assert [gap.source.region for gap in targets.gaps] == ["us-east-1"]
