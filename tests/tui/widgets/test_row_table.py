"""The table through the keys, the mouse and the changes of its rows."""

import pytest
from textual import events

from ec2tui.core.views.tone import Tone
from ec2tui.tui.widgets.row_messages import (
    HeaderSelected,
    MarksChanged,
    RowHighlighted,
    RowOpened,
    WindowChanged,
)
from tests.tui.widgets.rows import COLUMNS, ListedRows, TableApp


def cursor_line(app: TableApp) -> int:
    """The screen line of the row under the cursor, found in what is drawn."""
    key = app.table.cursor_key
    return next(y for y, text in enumerate(app.lines()) if f"web {key}" in text)


async def test_keys_move_the_cursor_and_say_so():
    app = TableApp(ListedRows(50))
    async with app.run_test(size=(80, 11)) as pilot:
        await pilot.pause()
        for keys, expected in (
            (("j", "j", "k", "down"), 2),
            (("G",), 49),
            (("up",), 48),
            (("home",), 0),
            (("pagedown",), 10),
            (("end",), 49),
            (("pageup",), 39),
            (("g",), 0),
            (("k",), 0),
        ):
            await pilot.press(*keys)
            assert app.table.cursor_index == expected
            assert app.table.cursor_key == app.source.keys[expected]
        await pilot.press("enter")
        await pilot.pause()
        assert [message.key for message in app.heard(RowOpened)] == ["i-000000"]
        assert [m.key for m in app.heard(RowHighlighted)][:4] == [
            "i-000000",
            "i-000001",
            "i-000002",
            "i-000001",
        ]


async def test_cursor_and_its_line_survive_rows_inserted_above():
    app = TableApp(ListedRows(100))
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press(*["j"] * 20)
        before = cursor_line(app)
        app.source.reorder([f"new-{n}" for n in range(37)] + app.source.keys)
        app.table.rows_changed(set())
        await pilot.pause()
        assert app.table.cursor_key == "i-000020"
        assert app.table.cursor_index == 57
        assert cursor_line(app) == before


async def test_view_stays_when_rows_are_inserted_above_and_the_cursor_is_out_of_it():
    app = TableApp(ListedRows(100))
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        app.table.scroll_to(y=40, animate=False)
        await pilot.pause()
        assert app.table.visible_keys()[0] == "i-000040"
        app.source.reorder(["new-1", "new-2", *app.source.keys])
        app.table.rows_changed(set())
        await pilot.pause()
        assert app.table.visible_keys()[0] == "i-000040"
        assert app.table.cursor_key == "i-000000"


async def test_cursor_survives_a_sort_and_a_filter():
    app = TableApp(ListedRows(60))
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press(*["j"] * 5)
        app.source.reorder(app.source.keys[::-1])
        app.table.rows_changed(None)
        await pilot.pause()
        assert (app.table.cursor_key, app.table.cursor_index) == ("i-000005", 54)
        assert "i-000005" in app.table.visible_keys()
        app.source.reorder(["i-000003", "i-000005", "i-000009"])
        app.table.rows_changed(None)
        await pilot.pause()
        assert (app.table.cursor_key, app.table.cursor_index) == ("i-000005", 1)
        assert app.table.visible_keys() == ("i-000003", "i-000005", "i-000009")


async def test_a_row_that_is_gone_leaves_the_cursor_at_its_index():
    app = TableApp(ListedRows(10))
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("j", "j", "j")
        app.source.reorder([key for key in app.source.keys if key != "i-000003"])
        app.table.rows_changed(set())
        await pilot.pause()
        assert app.table.cursor_key == "i-000004"
        await pilot.press("G")
        app.source.reorder(app.source.keys[:-1])
        app.table.rows_changed(set())
        await pilot.pause()
        assert app.table.cursor_key == "i-000008"
        assert app.heard(RowHighlighted)[-1].key == "i-000008"


async def test_no_rows_and_back_again_returns_to_the_same_row():
    app = TableApp(ListedRows(10))
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("j", "j")
        keys = app.source.keys
        app.source.reorder([])
        app.table.rows_changed(None)
        await pilot.press("j", "enter", "G", "pagedown")
        assert app.table.cursor_key is None
        assert not app.heard(RowOpened)
        app.source.reorder(keys)
        app.table.rows_changed(None)
        await pilot.pause()
        assert app.table.cursor_key == "i-000002"


async def test_while_streaming_the_cursor_stays_on_top_until_the_user_moves():
    app = TableApp(ListedRows(5))
    async with app.run_test(size=(80, 10)) as pilot:
        app.table.streaming = True
        app.source.reorder(["a", *app.source.keys])
        app.table.rows_changed(set())
        assert (app.table.cursor_key, app.table.cursor_index) == ("a", 0)
        await pilot.press("j")
        app.source.reorder(["b", *app.source.keys])
        app.table.rows_changed(set())
        assert (app.table.cursor_key, app.table.cursor_index) == ("i-000000", 2)


