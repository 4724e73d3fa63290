"""Pages: switching keeps what each shows, keys belong to pages, and the innermost closes first."""

from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.tui.pages.registry import PAGES
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import REGION
from tests.tui.desk import Desk, desk, fleet


def with_record(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


def test_every_page_has_an_action_with_a_key() -> None:
    keys = {action.id: action.keys for action in ACTIONS}
    assert all(keys[f"page.{page.id}"] for page in PAGES)


def test_actions_are_limited_to_tables_that_exist() -> None:
    tables = {table.id for page in PAGES for table in (*page.tables, *page.parts)}
    assert {action.page for action in ACTIONS if action.page} <= tables


async def test_a_page_keeps_cursor_marks_filter_and_order_while_another_shows() -> None:
    async with desk(fleet(12), prepare=with_record) as it:
        await it.press("slash", *"web-1", "enter", "full_stop", "j", "space")
        marks, cursor = set(it.screen.table.marks), it.screen.table.cursor_key
        await it.press("6")
        assert it.screen.context().page == "activity" and not it.screen.table.marks
        assert "Nothing was changed here yet." in it.text()
        await it.press("1")
        assert it.names() == ["web-11", "web-10", "web-1"]
        assert set(it.screen.table.marks) == marks and it.screen.table.cursor_key == cursor
        assert it.screen.table.has_focus


async def test_only_pages_that_exist_have_a_tab_and_the_present_one_is_named() -> None:
    async with desk(fleet(1), size=(110, 24), prepare=with_record) as it:
        line = it.text().split("\n")[it.screen.tabs.region.y]
        assert line.split() == [word for page in _tabs() for word in page]
        await it.pilot.resize_terminal(80, 24)
        await it.rest()
        line = it.text().split("\n")[it.screen.tabs.region.y]
        short = [word for key, *title in _tabs() for word in (key, title[0])]
        assert [word for word in line.split() if word in short] == short
        spot = next(spot for spot in it.screen.tabs._spots if spot[2] == "page.activity")
        await it.pilot.click("#pages", offset=(spot[0] + 1, 0))
        await it.rest()
        assert it.screen.context().page == "activity"


def _tabs() -> list[list[str]]:
    keys = {action.id: action.keys[0] for action in ACTIONS if action.keys}
    return [[keys[f"page.{page.id}"], *page.title.split()] for page in PAGES]


async def test_escape_and_q_leave_the_page_before_the_program() -> None:
    async with desk(fleet(1), prepare=with_record) as it:
        await it.press("6", "slash", "x", "enter", "escape")
        assert it.screen.context().page == "activity" and it.screen.rows.query_text == ""
        await it.press("escape")
        assert it.screen.context().page == "instances"
        await it.press("6", "q")
        assert it.screen.context().page == "instances" and it.app.return_code is None
        await it.press("q")
        assert it.app.return_code == 0


async def test_a_key_of_another_page_says_whose_it_is() -> None:
    async with desk(fleet(1), prepare=with_record) as it:
        await it.press("6", "c")
        assert it.said() == ["Console is for instances, not for activity."]


async def test_help_shows_the_keys_of_the_page() -> None:
    async with desk(fleet(1), size=(120, 240), prepare=with_record) as it:
        await it.press("question_mark")
        assert "Show the console output" in it.text() and "the metadata service" in it.text()
        await it.press("escape", "6", "question_mark")
        assert "Show the console output" not in it.text() and "the metadata service" not in it.text()
        assert "Filter of changes" in it.text() and "it can be taken back" in it.text()


async def test_keys_pressed_faster_than_pages_are_made_do_no_harm() -> None:
    async with desk(fleet(3), prepare=with_record) as it:
        await it.pilot.press(
            "2", "slash", "x", "escape", "4", "4", "slash", "6", "2", "enter", "i", "1", "4", "V"
        )
        for _ in range(5):
            await it.rest()
        assert it.app.is_running and it.screen.view.is_attached
        await it.press("escape", "escape", "escape", "1")
        assert it.screen.context().page == "instances" and it.names() == ["web-0", "web-1", "web-2"]


async def test_another_profile_leaves_no_mark_and_no_part_of_the_first() -> None:
    async with desk(fleet(3), prepare=with_record) as it:
        await it.press("space", "V")
        assert it.screen.context().page == "volumes"
        await it.press("6", "ctrl+o", "down", "enter")
        for _ in range(5):
            await it.rest()
        assert it.connector.connects[-1] == "prod"
        await it.press("1")
        assert it.screen.context().page == "instances" and not it.screen.table.marks


async def test_pages_are_good_at_any_size() -> None:
    async with desk(fleet(3), size=(80, 24), prepare=with_record) as it:
        for width, height in ((300, 80), (80, 24), (40, 10), (120, 30)):
            for name in ("2", "4", "6", "1"):
                await it.pilot.resize_terminal(width, height)
                await it.press(name, "z", "z")
        assert it.app.is_running and it.names() == ["web-0", "web-1", "web-2"]


async def test_tab_goes_round_the_panes_and_z_gives_the_page_to_one() -> None:
    async with desk(fleet(3)) as it:
        view = it.screen.view
        for pane in (*view.panes, view.panes[0]):
            assert view.pane is pane
            await it.press("z")
            assert [one.widget.display for one in view.panes] == [one is pane for one in view.panes]
            await it.press("z")
            assert all(one.widget.display for one in view.panes) and view.pane is view.panes[0]
            for _ in range(view.panes.index(pane) + 1):
                await it.press("tab")


async def test_the_count_under_the_filter_follows_the_rows() -> None:
    gateway = fleet(3)
    async with desk(gateway) as it:
        await it.press("slash", *"web", "enter")
        assert "3 of 3" in it.text()
        gateway.pages[REGION, Kind.INSTANCES] = fleet(5).pages[REGION, Kind.INSTANCES]
        await it.press("ctrl+r")
        await it.rest()
        assert "5 of 5" in it.text()
