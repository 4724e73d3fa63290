"""A full screen of lines to read: an API document, console output, help, who may reach an instance."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Line
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.widgets.line_view import LineView
from ec2tui.tui.widgets.spelled_input import SpelledInput

Copy = Callable[[str], Awaitable[str]]
"""Copies a text, and says by which channel."""

KEYS = "j k scroll · / search · y copy · w {wrap} · esc leave"
WRAPPED = KEYS.replace("{wrap}", "one line each")
FOUND = "n N next · esc leave"
CUT = KEYS.replace("{wrap}", "wrap lines").replace("j k scroll", "j k ← → sideways")


class Document(Popup[None]):
    """Shows lines that may still be on their way: `show` replaces them. Long ones go on below, or are cut.

    `copy` takes the whole text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("question_mark", "leave", "Leave", show=False),
        Binding("w", "turn", "Wrap or cut long lines"),
        Binding("slash", "search", "Search"),
        Binding("n", "next(1)", "Next line found", show=False),
        Binding("N", "next(-1)", "Line found before", show=False),
        Binding("y", "copy", "Copy"),
    ]

    def __init__(self, title: str, lines: tuple[Line, ...], copy: Copy | None = None) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._copy = copy
        self._wanted = ""
        self._told = ""

    def compose(self) -> ComposeResult:
        """A title, the lines, what is searched for, and the keys."""
        with Vertical(classes="popup large"):
            yield Static(Content(clean(self._title, 120)), classes="popup-title")
            yield LineView(wrap=True)
            yield SpelledInput(placeholder="search", id="search")
            yield Static(Content(WRAPPED), classes="popup-keys")

    def on_mount(self) -> None:
        """The lines have the focus."""
        self.query_one("#search").display = False
        view = self.query_one(LineView)
        view.set_lines(self._lines)
        view.focus()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Replaces what is shown; nothing happens when it was closed before the lines came."""
        self._lines = lines
        for view in self.query(LineView):
            view.set_lines(lines)

    def action_turn(self) -> None:
        """Cuts long lines instead of letting them go on below, or the other way round."""
        view = self.query_one(LineView)
        view.wrap = not view.wrap
        self._say()

    def action_search(self) -> None:
        """Asks for the text to look for."""
        line = self.query_one("#search", Input)
        line.display = True
        line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Goes to the first line that has what was typed so far."""
        event.stop()
        self._look(event.value, 0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the lines, where n and N go on."""
        event.stop()
        self._close_search()

    def action_next(self, step: int) -> None:
        """Goes to the next line that has it, or to the one before; asks for what when nothing was."""
        if self._wanted:
            self._look(self._wanted, step)
        else:
            self.action_search()

    async def action_copy(self) -> None:
        """Copies all lines as text."""
        if self._copy is None:
            self._tell("This cannot be copied.")
            return
        text = "\n".join("".join(cell.text for cell in line).rstrip() for line in self._lines)
        self._tell(f"Copied {len(self._lines)} lines ({await self._copy(text)}).")

    def action_leave(self) -> None:
        """Closes the search, else the document."""
        if self.query_one("#search").display:
            self.query_one("#search", Input).value = ""
            self._close_search()
        else:
            self.dismiss(None)

    def _look(self, text: str, step: int) -> None:
        self._wanted = text
        view = self.query_one(LineView)
        found = view.find(text, step)
        if not text:
            self._tell("")
        else:
            count = f"{found} of {view.count(text)}" if found else "no line has"
            self._tell(f"{count}: {text}")

    def _close_search(self) -> None:
        line = self.query_one("#search", Input)
        line.display = False
        self.query_one(LineView).focus()

    def _tell(self, words: str) -> None:
        self._told = clean(words, 50)
        self._say()

    def _say(self) -> None:
        keys = WRAPPED if self.query_one(LineView).wrap else CUT
        words = f"{self._told} · {FOUND}" if self._told else keys
        self.query_one(".popup-keys", Static).update(Content(words))
