"""Asks for one line: a word, or a secret that is not echoed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ec2tui.core.views.text import clean
from ec2tui.tui.widgets.spelled_input import SpelledInput


class Prompt(ModalScreen[str | None]):
    """Dismisses with what was typed, None when it was left; `secret` shows dots."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(self, question: str, secret: bool = False) -> None:
        super().__init__()
        self._question = question
        self._secret = secret

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="popup small"):
            yield Static(Content(clean(self._question, 200)), classes="popup-title")
            yield SpelledInput(password=self._secret)
            yield Static(Content("enter go on · esc leave"), classes="popup-keys")

    def on_mount(self) -> None:
        """The line has the focus."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Escape declines."""
        self.dismiss(None)
