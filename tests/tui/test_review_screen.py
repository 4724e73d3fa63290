"""The review on screen: what could not be read cannot be applied, and can be read again."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog, account
from tests.services.fakes import REGION, problem
from tests.tui.desk import Desk, desk


def changing() -> tuple[Account, MemoryAuditLog]:
    aws, log = account("i-1"), MemoryAuditLog()
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]

    return aws, log


async def test_enter_does_not_apply_what_could_not_be_read_until_it_was() -> None:
    aws, log = changing()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, prepare=prepare) as it:
        aws.failing[Kind.INSTANCES] = problem(Outcome.UNREACHABLE)
        await it.press("x")
        await it.rest()
        assert "could not be read" in it.text() and "nothing can be applied" in it.text()
        await it.press("enter")
        assert aws.sent == [] and log.kept == [] and "enter applies" not in it.text()
        aws.failing.clear()
        await it.press("ctrl+r")
        await it.rest()
        assert "could not be read" not in it.text()
        await it.press("enter")
        await it.rest()
        assert [call.operation for call in aws.sent] == ["StopInstances"]


async def test_why_a_change_cannot_be_made_up_is_told_with_the_read_that_failed() -> None:
    aws, log = changing()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    aws.failing[Kind.PROTECTION] = problem(Outcome.DENIED, "ec2:DescribeInstanceAttribute")
    async with desk(aws, prepare=prepare) as it:
        await it.press("t")
        await it.rest()
        assert (
            "ec2:DescribeInstanceAttribute failed" in it.text() and "(denied): AWS says denied" in it.text()
        )
