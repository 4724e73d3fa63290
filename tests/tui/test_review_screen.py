"""The review on screen: what could not be read cannot be applied, and can be read again."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog, account, failure
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


async def test_a_plan_of_several_stops_at_the_first_failure_when_that_is_chosen() -> None:
    ids = ("i-1", "i-2", "i-3", "i-4")
    aws = account(*ids)
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]
    aws.script["i-2"] = [failure(Outcome.DENIED, "UnauthorizedOperation", "not for you")]
    log = MemoryAuditLog()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, prepare=prepare, size=(150, 60)) as it:
        await it.press("ctrl+a", "x")
        await it.rest()
        assert "goes on past a failure (f: stop at the first)" in it.text()
        await it.press("f")
        assert "stops at the first failure (f: go on)" in it.text()
        await it.press("enter")
        await it.rest()
        assert [call.params["InstanceIds"] for call in aws.sent] == [["i-1"], ["i-2"]]
        assert "1 done, 1 failed, 2 not sent" in it.text()
        assert (
            "not sent stop name-of-i-4 i-4  nothing more is sent, since step 2 (stop i-2) was not done"
            in it.text()
        )


async def test_one_subject_has_no_others_to_go_on_with() -> None:
    aws, log = changing()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, prepare=prepare) as it:
        await it.press("x")
        await it.rest()
        assert "past a failure" not in it.text()
        await it.press("f")
        assert "one subject" in it.text()


async def test_while_the_name_is_typed_keys_need_ctrl() -> None:
    aws = account("i-1", "i-2")
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy())

    async with desk(aws, prepare=prepare, size=(150, 60)) as it:
        await it.press("ctrl+a", "ctrl+d")
        await it.rest()
        await it.press("f", "y")
        assert "goes on past a failure (ctrl+f" in it.text() and it.clipboard.text == ""
        await it.press("ctrl+f", "ctrl+y")
        assert "aws ec2 terminate-instances" in it.clipboard.text
        await it.press("ctrl+f", "ctrl+f")
        assert "stops at the first failure (ctrl+f: go on)" in it.text()


async def test_u_after_sending_reviews_taking_it_back() -> None:
    aws, log = changing()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, prepare=prepare) as it:
        await it.press("x")
        await it.rest()
        await it.press("u")
        assert aws.sent == [] and "stop name-of-i-1" in it.text()
        await it.press("enter")
        await it.rest()
        assert "done     stop name-of-i-1 i-1" in it.text()
        await it.press("u")
        await it.rest()
        assert "start name-of-i-1 i-1" in it.text()
        await it.press("enter")
        await it.rest()
        assert [call.operation for call in aws.sent] == ["StopInstances", "StartInstances"]


async def test_what_is_so_already_is_said_where_others_are_left() -> None:
    aws = account("i-1", "i-2")
    aws.set("i-2", state="stopped")
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy())

    async with desk(aws, prepare=prepare) as it:
        await it.press("ctrl+a", "x")
        await it.rest()
        assert "Nothing to do for name-of-i-2: so already." in it.text()
        assert "past a failure" not in it.text()
