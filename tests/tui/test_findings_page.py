"""Page 5: what the checks find, the way to it from a row, its fix in the review, and exceptions by a tag."""

import msgspec
from textual.widgets import Input

from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.ports import Page
from ec2tui.tui.screens.review import ReviewScreen
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import REGION, key
from tests.tui.desk import Desk, desk
from tests.tui.test_read_only import Counted, recording, world


def open_world() -> Counted:
    """A group that lets the internet in to SSH, and what the other tests have."""
    aws = world()
    group = SecurityGroup(key("sg-a"), "web", "the web", "vpc-1")
    rule = SecurityGroupRule(key("sgr-a"), "sg-a", False, "tcp", 22, 22, cidr="0.0.0.0/0", description="ssh")
    for kind, items in {Kind.SECURITY_GROUPS: (group,), Kind.RULES: (rule,)}.items():
        aws.pages[REGION, kind] = [Page(tuple(items))]
        aws.items[REGION, kind] = {item.key.id: item for item in items}
    return aws


async def judged(it: Desk) -> None:
    """Until everything has been judged once."""
    for _ in range(200):
        if it.screen.posture.judged_once and not it.screen.posture.doing:
            return
        await it.clock.advance(1)
        await it.pilot.pause(0.01)
    raise AssertionError(f"still {it.screen.posture.doing}")


async def test_findings_are_shown_by_check_and_what_mends_them_is_one_key_away() -> None:
    aws, log = open_world(), MemoryAuditLog()
    async with desk(aws, prepare=recording(log), size=(160, 40)) as it:
        await it.press("5")
        await judged(it)
        assert [it.screen.rows.key_at(n).id for n in range(2)] == ["AMI-04", "SG-01"], "the worst first"
        await it.screen.view.go_to(Key("", "", "SG-01"))
        assert "2 critical" in it.text() and "score" in it.text()
        await it.press("enter")
        await it.rest()
        assert "Findings of SG-01" in it.text() and "tcp/22 is open" in it.text()
        await it.press("F")
        await it.rest()
        await it.press("enter")
        await it.rest()
        assert isinstance(it.app.screen, ReviewScreen), it.text()
        assert "revoke sgr-a" in it.text()
        await it.press(*"sgr-a", "enter")
        await it.rest()
        assert [call.operation for call in aws.sent] == ["RevokeSecurityGroupIngress"]


async def test_a_finding_is_accepted_by_a_tag_and_shown_as_accepted() -> None:
    aws, log = open_world(), MemoryAuditLog()
    async with desk(aws, prepare=recording(log), size=(160, 40)) as it:
        await it.screen.go_to(key("i-1"))
        await it.press("f")
        await judged(it)
        assert "Findings of web-1" in it.text()
        await it.screen.view.go_to(key("INS-04 i-1"))
        await it.press("A")
        await it.rest()
        await it.press(*"next year", "enter")
        await it.rest()
        assert "It takes a day, who answers for it, and why" in it.text()
        it.app.screen.query_one(Input).value = "2030-01-31 ops@example.com until it moves"
        await it.press("enter")
        await it.rest()
        assert "tag ec2tui:accept:INS-04: none → 2030-01-31" in it.text()
        await it.press("enter")
        await it.rest()
        assert aws.sent[0].params["Tags"][0]["Key"] == "ec2tui:accept:INS-04"
        await it.press("escape")
        store = it.session.store
        box = store.inventory.table(Kind.INSTANCES)[key("i-1")]
        tags = (*box.tags, ("ec2tui:accept:INS-04", "2030-01-31 ops@example.com until it moves"))
        store.update(it.source, Kind.INSTANCES, (), (msgspec.structs.replace(box, tags=tags),))
        for _ in range(5):
            await it.clock.advance(1)
            await it.pilot.pause(0.05)
        row = it.screen.rows.item(key("INS-04 i-1"))
        assert row.finding.status is FindingStatus.ACCEPTED
        assert "1 accepted" in it.text()
