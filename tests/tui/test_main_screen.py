"""The main screen: what keys do, and what it says when things are not fine."""

import asyncio

import pytest
from textual.color import Color

from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.ports import Page
from ec2tui.tui.bindings import is_move
from ec2tui.tui.flows import FLOWS
from tests.services.fakes import REGION, FakeGateway, instance, key, problem
from tests.tui.desk import Desk, desk, fleet

SIZES = [(80, 24), (120, 30), (200, 50), (300, 80)]


def test_every_action_has_a_flow_and_every_flow_an_action() -> None:
    moves = {action.id for action in ACTIONS if is_move(action)}
    assert {action.id for action in ACTIONS} - moves == set(FLOWS) - moves


def test_no_two_actions_of_a_page_share_a_key() -> None:
    for page in {action.page for action in ACTIONS}:
        seen: dict[str, str] = {}
        for action in ACTIONS:
            for name in action.keys if action.page in ("", page) else ():
                assert name not in seen, f"{name}: {action.id} and {seen.get(name)} on {page}"
                seen[name] = action.id


@pytest.mark.parametrize("size", SIZES)
async def test_the_fleet_is_on_screen(size: tuple[int, int]) -> None:
    async with desk(fleet(5), size=size) as it:
        assert it.names() == [f"web-{n}" for n in range(5)]
        text = it.text()
        assert "web-0" in text and "123456789012" in text and "eu-west-1 live" in text
        assert "user/ann" in text


async def test_cursor_and_marks_survive_a_refresh_that_moves_rows() -> None:
    gateway = fleet(5)
    async with desk(gateway) as it:
        await it.press("j", "j", "space")
        marked, cursor = set(it.screen.table.marks), it.screen.table.cursor_key
        gateway.pages[REGION, Kind.INSTANCES] = [
            Page((instance("i-0000000000000aaaa", name="aaa"),)),
            *gateway.pages[REGION, Kind.INSTANCES],
        ]
        await it.press("ctrl+r")
        await it.rest()
        assert it.names()[0] == "aaa"
        assert it.screen.table.cursor_key == cursor
        assert set(it.screen.table.marks) == marked


async def test_filter_as_you_type_mistake_and_escape() -> None:
    async with desk(fleet(12)) as it:
        await it.press("slash", *"web-1")
        assert it.names() == ["web-1", "web-10", "web-11"]
        await it.press("space", *"bogus")
        await it.press("colon", "x")
        assert it.screen.rows.mistake is not None
        assert it.names() == [] or it.names() == ["web-1", "web-10", "web-11"]
        assert "^" in it.text()
        await it.press("escape")
        assert len(it.names()) == 12
        assert it.screen.table.has_focus


async def test_the_caret_stands_under_the_mistake_and_its_words_beside_it() -> None:
    async with desk(fleet(1), size=(80, 24)) as it:
        await it.press("slash", *"running ag>3")
        typed, told = (line for line in it.text().split("\n") if "running ag>3" in line or "^" in line)
        assert told.index("^") == typed.index("ag>3")
        assert told.count("did you mean age?") == 1
        await it.press("escape", "slash", *("running " * 5), *"ag>3")
        typed, told = (line for line in it.text().split("\n") if "ag>3" in line or "^" in line)
        assert told.index("^") == typed.index("ag>3") and "did you mean age?" in told


async def test_escape_closes_the_innermost_first() -> None:
    async with desk(fleet(3)) as it:
        await it.press("space")
        await it.press("slash", "w", "enter")
        await it.press("tab")
        assert it.screen.detail.has_focus_within
        await it.press("escape")
        assert it.screen.table.has_focus and it.screen.rows.query_text == "w"
        await it.press("escape")
        assert it.screen.rows.query_text == "" and it.screen.table.marks
        await it.press("escape")
        assert not it.screen.table.marks


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome.DENIED, "denied"),
        (Outcome.THROTTLED, "throttled"),
        (Outcome.UNREACHABLE, "unreachable"),
        (Outcome.EXPIRED, "expired"),
    ],
)
async def test_a_failure_is_never_an_empty_list(outcome: Outcome, word: str) -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [problem(outcome)]
    async with desk(gateway) as it:
        text = it.text()
        assert word in text
        assert "There are no instances" not in text
        assert "Nothing was read" in text


async def test_an_empty_account_says_so() -> None:
    async with desk(FakeGateway()) as it:
        assert "There are no instances in eu-west-1" in it.text()


async def test_a_part_of_a_list_says_partial() -> None:
    gateway = fleet(2)
    gateway.pages[REGION, Kind.INSTANCES].append(problem(Outcome.UNREACHABLE))
    async with desk(gateway) as it:
        assert "partial, 2 read" in it.text()
        assert it.names() == ["web-0", "web-1"]


async def test_no_credentials_is_said_and_can_be_tried_again() -> None:
    async with desk(problem(Outcome.NO_CREDENTIALS, "credentials")) as it:
        assert "no credentials" in it.text()
        it.connector.gateway = fleet(1)
        await it.press("ctrl+r")
        await it.rest()
        assert it.names() == ["web-0"]


async def test_expired_credentials_keep_the_rows_and_sign_in_again_renews() -> None:
    gateway = fleet(2)
    async with desk(gateway) as it:
        good = gateway.pages[REGION, Kind.INSTANCES]
        gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.EXPIRED)]
        await it.press("ctrl+r")
        assert "expired" in it.text() and it.names() == ["web-0", "web-1"]
        gateway.pages[REGION, Kind.INSTANCES] = good
        await it.press("ctrl+l")
        await it.rest()
        assert "expired" not in it.text() and it.names() == ["web-0", "web-1"]