async def test_only_lines_that_changed_are_painted_again():
    app = TableApp(ListedRows(1000))
    async with app.run_test(size=(80, 21)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        app.table.painted.clear()
        app.source.asked = 0
        app.source.texts["i-000004"] = ("web i-000004", "stopped", "10.0.0.1", "m7g.large")
        app.table.rows_changed({"i-000004", "i-000900"})
        await pilot.pause()
        assert app.table.painted == [5]
        assert app.source.asked == 1
        assert "stopped" in app.lines()[5]

        app.table.painted.clear()
        app.table.rows_changed({"i-000900"})
        await pilot.pause()
        assert app.table.painted == []

        await pilot.press("j")
        await pilot.pause()
        assert sorted(app.table.painted) == [2, 3]


async def test_rows_appended_out_of_view_paint_nothing():
    app = TableApp(ListedRows(1000))
    async with app.run_test(size=(80, 21)) as pilot:
        await pilot.pause()
        app.table.painted.clear()
        app.source.reorder(app.source.keys + [f"new-{n}" for n in range(1000)])
        app.table.rows_changed(set(app.source.keys[1000:]))
        await pilot.pause()
        assert app.table.painted == []
        assert app.table.virtual_size.height == 2001


async def test_a_key_press_costs_a_screen_not_the_fleet():
    app = TableApp(ListedRows(100_000))
    async with app.run_test(size=(120, 41)) as pilot:
        await pilot.pause()
        assert app.source.asked <= 41
        for key in ("j", "pagedown", "G", "g", "G", "k", "right", "left"):
            app.source.asked = 0
            app.table.painted.clear()
            await pilot.press(key)
            await pilot.pause()
            assert app.source.asked <= 41, key
            assert len(app.table.painted) <= 2 * 41, key


async def test_marks_are_held_by_key_and_drawn_with_a_sign():
    app = TableApp(ListedRows(30))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("j")
        app.table.toggle_mark()
        app.table.mark_many(["i-000002", "i-000025"])
        await pilot.pause()
        assert app.table.marks == {"i-000001", "i-000002", "i-000025"}
        assert [text.startswith("●") for text in app.lines()][1:5] == [False, True, True, False]
        app.source.reorder(app.source.keys[::-1])
        app.table.rows_changed(None)
        await pilot.press("g")
        assert app.lines()[5].startswith("● web i-000025")
        app.table.toggle_mark("i-000025")
        assert app.table.marks == {"i-000001", "i-000002"}
        app.table.clear_marks()
        app.table.clear_marks()
        await pilot.pause()
        assert not any("●" in text for text in app.lines())
        assert len(app.heard(MarksChanged)) == 4


async def test_the_first_column_stays_when_scrolled_sideways():
    app = TableApp(ListedRows(3))
    async with app.run_test(size=(36, 8)) as pilot:
        await pilot.pause()
        whole = app.lines()
        assert whole[0].startswith("  NAME") and whole[0].endswith("›")
        await pilot.press("right")
        scrolled = app.lines()
        assert scrolled[1].startswith("  web i-000000  ")
        assert "running" not in scrolled[1] and "10.0.0.1" in scrolled[1]
        assert "‹" in scrolled[0]
        await pilot.press("left")
        assert app.lines() == whole
        await pilot.press(*["right"] * 9)
        assert app.lines()[1].rstrip().endswith("m7g.large")


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8, 20])
async def test_no_width_is_too_small(width):
    app = TableApp(ListedRows(30))
    async with app.run_test(size=(width, 4)) as pilot:
        await pilot.press("j", "right", "G", "left")
        app.table.message = ("Nothing here, and the words are long", Tone.WARN)
        app.source.reorder([])
        app.table.rows_changed(None)
        await pilot.pause()


async def test_a_message_stands_where_rows_would():
    app = TableApp(ListedRows(0))
    async with app.run_test(size=(60, 10)) as pilot:
        app.table.message = ("eu-west-1: AccessDenied [/] [@click=app.quit]x", Tone.BAD)
        await pilot.pause()
        assert any("eu-west-1: AccessDenied [/] [@click=app.quit]x" in text for text in app.lines())
        app.source.reorder(["a"])
        app.table.rows_changed(None)
        await pilot.pause()
        assert not any("AccessDenied" in text for text in app.lines())
        assert "web a" in app.lines()[1]


async def test_resize_keeps_the_cursor_in_view():
    app = TableApp(ListedRows(200))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press(*["j"] * 28)
        await pilot.resize_terminal(50, 8)
        await pilot.pause()
        assert app.table.cursor_key == "i-000028"
        assert "i-000028" in app.table.visible_keys()
        assert len(app.table.visible_keys()) == 7
        await pilot.resize_terminal(120, 50)
        await pilot.pause()
        assert len(app.table.visible_keys()) == 49
        assert {len(text) for text in app.lines()} == {119}


async def test_widths_grow_with_what_was_shown_and_do_not_shrink():
    app = TableApp(ListedRows(100))
    long = "x" * 100
    app.source.texts["i-000050"] = (long, "running", "10.0.0.1", "m7g.large")
    async with app.run_test(size=(120, 11)) as pilot:
        await pilot.pause()
        narrow = app.lines()[0].index("STATE")
        app.table.move_to("i-000050")
        await pilot.pause()
        wide = app.lines()[0].index("STATE")
        assert wide == 2 + 30 + 2 > narrow
        row = next(text for text in app.lines() if "xxx" in text)
        assert row.startswith("  " + "x" * 29 + "…  running")
        await pilot.press("g")
        assert app.lines()[0].index("STATE") == wide
        app.table.set_columns(COLUMNS[:2])
        assert app.lines()[0].index("STATE") == wide


