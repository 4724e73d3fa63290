"""The cockpit: from 160 columns the instance under the cursor has its effective rules in a pane."""

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.tui.pages import survey_pane
from ec2tui.tui.pages.survey_pane import SurveyPane
from tests.tui.desk import Desk, desk
from tests.tui.test_reaching import account, guarded

WIDE = (160, 45)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_pane, "PAUSE", 0.01)
    monkeypatch.setattr(survey_pane, "AGAIN", 0.01)


def fleet():
    return account(
        guarded("i-1", "web", name="a-web"), guarded("i-2", "db", name="b-db"), guarded("i-3", name="c")
    )


def pane(it: Desk) -> list[str]:
    found = it.app.screen.query(SurveyPane)
    return ["".join(cell.text for cell in line) for line in found.first()._shown()] if found else []


async def settled(it: Desk, words: str) -> str:
    """What the pane says once it has these words, or has had time enough for them."""
    for _ in range(200):
        await it.pilot.pause(0.005)
        if any(words in line for line in pane(it)):
            break
    await it.rest()
    return "\n".join(pane(it))


async def test_it_follows_the_cursor_and_says_whose_rules_these_are() -> None:
    async with desk(fleet(), size=WIDE) as it:
        text = await settled(it, "sgr-1 web")
        assert text.startswith("a-web  i-1") and "tcp/22 ssh" in text and text.count("a-web") == 1
        assert "Who may reach it" in it.text() and "Overview" in it.text()
        await it.press("j")
        assert "sgr-1" not in "\n".join(pane(it)) and pane(it)[0] == "b-db  i-2"
        assert "sgr-9 db" in await settled(it, "sgr-9 db")
        await it.press("j")
        assert pane(it)[1:] == ["It has no network interface: nothing reaches it."]


async def test_only_what_the_cursor_rests_on_is_read_and_once(monkeypatch) -> None:
    monkeypatch.setattr(survey_pane, "PAUSE", 1000)
    aws = fleet()

    def asked() -> list[tuple[str, ...]]:
        return [read.groups for read in aws.asked if read.kind is Kind.RULES and read.groups]

    async with desk(aws, size=WIDE) as it:
        await it.press("j", "k")
        assert asked() == []
        monkeypatch.setattr(survey_pane, "PAUSE", 0.01)
        for _ in range(2):
            await it.press("j")
            await settled(it, "sgr-9 db")
            await it.press("k")
            await settled(it, "sgr-1 web")
        assert asked() == [("sg-db",), ("sg-web",)]


async def test_what_is_denied_is_unknown_and_a_change_is_taken_in() -> None:
    aws = fleet()
    action = "ec2:DescribeSecurityGroupRules"
    aws.failing[Kind.RULES] = Problem(Outcome.DENIED, action, "no")
    async with desk(aws, size=WIDE) as it:
        assert action in await settled(it, action)
        assert not any("allows anything" in line for line in pane(it))
        aws.failing.clear()
        await it.press("ctrl+r")
        assert "sgr-1 web" in await settled(it, "sgr-1 web")


async def test_tab_goes_round_the_panes_and_z_gives_one_the_page() -> None:
    async with desk(fleet(), size=WIDE) as it:
        await settled(it, "sgr-1 web")
        panes = [it.screen.view.pane.id]
        for _ in range(4):
            await it.press("tab")
            panes.append(it.screen.view.pane.id)
        assert panes == ["table", "detail", "effective", "cockpit-metrics", "table"]
        await it.press("tab", "tab", "z")
        assert it.screen.zoomed == "effective" and "a-web" in it.text() and "b-db" not in it.text()
        await it.press("escape")
        assert it.screen.view.pane.id == "table" and "b-db" in it.text() and "Overview" in it.text()


async def test_below_160_columns_the_details_are_as_they_were() -> None:
    async with desk(fleet(), size=(159, 45)) as it:
        await it.rest()
        assert not it.app.screen.query(SurveyPane) and "Overview" in it.text()
        await it.pilot.resize_terminal(*WIDE)
        await settled(it, "sgr-1 web")
        assert "Who may reach it" in it.text()
        await it.press("tab", "tab", "z")
        await it.pilot.resize_terminal(120, 40)
        await it.rest()
        assert it.screen.zoomed is None and it.screen.view.pane.id == "table"
        assert "Who may reach it" not in it.text() and "Overview" in it.text() and "b-db" in it.text()
        await it.press("tab")
        assert it.screen.view.pane.id == "detail"


async def test_other_pages_have_no_cockpit() -> None:
    async with desk(fleet(), size=WIDE) as it:
        await settled(it, "sgr-1 web")
        await it.press("2")
        assert "Who may reach it" not in it.text()
        await it.press("1")
        assert "Who may reach it" in it.text()
