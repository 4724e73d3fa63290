"""Choosing another type on the screen: search, purposes, what does not fit, and no types at all."""

from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, instance, key, problem
from tests.services.test_instance_types import region
from tests.tui.desk import Desk, desk


def aws() -> Account:
    """One stopped Linux instance and three types, one of them for another architecture."""
    server = instance(
        "i-1",
        "stopped",
        name="web",
        az="eu-west-1a",
        architecture="x86_64",
        ena_support=True,
        platform_details="Linux/UNIX",
    )
    made = region(Account(server))
    made.pages[REGION, Kind.INSTANCES] = [Page((server,))]
    arm = InstanceType(key("m7g.large"), 2, 8192, ("arm64",))
    made.pages[REGION, Kind.INSTANCE_TYPES].append(Page((arm,)))
    return made


def prepare(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


async def opened(it: Desk) -> None:
    await it.press("a")
    await it.press(*"resize", "enter")
    await it.rest()


def line(it: Desk, word: str) -> str:
    return next((line for line in it.text().splitlines() if word in line), "")


async def test_a_type_is_found_by_search_and_purpose_and_goes_into_the_review() -> None:
    async with desk(aws(), prepare=prepare) as it:
        await opened(it)
        assert "now" in line(it, "t3.micro ") and "3 of 4 fit" in it.text()
        assert "0.2000" in line(it, "t3.large ") and "146.00" in line(it, "t3.large ")
        await it.press(*"t3.l")
        assert "  now  " not in it.text() and "+0.1000 USD/h" in it.text()
        await it.press("tab", "tab")
        assert "No type matches" in it.text()
        await it.press("shift+tab", "enter")
        await it.rest()
        assert "t3.micro" in it.text() and "t3.large" in it.text() and "Change the type" in it.text()


async def test_what_does_not_fit_is_shown_with_its_reason() -> None:
    async with desk(aws(), prepare=prepare) as it:
        await opened(it)
        assert "is arm64" in line(it, "m7g.large")


async def test_it_is_ordered_by_any_column_and_escape_changes_nothing() -> None:
    gateway = aws()
    async with desk(gateway, prepare=prepare) as it:
        await opened(it)
        assert "Type ▲" in it.text() and it.text().find("mac2.metal") < it.text().find("  now  ")
        await it.press("ctrl+t", "ctrl+t", "ctrl+t")
        assert "USD/h ▲" in it.text() and it.text().find("mac2.metal") > it.text().find("  now  ")
        await it.press("escape")
        assert "Change the type" not in it.text() and gateway.sent == []


async def test_prices_that_are_denied_are_said_not_shown_as_nothing() -> None:
    gateway = aws()
    gateway.failing[Kind.PRICES] = problem(Outcome.DENIED, "pricing:GetProducts")
    async with desk(gateway, prepare=prepare) as it:
        await opened(it)
        assert "denied" in line(it, "t3.large ") and "prices not known: denied" in it.text()


async def test_without_types_a_name_can_be_typed() -> None:
    gateway = aws()
    gateway.failing[Kind.INSTANCE_TYPES] = problem(Outcome.DENIED, "ec2:DescribeInstanceTypes")
    async with desk(gateway, prepare=prepare) as it:
        await opened(it)
        assert "ec2:DescribeInstanceTypes failed (denied)" in it.text()
        await it.press(*"m5.large", "enter")
        await it.rest()
        assert "Changes" in it.text() and "m5.large" in it.text()