async def test_an_action_that_does_not_apply_says_why() -> None:
    async with desk(FakeGateway()) as it:
        await it.press("y")
        assert it.said() == ["No row is selected."]


@pytest.mark.parametrize("state", ["[/]", "[@click=app.quit]x[/]", "\\[b", "a[/b]\\"])
async def test_the_palette_draws_no_text_of_aws_as_markup(state: str) -> None:
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [
        Page((instance("i-0000000000000dddd", name="odd", state=state),))
    ]
    async with desk(gateway) as it:
        await it.press("colon", *"odd")
        for _ in range(20):
            await it.rest()
            if state in it.text():
                break
            await asyncio.sleep(0.05)
        assert state in it.text()


@pytest.mark.parametrize("name", ["J", "c"])
async def test_an_answer_to_a_closed_document_is_dropped(name: str) -> None:
    gateway = fleet(1)
    answer = asyncio.Event()
    fetch = gateway.fetch

    async def late(call: ApiCall) -> Reply:
        await answer.wait()
        return await fetch(call)

    gateway.fetch = late  # type: ignore[method-assign]
    async with desk(gateway) as it:
        await it.press(name, "escape")
        answer.set()
        await it.rest()
        assert it.app.is_running and it.names() == ["web-0"]


async def test_a_key_that_means_nothing_is_answered_too() -> None:
    async with desk(fleet(1)) as it:
        await it.press("X")
        assert it.said() == ["X does nothing here; ? shows the keys."]


async def test_copying_ids_and_the_command() -> None:
    async with desk(fleet(2)) as it:
        await it.press("y")
        assert it.clipboard.text == "i-00000000000000000"
        await it.press("ctrl+a", "Y")
        assert it.clipboard.text == (
            "aws ec2 describe-instances --region eu-west-1 "
            "--instance-ids i-00000000000000000 i-00000000000000001"
        )


@pytest.mark.parametrize("theme", ["ec2tui-dark", "ec2tui-light"])
async def test_the_header_of_production_can_be_read_in_both_themes(theme: str) -> None:
    def prepare(it: Desk) -> None:
        it.around.is_production = lambda name: True
        it.app.theme = theme

    async with desk(fleet(1), prepare=prepare) as it:
        row = it.app.screen._compositor.render_strips()[0]
        seen = {part.text.strip(): part.style for part in row if part.text.strip() and part.style}
        assert "PRODUCTION" in seen
        for word, style in seen.items():
            assert style.color and style.bgcolor and style.color.triplet and style.bgcolor.triplet
            on = Color(*style.bgcolor.triplet)
            assert contrast(Color(*style.color.triplet), on) >= 4, (word, style)
        assert seen["PRODUCTION"].bgcolor != seen["ec2tui"].bgcolor


def contrast(ink: Color, paper: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2, relative luminance)."""

    def light(color: Color) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(ink), light(paper)))
    return (high + 0.05) / (low + 0.05)


async def test_production_and_read_only_are_unmistakable() -> None:
    async with desk(
        fleet(1), prepare=lambda it: setattr(it.around, "is_production", lambda name: True), read_only=True
    ) as it:
        assert "PRODUCTION" in it.text() and "READ-ONLY" in it.text()
        assert it.screen.header.has_class("production")


async def test_sorting_by_keys() -> None:
    async with desk(fleet(3)) as it:
        await it.press("full_stop")
        assert it.names() == ["web-2", "web-1", "web-0"]
        await it.press("greater_than_sign")
        assert it.screen.rows.sort_id == it.screen.column_ids[1]


async def test_regions_are_chosen_and_the_others_go() -> None:
    gateway = fleet(1)
    gateway.pages["us-east-1", Kind.INSTANCES] = [
        Page((instance("i-0000000000000bbbb", region="us-east-1", name="virginia"),))
    ]
    async with desk(gateway) as it:
        await it.press("r")
        await it.press("down", "space", "up", "space", "enter")
        await it.rest()
        assert it.session.regions == ("us-east-1",)
        assert it.names() == ["virginia"]


async def test_protection_is_read_for_rows_in_view_only() -> None:
    gateway = fleet(300)
    async with desk(gateway, size=(200, 30)) as it:
        await it.rest()
        asked = {i for read in gateway.asked if read.kind is Kind.PROTECTION for i in read.ids}
        assert key("i-00000000000000000").id in asked
        assert len(asked) < 60


async def test_q_leaves_the_innermost_and_then_the_program() -> None:
    async with desk(fleet(1)) as it:
        await it.press("tab", "q")
        assert it.screen.table.has_focus
        await it.press("q")
        assert it.app.return_code == 0


HOSTILE = (
    "\x9d52;c;ZXZpbA==\x9c",
    "[/]",
    "[@click=app.quit]x[/]",
    "\u202egnp.exe",
    "😀" * 255,
    "a\u0301" * 90,
)


@pytest.mark.parametrize("value", HOSTILE)
async def test_hostile_text_is_shown_harmlessly(value: str) -> None:
    gateway = FakeGateway()
    item = instance("i-0000000000000cccc", name=value, tags=(("Name", value), (value, value)))
    gateway.pages[REGION, Kind.INSTANCES] = [Page((item,))]
    async with desk(gateway, size=(160, 40)) as it:
        for keys in (("tab",), ("right",), ("right",), ("right",), ("escape",), ("question_mark",)):
            await it.press(*keys)
            text = it.text()
            assert not any(c in text for c in "\x1b\x9b\x9d\x9c\x07\u202e")
        assert it.app.is_running
