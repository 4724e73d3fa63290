"""The viewer of lines: it draws what is on screen, scrolls, and wraps again at another width."""

from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.widgets.line_wrap import WrappedLines, count_parts, wrap_line
from tests.tui.widgets.lines import LinesApp


def numbered(count: int) -> list[Line]:
    return [
        (Cell(f"{number}: ", Tone.KEY), Cell("some words that go on", Tone.PLAIN)) for number in range(count)
    ]


async def test_keys_scroll_a_hundred_thousand_lines_by_drawing_a_screen():
    app = LinesApp(numbered(100_000))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        for keys, first in ((("j", "j", "k"), 1), (("G",), 99_990), (("pageup",), 99_981), (("g",), 0)):
            app.view.painted = 0
            await pilot.press(*keys)
            await pilot.pause()
            assert app.view.painted <= 10 * len(keys)
            assert app.shown()[0] == f"{first}: some words that go on"


async def test_lines_do_not_wrap_but_scroll_sideways_and_say_where_they_are_cut():
    app = LinesApp([(Cell("a" * 20 + "b" * 20),), (Cell("short"),), (), (Cell("c" * 20),)])
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert app.shown()[:4] == ["a" * 19 + "›", "short", "", "c" * 20]
        await pilot.press("right", "right", "right", "right")
        assert app.shown()[:4] == ["‹" + "b" * 19, "‹", "", "‹"]
        await pilot.press("left")
        assert app.shown()[0] == "‹" + "a" * 7 + "b" * 11 + "›"


async def test_wrapped_lines_wrap_again_at_another_width_with_the_same_line_on_top():
    app = LinesApp(numbered(50), wrap=True)
    async with app.run_test(size=(15, 7)) as pilot:
        await pilot.pause()
        assert app.shown()[:4] == ["0: some words", "   that go on", "1: some words", "   that go on"]
        app.view.scroll_to_line(20)
        assert app.shown()[0] == "20: some words"
        await pilot.resize_terminal(40, 7)
        await pilot.pause()
        assert app.shown()[:2] == ["20: some words that go on", "21: some words that go on"]
        app.view.wrap = False
        await pilot.pause()
        assert app.shown()[0] == "20: some words that go on"


async def test_of_other_lines_only_those_are_painted_that_read_differently():
    app = LinesApp(numbered(30), wrap=True)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        app.view.painted = 0
        other = numbered(30)
        other[3] = (Cell("another", Tone.BAD),)
        app.view.set_lines(other)
        await pilot.pause()
        assert app.view.painted == 1
        assert app.shown()[1:4] == ["2: some words that go on", "another", "4: some words that go on"]
        app.view.set_lines(other[:5])
        await pilot.pause()
        assert app.shown()[:5] == [
            *(cell[0].text + cell[1].text for cell in other[:3]),
            "another",
            "4: some words that go on",
        ]
        app.view.set_lines(other)
        app.view.action_last()
        await pilot.pause()
        assert app.shown()[-1] == "29: some words that go on"


async def test_new_lines_keep_the_position_or_begin_at_the_top():
    app = LinesApp(numbered(50))
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press(*["j"] * 10)
        app.view.set_lines(numbered(60))
        await pilot.pause()
        assert app.shown()[0].startswith("10:")
        app.view.set_lines(numbered(3))
        await pilot.pause()
        assert app.shown()[0].startswith("0:")
        app.view.set_lines(numbered(60))
        await pilot.press("G")
        app.view.set_lines(numbered(60), keep=False)
        await pilot.pause()
        assert app.shown()[0].startswith("0:")


def test_wrapping_keeps_the_tones():
    line = (Cell("key: ", Tone.KEY), Cell("", Tone.BAD), Cell("one two three", Tone.GOOD))
    assert wrap_line(line, 12) == [
        (Cell("key: ", Tone.KEY), Cell("one two", Tone.GOOD)),
        (Cell("     "), Cell("three", Tone.GOOD)),
    ]
    assert wrap_line((), 9) == [()]


def test_rows_are_found_again_by_line():
    lines = [(Cell("x" * 25),), (), (Cell("日本" * 5),), (Cell("\x1b" * 10),)]
    wrapped = WrappedLines(lines, 10)
    assert len(wrapped) == sum(len(wrap_line(line, 10)) for line in lines) == 3 + 1 + 3 + 1
    assert [wrapped.at(row) for row in (0, 1, 2, 3, 4, 6, 7)] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
        (2, 0),
        (2, 2),
        (3, 0),
    ]
    assert [wrapped.first_row(line) for line in range(6)] == [0, 3, 4, 7, 8, 8]
    assert all(count_parts(line, 10) == len(wrap_line(line, 10)) for line in lines)


def texts(line: Line, width: int) -> list[str]:
    return ["".join(cell.text for cell in part) for part in wrap_line(line, width)]


def test_words_stay_whole_and_go_on_below_the_text_behind_the_label():
    line = (Cell("Private   ", Tone.DIM), Cell("10.20.64.11"), Cell(" "), Cell("ip-10-20-64-11.internal"))
    assert texts(line, 36) == ["Private   10.20.64.11", "          ip-10-20-64-11.internal"]


def test_a_word_too_long_for_a_line_goes_on_where_it_is_and_is_parted_behind_a_sign():
    arn = "arn:aws:kms:eu-west-1:210987654321:key/0b6e5c0a-5fb4"
    assert texts((Cell("Key  ", Tone.DIM), Cell(arn)), 44) == [
        "Key  arn:aws:kms:eu-west-1:210987654321:key/",
        "     0b6e5c0a-5fb4",
    ]
    assert texts((Cell("    indented words"),), 14) == ["    indented", "      words"]


def test_a_label_that_leaves_no_room_is_no_reason_to_indent():
    assert texts((Cell("A very long label  "), Cell("value and more")), 20) == [
        "A very long label ",
        "  value and more",
    ]
