"""Rules past their end are told at the start and revoked by a review; read-only mode only tells."""

from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.tui.flows.sweeping import LATENESS
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import FixedClock
from tests.services.group_fakes import Groups
from tests.services.test_sweeping import boxed
from tests.tui.desk import Desk, desk

NOW = int(FixedClock().now())


def opened(aws: Groups, **scope: object):  # type: ignore[no-untyped-def]
    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy())

    return desk(aws, prepare=prepare, **scope)


async def test_what_is_past_its_end_is_told_at_the_start_and_revoked_after_a_review() -> None:
    aws = boxed(late=NOW - 7200, due=NOW - LATENESS + 60)
    async with opened(aws) as it:
        await it.rest()
        assert it.said() == [
            "1 rule that was opened for a time is still open: tcp/22 of sg-web, ended 2h ago. "
            "U reviews revoking."
        ]
        assert aws.sent == []
        await it.press("U")
        await it.rest()
        # Asked for, what is only just past its end counts too.
        assert "Sweep: revoke 2 rules past their end" in it.text()
        assert aws.sent == []
        await it.press("enter", *"revoke 2", "enter")
        await it.rest()
        assert [call.operation for call in aws.sent] == ["RevokeSecurityGroupIngress"] * 2
        assert set(aws.rules) == {"sgr-stays"}
        await it.press("escape", "U")
        assert any("no rule is past its end" in words for words in it.said())


async def test_each_rule_is_told_once_and_one_whose_end_comes_meanwhile_too() -> None:
    aws = boxed(late=NOW - 7200, due=NOW + 60)
    async with opened(aws) as it:
        await it.rest()
        assert len(it.said()) == 1
        await it.clock.advance(1000)
        await it.rest()
        assert len(it.said()) == 2 and "tcp/23 of sg-web" in it.said()[-1]
        await it.clock.advance(1000)
        await it.rest()
        assert len(it.said()) == 2


async def test_read_only_mode_tells_and_revokes_nothing() -> None:
    aws = boxed(late=NOW - 7200)
    aws.read_only = True
    async with opened(aws, read_only=True) as it:
        await it.rest()
        assert it.said()[-1].endswith("read-only: nothing is revoked.")
        await it.press("U")
        await it.rest()
        await it.press("enter")
        await it.rest()
        assert aws.sent == [] and "sgr-late" in aws.rules
