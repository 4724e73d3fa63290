"""What the screen says when something is wrong, and where all of it can be read."""

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.watch import Watcher
from tests.services.fakes import REGION, FakeGateway, problem
from tests.tui.desk import Desk, desk, fleet

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


async def test_a_demo_that_has_ended_is_called_so_and_one_key_starts_it_again() -> None:
    gateway, ended, why = fleet(2), [False], ["the port is taken"]

    async def restart() -> str:
        ended[0] = bool(why[0])
        return why[0]

    def prepare(it: Desk) -> None:
        it.around.demo = True
        it.around.demo_ended = lambda: ended[0]
        it.around.restart_demo = restart

    async with desk(gateway, prepare=prepare) as it:
        ended[0] = True
        whole, gateway.pages = gateway.pages, {(REGION, Kind.INSTANCES): [problem(Outcome.UNREACHABLE)]}
        it.screen.watcher.refresh()
        await it.rest()
        assert "The demo's endpoint has ended. ctrl+r starts it again" in it.text()
        await it.press("ctrl+r")
        assert any("the port is taken" in words for words in it.said())
        why[0], gateway.pages = "", whole
        await it.press("ctrl+r")
        await it.rest()
        assert "has ended" not in it.text() and it.names() == ["web-0", "web-1"]
        assert len(it.connector.connects) == 2


async def test_a_long_line_of_the_header_does_not_hide_what_is_wrong() -> None:
    gateway = FakeGateway()
    many = tuple(f"ap-southeast-{n}" for n in range(1, 9))
    for region in many:
        gateway.pages[region, Kind.INSTANCES] = [problem(Outcome.UNREACHABLE)]
    async with desk(gateway, size=(80, 24), regions=many) as it:
        lines = it.text().splitlines()
        assert lines[1].startswith(" 8 regions unreachable") and lines[2].startswith(" unreachable: ")
        assert "! tells all" in lines[2]


async def test_regions_that_could_not_be_listed_are_listed_when_the_network_is_back() -> None:
    gateway = fleet(2)
    listed, lost = gateway.regions, problem(Outcome.UNREACHABLE, "ec2:DescribeRegions")

    async def unreachable():
        return lost

    for again in ("ctrl+r", "by itself"):
        gateway.regions = unreachable
        async with desk(gateway, regions=("all",)) as it:
            assert "Nothing was read: unreachable" in it.text()
            gateway.regions = listed
            if again == "ctrl+r":
                await it.press("ctrl+r")
            else:
                it.screen.connection.try_again()
            await it.rest()
            assert it.names() == ["web-0", "web-1"] and "unreachable" not in it.text()


async def test_regions_are_listed_again_also_when_it_is_known_meanwhile_who_we_are() -> None:
    gateway = fleet(2)
    listed, lost = gateway.regions, problem(Outcome.UNREACHABLE, "ec2:DescribeRegions")

    async def unreachable():
        return lost

    gateway.regions = unreachable
    async with desk(gateway, regions=("all",)) as it:
        await it.session.identify()
        it.session.note(None)
        gateway.regions = listed
        it.screen.connection.try_again()
        await it.rest()
        assert it.names() == ["web-0", "web-1"]


async def test_who_we_are_is_asked_again_when_the_network_is_back() -> None:
    gateway = fleet(2)
    known, gateway.identity = gateway.identity, problem(Outcome.UNREACHABLE, "sts:GetCallerIdentity")
    async with desk(gateway) as it:
        await it.clock.advance(3)
        assert "identity not known: unreachable" in it.text()
        it.screen.connection.try_again()
        await it.clock.advance(3)
        gateway.identity = known
        it.screen.connection.try_again()
        await it.rest()
        assert "user/ann" in it.text() and "unreachable" not in it.text()


async def test_a_defect_in_what_keeps_the_screen_fresh_ends_it_instead_of_growing_old(monkeypatch) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("a pass that breaks")

    monkeypatch.setattr(Watcher, "_pass", broken)
    with pytest.raises(ZeroDivisionError, match="a pass that breaks"):
        async with desk(fleet(1)) as it:
            await it.rest()
