"""Groups as a whole: created, deleted, tagged, copied from; each is a review, and only it sends."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.vpc import Vpc
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, key
from tests.tui.desk import Desk, desk
from tests.tui.test_rule_editing import WEB, pressed, with_record, world

APP = "sg-0000000000000000b"


def two() -> Account:
    """`web` with one rule, `app` with another and one that ends, and the VPC of both."""
    aws = world()
    web = aws.items[REGION, Kind.SECURITY_GROUPS][WEB]
    app = SecurityGroup(key(APP), "app", "the app", "vpc-1")
    rule = aws.pages[REGION, Kind.RULES][0].items[0]
    more = SecurityGroupRule(
        key("sgr-0000000000000000b"),
        APP,
        False,
        protocol="tcp",
        from_port=8443,
        to_port=8443,
        peer_group_id=WEB,
    )
    tables = {
        Kind.SECURITY_GROUPS: (web, app),
        Kind.RULES: (rule, more),
        Kind.VPCS: (Vpc(key("vpc-1")),),
    }
    for kind, items in tables.items():
        aws.pages[REGION, kind] = [Page(items)]
        aws.items[REGION, kind] = {item.key.id: item for item in items}
    return aws


async def test_a_new_group_is_asked_for_and_its_rule_that_lets_everything_out_may_go_at_once() -> None:
    async with desk(two(), prepare=with_record, size=(160, 50)) as it:
        await pressed(it, "2", "n", *"api", "enter", *"the interface", "enter", "down", "enter")
        await it.rest()
        text = it.text()
        assert "Create the security group api in vpc-1" in text
        assert "create-security-group" in text and "'the interface'" in text
        assert "revoke-security-group-egress" in text


async def test_tags_that_policy_requires_are_asked_for() -> None:
    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy(required_tags=("owner",)))

    async with desk(two(), prepare=prepare, size=(160, 50)) as it:
        await pressed(it, "2", "n", *"api", "enter", "x", "enter", "enter", "enter")
        assert "Policy requires owner." in it.text()
        await pressed(it, *"ann", "enter")
        await it.rest()
        assert '"Key":"owner","Value":"ann"' in it.text() and "BLOCK" not in it.text()


async def test_a_group_without_a_name_or_a_description_is_none() -> None:
    async with desk(two(), prepare=with_record) as it:
        await pressed(it, "2", "n", *" ", "enter")
        assert len(it.app.screen_stack) == 1
        await pressed(it, "n", *"api", "enter", "escape")
        assert len(it.app.screen_stack) == 1


async def test_without_a_vpc_it_is_said() -> None:
    async with desk(world(), prepare=with_record) as it:
        await pressed(it, "2", "n")
        assert "There is no VPC" in it.said()[-1]


async def test_marked_groups_are_deleted_by_one_review() -> None:
    async with desk(two(), prepare=with_record, size=(160, 50)) as it:
        await pressed(it, "2", "space", "j", "space", "ctrl+d")
        await it.rest()
        assert "Delete 2 groups" in it.text() and it.text().count("delete-security-group ") == 2


async def test_the_rules_of_another_group_are_added_where_they_are_missing_and_self_is_meant_anew() -> None:
    async with desk(two(), prepare=with_record, size=(160, 50)) as it:
        await pressed(it, "2", "j", "enter", "c", *"app", "enter")
        await it.rest()
        text = it.text()
        assert f"Copy the rules of {APP} into web {WEB}" in text
        assert "none → tcp/8443 from self" in text and text.count("none →") == 1


async def test_groups_and_rules_are_tagged() -> None:
    async with desk(two(), prepare=with_record, size=(160, 50)) as it:
        await pressed(it, "2", "#", *"team=edge", "enter")
        await it.rest()
        assert "create-tags" in it.text() and APP in it.text()
        await pressed(it, "escape", "enter", "#", *"ticket=1", "enter")
        await it.rest()
        assert "create-tags" in it.text() and "sgr-0000000000000000b" in it.text()


async def test_who_uses_the_group_is_seen_from_its_rules_too() -> None:
    async with desk(two(), prepare=with_record) as it:
        await pressed(it, "2", "enter", "i")
        assert it.screen.context().page == "network_interfaces" and it.screen.view.whose == key(APP)
