"""Documents: nothing of a long line is lost, and what cuts one says so."""

from ec2tui.core.views.tone import Cell
from ec2tui.tui.screens.document import Document
from ec2tui.tui.widgets.line_view import LineView
from tests.tui.desk import desk, fleet

LONG = (Cell("start " + "word " * 60 + "END"),)


async def test_long_lines_go_on_below_or_are_cut_with_a_sign_and_can_be_scrolled() -> None:
    async with desk(fleet(1), size=(80, 24)) as it:
        it.app.push_screen(Document("odd [/] title", (LONG,)))
        await it.rest()
        assert "END" in it.text() and "word›" not in it.text() and "w one line each" in it.text()
        await it.press("w")
        assert (
            "END" not in it.text()
            and any("›" in line[70:] and "word" in line for line in it.text().split("\n"))
            and "← → sideways" in it.text()
        )
        await it.press(*["right"] * 40)
        assert "END" in it.text() and "‹" in it.text()
        await it.press("w", "escape")
        assert not it.app.query(LineView).filter(".popup LineView")


async def test_the_help_shows_every_word_at_80_columns() -> None:
    async with desk(fleet(1), size=(80, 24)) as it:
        await it.press("question_mark", "G")
        assert "or, parentheses, comparisons" in it.text()
