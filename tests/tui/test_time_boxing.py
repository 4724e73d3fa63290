"""`T` on rules: an end is given, moved, taken away, or is now; the review shows it and only it sends."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import Schedule, schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account
from tests.services.fakes import REGION, key
from tests.tui.desk import Desk, desk
from tests.tui.test_rule_editing import RULE, WEB, pressed, with_record, world

END = 1_003_600
"""1970-01-12T14:46:40Z: an hour from the clock of the tests."""


def boxed() -> Account:
    """The rule ends in an hour, and a schedule holds that."""
    aws = world()
    rule = SecurityGroupRule(
        key(RULE),
        WEB,
        False,
        protocol="tcp",
        from_port=443,
        to_port=443,
        cidr="10.0.0.0/8",
        tags=(("ec2tui:expires-at", "1970-01-12T14:46:40Z"),),
    )
    schedule = Schedule(
        key(schedule_name(RULE)), END, "ENABLED", WEB, RULE, "arn:aws:iam::123456789012:role/x"
    )
    for kind, item in ((Kind.RULES, rule), (Kind.SCHEDULES, schedule)):
        aws.pages[REGION, kind] = [Page((item,))]
        aws.items[REGION, kind] = {item.key.id: item}
    return aws


async def reviewed(it: Desk, answer: str) -> str:
    await pressed(it, "2", "enter", "T", *answer, "enter")
    await it.rest()
    return it.text()


async def test_a_rule_without_an_end_gets_a_tag_and_a_schedule() -> None:
    async with desk(world(), prepare=with_record, size=(160, 60)) as it:
        text = await reviewed(it, "1h")
        assert f"Time-box {RULE}" in text
        assert "create-schedule" in text and "1970-01-12T14:46:40" in text and "ec2tui:expires-at" in text


async def test_an_end_is_moved_in_schedule_and_tag() -> None:
    async with desk(boxed(), prepare=with_record, size=(160, 60)) as it:
        await pressed(it, "2", "enter", "T")
        assert "It ends 1970-01-12 14:46 UTC" in it.text()
        await pressed(it, *"4h", "enter")
        await it.rest()
        assert "update-schedule" in it.text() and "1970-01-12T17:46:40" in it.text()


async def test_now_revokes_the_rule_and_deletes_its_schedule() -> None:
    async with desk(boxed(), prepare=with_record, size=(160, 60)) as it:
        text = await reviewed(it, "now")
        assert "revoke-security-group-ingress" in text and "delete-schedule" in text


async def test_never_takes_schedule_and_tag_away_and_the_rule_stays() -> None:
    async with desk(boxed(), prepare=with_record, size=(160, 60)) as it:
        text = await reviewed(it, "never")
        assert "delete-schedule" in text and "delete-tags" in text and "revoke-security" not in text


async def test_what_says_no_end_is_told_and_the_line_stays() -> None:
    aws = world()
    async with desk(aws, prepare=with_record) as it:
        await pressed(it, "2", "enter", "T", *"soon", "enter")
        assert "no span such as 30m" in it.text() and len(it.app.screen_stack) == 2
        await pressed(it, "escape")
        assert len(it.app.screen_stack) == 1 and aws.sent == []
