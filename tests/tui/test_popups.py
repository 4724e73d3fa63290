"""A popup is left once, however many keys or clicks ask for it before it is gone."""

import pytest
from textual.app import App
from textual.widgets import Input

from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt


class Stack(App[None]):
    """An app that keeps what its popups were left with."""

    left: list[object]

    def on_mount(self) -> None:
        self.left = []


@pytest.mark.parametrize("make", [lambda: Prompt("Name?"), lambda: Picker("Which?", [("a", "")])])
async def test_two_answers_at_once_leave_one_popup(make) -> None:  # type: ignore[no-untyped-def]
    app = Stack()
    async with app.run_test() as pilot:
        below, above = Prompt("Below"), make()
        app.push_screen(below, app.left.append)
        app.push_screen(above, app.left.append)
        await pilot.pause()
        for answer in (("a",), ("b",), None):
            above.dismiss(answer)
        await pilot.pause()
        assert app.left == [("a",)] and app.screen is below
        below.dismiss("x")
        below.dismiss("y")
        above.dismiss(("c",))
        await pilot.pause()
        assert app.left == [("a",), "x"] and len(app.screen_stack) == 1


async def test_what_was_typed_before_enter_counts_although_news_of_it_has_not_come() -> None:
    app = Stack()
    async with app.run_test() as pilot:
        picker = Picker("Which?", [("file", ""), ("write", "")])
        app.push_screen(picker, app.left.append)
        await pilot.pause()
        picker.query_one("#needle", Input).value = "wri"
        picker.on_input_submitted()
        await pilot.pause()
    assert app.left == [("write",)]
