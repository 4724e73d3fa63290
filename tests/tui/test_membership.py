"""`e` on an instance: the groups of its VPC, per interface, the whole list replaced after a review."""

from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, instance, key, problem
from tests.tui.desk import Desk, desk

WEB, APP, FAR = "sg-0000000000000000a", "sg-0000000000000000b", "sg-0000000000000000c"


def interface(number: int, *groups: str) -> InstanceInterface:
    return InstanceInterface(
        f"eni-{number}", device_index=number, groups=tuple(GroupRef(group, "") for group in groups)
    )


def world(*interfaces: InstanceInterface) -> Account:
    one = instance("i-1", name="web-1", vpc_id="vpc-1", interfaces=interfaces)
    aws = Account(one)
    groups = (
        SecurityGroup(key(WEB), "web", "the [/] web", "vpc-1"),
        SecurityGroup(key(APP), "app", "the app", "vpc-1"),
        SecurityGroup(key(FAR), "far", "elsewhere", "vpc-2"),
    )
    aws.pages[REGION, Kind.INSTANCES] = [Page((one,))]
    aws.pages[REGION, Kind.SECURITY_GROUPS] = [Page(groups)]
    aws.items[REGION, Kind.SECURITY_GROUPS] = {group.key.id: group for group in groups}
    return aws


def with_record(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


async def pressed(it: Desk, *keys: str) -> None:
    for name in keys:
        await it.press(name)
        await it.rest()


async def test_the_whole_list_is_replaced_by_what_is_chosen() -> None:
    aws = world(interface(0, WEB))
    async with desk(aws, prepare=with_record, size=(120, 40)) as it:
        await pressed(it, "e")
        text = it.text()
        assert "[x] web" in text and "[ ] app" in text and "far" not in text
        await pressed(it, "down", "space", "enter")
        assert "modify-network-interface-attribute" in it.text() and aws.sent == []
        await pressed(it, "enter")
        assert [call.params["Groups"] for call in aws.sent] == [[WEB, APP]]
        assert aws.sent[0].params["NetworkInterfaceId"] == "eni-0"


async def test_one_of_several_interfaces_is_asked_for() -> None:
    aws = world(interface(0, WEB), interface(1, APP))
    async with desk(aws, prepare=with_record, size=(120, 40)) as it:
        await pressed(it, "e")
        assert "Interface of i-1" in it.text()
        await pressed(it, "down", "enter")
        assert "Security groups of eni-1" in it.text() and "[x] app" in it.text()


async def test_no_group_at_all_is_refused_and_leaving_changes_nothing() -> None:
    aws = world(interface(0, WEB))
    async with desk(aws, prepare=with_record) as it:
        await pressed(it, "e", "space", "enter")
        assert it.said() == ["An interface must stay in at least one security group."]
        await pressed(it, "e", "escape")
        assert aws.sent == [] and len(it.app.screen_stack) == 1


async def test_groups_that_cannot_be_read_are_no_empty_choice() -> None:
    aws = world(interface(0, WEB))
    aws.failing[Kind.SECURITY_GROUPS] = problem(Outcome.DENIED, "ec2:DescribeSecurityGroups")
    async with desk(aws, prepare=with_record) as it:
        await pressed(it, "e")
        assert "The security groups could not be read: denied" in it.said()[0]
        assert len(it.app.screen_stack) == 1
