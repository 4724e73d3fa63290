"""What strangers write is drawn as text of a known width: it cannot drive the terminal or shift the view."""

import unicodedata

import pytest
from rich.cells import cell_len

from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.tui.widgets.line_text import cells, drawable, fit, split_at, wrap
from tests.tui.widgets.lines import LinesApp
from tests.tui.widgets.rows import ListedRows, TableApp

HOSTILE = (
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31mred",
    "\x9b31m\x90q\x9c",
    "[/]",
    "[@click=app.quit]x[/]",
    "[bold red]not bold",
    "\u202egnp.exe\u2066",
    "a\nb\rc\td\x00\x7f",
    "\ud800\udfff",
    "👨‍👩‍👧‍👦" * 60,
    "👍🏽🇩🇪⚠️",
    "e" + "\u0301" * 200,
    "\u0301\u0489leading",
    "日本語テキスト" * 20,
    "ｆｕｌｌｗｉｄｔｈ",
    "\u2028\u2029\u200b\ufeff",
    "नमस्ते ไทย",
)
FORBIDDEN = {"Cc", "Cs", "Cf", "Zl", "Zp"}


@pytest.mark.parametrize("text", HOSTILE)
def test_drawable_has_no_control_and_one_width(text):
    shown = drawable(text)
    assert not {unicodedata.category(char) for char in shown} & FORBIDDEN
    assert cells(shown) == cell_len(shown)
    shown.encode("utf-8")
    assert drawable(shown) == shown


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [0, 1, 2, 3, 7, 40])
@pytest.mark.parametrize("align", [Align.LEFT, Align.RIGHT])
def test_fit_is_exact(text, width, align):
    assert cell_len(fit(drawable(text), width, align)) == width


def test_fit_cuts_before_a_wide_character_and_keeps_marks():
    assert fit("日本語", 4) == "日… "
    assert fit("日本語", 5) == "日本…"
    assert fit("日本語", 6) == "日本語"
    assert fit("e\u0301e\u0301e\u0301", 2) == "e\u0301…"
    assert fit("ab", 4, Align.RIGHT) == "  ab"


@pytest.mark.parametrize("text", [*HOSTILE, "plain words that go on for a while", "   indented text here"])
@pytest.mark.parametrize("width", [2, 3, 10, 33])
def test_wrap_loses_nothing_but_spaces(text, width):
    shown = drawable(text)
    lines = wrap(shown, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


def test_split_at_never_parts_a_mark_from_its_letter():
    assert split_at("e\u0301x", 1) == ("e\u0301", "x")


@pytest.mark.parametrize("scroll", [0, 1, 2, 3])
async def test_table_lines_stay_aligned_and_free_of_controls(scroll):
    app = TableApp(ListedRows(len(HOSTILE)))
    for key, text in zip(app.source.keys, HOSTILE, strict=True):
        app.source.texts[key] = (text, text, "END", text)
    async with app.run_test(size=(120, len(HOSTILE) + 2)) as pilot:
        await pilot.pause()
        app.table.scroll_to(x=scroll, animate=False, force=True)
        await pilot.pause()
        strips = [app.table.render_line(y) for y in range(app.table.size.height)]
        for strip in strips:
            assert strip.cell_length == cell_len(strip.text) == 120
            assert not {unicodedata.category(char) for char in strip.text} & FORBIDDEN
            assert not any(segment.control or segment.style.meta for segment in strip)
        rows = strips[1 : len(HOSTILE) + 1]
        ends = {cell_len(strip.text[: strip.text.index("END")]) for strip in rows}
        assert len(ends) == 1
        assert "[@click=app.quit]x[/]" in rows[4].text
        await pilot.click(offset=(4, 5))
        assert app.is_running


@pytest.mark.parametrize("wrapped", [False, True])
async def test_line_view_draws_the_same_harmlessly(wrapped):
    app = LinesApp([(Cell(text, Tone.BAD),) for text in HOSTILE], wrap=wrapped)
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.press("j", "right", "G")
        view = app.view
        for y in range(view.size.height):
            strip = view.render_line(y)
            assert strip.cell_length == cell_len(strip.text) <= 40
            assert not {unicodedata.category(char) for char in strip.text} & FORBIDDEN
