"""Any size of the terminal: a sentence when nothing would be readable, and all again when there is room."""

import pytest

from tests.tui.desk import desk, fleet


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (30, 8), (59, 24), (80, 14)])
async def test_a_terminal_that_is_too_small_says_what_is_needed_and_growing_restores(
    size: tuple[int, int],
) -> None:
    async with desk(fleet(3), size=(80, 24)) as it:
        await it.press("j", "question_mark")
        await it.pilot.resize_terminal(*size)
        await it.rest()
        await it.press("j", "x")
        assert "web-" not in it.text()
        if size[0] > 50:
            assert "needs 60x15" in it.text()
        await it.pilot.resize_terminal(80, 24)
        await it.rest()
        assert "esc leave" in it.text()
        await it.press("escape")
        assert it.screen.table.cursor_index == 1 and "web-2" in it.text()


@pytest.mark.parametrize("size", [(60, 15), (300, 80)])
async def test_the_least_and_the_largest_size_show_rows(size: tuple[int, int]) -> None:
    async with desk(fleet(3), size=size) as it:
        assert "web-0" in it.text() and "Too small" not in it.text()


async def test_starting_in_a_small_terminal_says_so_too() -> None:
    async with desk(fleet(1), size=(50, 10)) as it:
        assert "needs 60x15" in it.text().replace("\n", " ")


async def test_a_page_that_is_not_there_is_answered_in_a_sentence() -> None:
    async with desk(fleet(1)) as it:
        await it.press("9")
        assert it.said()[0].startswith("There is no page 9. The pages are: Instances")
