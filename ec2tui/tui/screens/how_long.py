"""Asks until when a rule shall stay."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ec2tui.core.grammar.ending import NoEnding, complete_ending, ending
from ec2tui.core.views.text import clean
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.screens.rule_line import KEYS
from ec2tui.tui.widgets.completed_input import CompletedInput


class HowLong(Popup[str | None]):
    """Dismisses with a text that says an end (`ending` reads it), None when it was left.

    `state` are lines that say how it is now; `clock` tells the time in epoch seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(self, title: str, state: Sequence[str], clock: Callable[[], float]) -> None:
        super().__init__()
        self._title = title
        self._state = state
        self._clock = clock

    def compose(self) -> ComposeResult:
        """The rule, how it is now, the line with its candidates, and the keys."""
        with Vertical(classes="popup"):
            yield Static(Content(clean(self._title, 200)), classes="popup-title")
            yield CompletedInput(complete_ending, "", "1h")
            yield Static(Content("\n".join(clean(line, 300) for line in self._state)), id="verdict")
            yield Static(Content(KEYS), classes="popup-keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers when the line says an end."""
        found = ending(event.value, int(self._clock()))
        if isinstance(found, NoEnding):
            self.query_one("#verdict", Static).update(Content(clean(found.reason, 400)))
        else:
            self.dismiss(event.value)

    def action_leave(self) -> None:
        """Escape declines."""
        self.dismiss(None)
