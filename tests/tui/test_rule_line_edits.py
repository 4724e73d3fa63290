"""`e` on a rule: its line changed in place, made anew where AWS cannot, given an end, or left as it is."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.ports import Page
from ec2tui.tui.screens.rule_line import RuleLine
from ec2tui.tui.widgets.completed_input import CompletedInput
from tests.services.audit_fakes import Account
from tests.services.fakes import REGION, key
from tests.tui.desk import Desk, desk
from tests.tui.test_rule_editing import RULE, WEB, pressed, with_record, world


def late() -> Account:
    """The rule is past its end."""
    aws = world()
    rule = SecurityGroupRule(
        key(RULE),
        WEB,
        False,
        protocol="tcp",
        from_port=443,
        to_port=443,
        cidr="10.0.0.0/8",
        tags=(("ec2tui:expires-at", "1970-01-12T13:00:00Z"),),
    )
    aws.pages[REGION, Kind.RULES] = [Page((rule,))]
    aws.items[REGION, Kind.RULES] = {RULE: rule}
    return aws


async def line(it: Desk, *keys: str) -> None:
    """Opens the line of the rule, with the cursor at its end, and presses keys."""
    await pressed(it, "2", "enter", "e", *keys)


async def test_the_line_stands_there_and_saving_it_as_it_is_changes_nothing() -> None:
    aws = world()
    async with desk(aws, prepare=with_record) as it:
        await line(it)
        assert it.app.screen.query_one(CompletedInput).value == "tcp/443 from 10.0.0.0/8"
        await pressed(it, "enter")
        assert it.said()[-1] == "Nothing was changed." and len(it.app.screen_stack) == 1 and aws.sent == []


async def test_another_network_or_text_is_changed_in_place() -> None:
    async with desk(world(), prepare=with_record, size=(160, 50)) as it:
        await line(it, "backspace", *'16 "office"', "enter")
        await it.rest()
        text = it.text()
        assert f"Edit {RULE}" in text and 'tcp/443 from 10.0.0.0/16 "office"' in text
        assert "modify-security-group-rules" in text and "authorize" not in text


async def test_what_aws_cannot_change_in_place_is_made_before_it_is_broken() -> None:
    async with desk(world(), prepare=with_record, size=(160, 50)) as it:
        await line(it, "ctrl+u", *"https from self", "enter")
        await it.rest()
        text = it.text()
        assert text.index("authorize-security-group-ingress") < text.index("revoke-security-group-ingress")


async def test_an_end_behind_the_line_is_given_to_the_rule_that_is_there() -> None:
    async with desk(world(), prepare=with_record, size=(160, 50)) as it:
        await line(it, *" for 1h", "enter")
        await it.rest()
        text = it.text()
        assert "create-schedule" in text and "ec2tui:expires-at" in text and "authorize" not in text


async def test_the_line_of_a_rule_past_its_end_may_keep_that_end_and_get_no_other_past_one() -> None:
    async with desk(late(), prepare=with_record, size=(160, 50)) as it:
        await line(it, *' "late"', "enter")
        await it.rest()
        assert "update-security-group-rule-descriptions-ingress" in it.text()
        await pressed(it, "escape", "e", *["backspace"] * 6, *"01:00Z", "enter")
        assert isinstance(it.app.screen, RuleLine) and "past already" in it.text()


async def test_a_rule_that_is_gone_meanwhile_is_said_to_be() -> None:
    aws = world()
    async with desk(aws, prepare=with_record) as it:
        await line(it, "backspace", *"16")
        aws.pages[REGION, Kind.RULES], aws.items[REGION, Kind.RULES] = [Page(())], {}
        await pressed(it, "enter")
        await it.rest()
        assert f"{RULE} is gone." in it.text()