async def test_header_shows_the_sort_and_a_click_names_the_column():
    app = TableApp(ListedRows(5))
    async with app.run_test(size=(80, 8)) as pilot:
        await pilot.pause()
        app.table.set_sort("state", descending=True)
        assert "STATE ▼" in app.lines()[0]
        app.table.set_sort("name")
        assert "NAME ▲" in app.lines()[0] and "▼" not in app.lines()[0]
        await pilot.click(offset=(app.lines()[0].index("ADDRESS") + 1, 0))
        await pilot.click(offset=(79, 0))
        await pilot.pause()
        assert [message.column_id for message in app.heard(HeaderSelected)] == ["address"]
        assert app.table.cursor_index == 0


async def test_mouse_selects_opens_marks_and_scrolls():
    app = TableApp(ListedRows(50))
    async with app.run_test(size=(80, 11)) as pilot:
        await pilot.pause()
        await pilot.click(offset=(10, 4))
        assert app.table.cursor_key == "i-000003"
        await pilot.click(offset=(10, 6), times=2)
        await pilot.pause()
        assert [message.key for message in app.heard(RowOpened)] == ["i-000005"]
        await pilot.click(offset=(0, 3))
        assert app.table.marks == {"i-000002"}
        await pilot._post_mouse_events([events.MouseScrollDown], offset=(10, 5))
        await pilot.pause()
        assert app.table.scroll_offset.y > 0
        assert app.table.cursor_key == "i-000002"


async def test_window_is_announced_when_other_rows_come_into_view():
    app = TableApp(ListedRows(50))
    async with app.run_test(size=(80, 11)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        assert [(m.first, m.last) for m in app.heard(WindowChanged)] == [(0, 10)]
        await pilot.press("G")
        await pilot.pause()
        assert (app.heard(WindowChanged)[-1].first, app.heard(WindowChanged)[-1].last) == (40, 50)
        count = len(app.heard(WindowChanged))
        app.source.reorder(app.source.keys[::-1])
        app.table.rows_changed(None)
        app.table.rows_changed(None)
        for _ in range(3):
            await pilot.pause()
        assert len(app.heard(WindowChanged)) == count + 1


async def test_focus_is_seen_in_the_cursor_line():
    app = TableApp(ListedRows(5))
    async with app.run_test(size=(80, 8)) as pilot:
        await pilot.pause()
        focused = app.table.render_line(1)
        assert list(focused) != list(app.table.render_line(2))
        app.set_focus(None)
        await pilot.pause()
        blurred = app.table.render_line(1)
        assert blurred != focused
        assert next(iter(blurred)).style.bgcolor != next(iter(app.table.render_line(2))).style.bgcolor


async def test_tones_follow_the_theme():
    app = TableApp(ListedRows(5))
    async with app.run_test(size=(80, 8)) as pilot:
        await pilot.pause()
        dark = {segment.style for segment in app.table.render_line(3)}
        assert len(dark) >= 3
        app.theme = "textual-light"
        await pilot.pause()
        assert dark.isdisjoint({segment.style for segment in app.table.render_line(3)})


async def test_keys_can_be_remapped_by_id():
    app = TableApp(ListedRows(5))
    async with app.run_test(size=(80, 8)) as pilot:
        app.set_keymap({"cursor.down": "n"})
        await pilot.press("n", "j")
        assert app.table.cursor_index == 1


async def test_the_order_is_said_when_its_column_is_out_of_view():
    app = TableApp(ListedRows(5))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        app.table.set_sort("type", descending=True)
        await pilot.pause()
        assert "TYPE ▼" in app.lines()[0] and app.table.scroll_offset.x > 0
        app.table.scroll_to(x=0, animate=False, force=True)
        await pilot.pause()
        assert app.lines()[0].rstrip().endswith("TYPE ▼›")
        app.table.set_sort("state")
        await pilot.press("right", "right")
        assert app.lines()[0].rstrip().endswith("‹ STATE ▲")
        app.table.set_sort("hidden")
        await pilot.pause()
        assert "hidden ▲" in app.lines()[0]


async def test_widths_that_only_passing_rows_needed_go_when_all_have_arrived():
    app = TableApp(ListedRows(3))
    app.source.texts["i-000000"] = ("web", "a very long state", "10.0.0.1", "m7g.large")
    async with app.run_test(size=(120, 11)) as pilot:
        app.table.streaming = True
        await pilot.pause()
        wide = app.lines()[0].index("ADDRESS")
        del app.source.texts["i-000000"]
        app.table.rows_changed()
        assert app.lines()[0].index("ADDRESS") == wide
        app.table.streaming = False
        await pilot.pause()
        assert app.lines()[0].index("ADDRESS") == wide - len("a very long state") + len("running")
