"""Asks for one line: a word, or a secret that is not echoed."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ec2tui.core.views.text import clean
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.widgets.spelled_input import SpelledInput

Check = Callable[[str], Awaitable[str]]
"""What is wrong with an answer, as a sentence with what is valid; empty when nothing is."""


class Prompt(Popup[str | None]):
    """Dismisses with what was typed, None when it was left; `secret` shows dots.

    What `check` finds wrong is said below the line, and the question stays. `title` stands above it, `value`
    in it.
    """

    DEFAULT_CSS = """
    Prompt #question, Prompt #mistake-told { height: auto; }
    Prompt #mistake-told { color: $text-error; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]
    KEYS: ClassVar[str] = "enter go on · esc leave"

    def __init__(
        self,
        question: str,
        secret: bool = False,
        check: Check | None = None,
        title: str = "",
        value: str = "",
    ) -> None:
        super().__init__()
        self._question = question
        self._secret = secret
        self._check = check
        self._title = title
        self._value = value

    def compose(self) -> ComposeResult:
        """The question, the line, and what is wrong with it."""
        with Vertical(classes="popup small"):
            yield Static(Content(clean(self._title or self._question, 200)), classes="popup-title")
            if self._title:
                yield Static(Content(clean(self._question, 300)), id="question")
            # What ends with "=" is to be gone on with, not typed over.
            over = not self._value.endswith("=")
            yield SpelledInput(self._value, password=self._secret, select_on_focus=over)
            yield Static(id="mistake-told")
            yield from self.below()
            yield Static(Content(self.KEYS), classes="popup-keys")

    def below(self) -> ComposeResult:
        """What stands between the line and the keys: nothing."""
        yield from ()

    def on_mount(self) -> None:
        """The line has the focus; a long title goes on below."""
        self.query_one(".popup-title").styles.height = "auto"
        self.query_one(Input).focus()

    def on_input_changed(self) -> None:
        """What was wrong is said no longer once it is mended."""
        self._tell("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers, when nothing is wrong."""
        if self._check is None:
            self.dismiss(event.value)
        else:
            self.run_worker(self._answer(event.value, self._check), exclusive=True)

    def action_leave(self) -> None:
        """Escape declines."""
        self.dismiss(None)

    async def _answer(self, text: str, check: Check) -> None:
        wrong = await check(text)
        if wrong:
            self._tell(wrong)
        else:
            self.dismiss(text)

    def _tell(self, words: str) -> None:
        told = self.query_one("#mistake-told", Static)
        told.display = bool(words)
        told.update(Content(clean(words, 400)))
