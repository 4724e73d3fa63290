"""What the screen says when something is wrong, and where all of it can be read."""

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from tests.services.fakes import REGION, FakeGateway, problem
from tests.tui.desk import desk, fleet

LONG = Problem(
    Outcome.UNREACHABLE, "ec2:DescribeInstances", "w" * 150 + " the end", hint="h" * 150 + " what to do"
)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_every_problem_is_told_whole_with_one_key(size: tuple[int, int]) -> None:
    gateway = FakeGateway()
    for kind in (Kind.INSTANCES, Kind.STATUSES):
        gateway.pages[REGION, kind] = [LONG]
    async with desk(gateway, size=size) as it:
        assert "! tells all" in it.text() and it.text().count("unreachable: ") == 1
        await it.press("exclamation_mark")
        text = it.text()
        assert "What is wrong" in text and "the end" in text and "what to do" in text
        await it.press("escape")
        assert "What is wrong" not in it.text()


async def test_that_nothing_is_wrong_is_said_too() -> None:
    async with desk(fleet(1)) as it:
        assert "! tells all" not in it.text()
        await it.press("exclamation_mark")
        assert "Nothing is wrong" in it.text()


async def test_wrong_keys_are_neither_expired_nor_an_empty_account() -> None:
    gateway = FakeGateway()
    gateway.identity = problem(Outcome.WRONG_KEYS, "sts:GetCallerIdentity")
    gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.WRONG_KEYS)]
    async with desk(gateway) as it:
        text = it.text()
        assert "not signed in: wrong keys" in text and f"{REGION} wrong keys" in text
        assert "expired" not in text and "There are no" not in text
