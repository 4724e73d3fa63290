"""A full screen of lines to read: an API document, console output, help."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Line
from ec2tui.tui.widgets.line_view import LineView

WRAPPED = "j k scroll · w one line each · esc leave"
CUT = "j k scroll · ← → sideways · w wrap lines · esc leave"


class Document(ModalScreen[None]):
    """Shows lines that may still be on their way: `show` replaces them. Long ones go on below, or are cut."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("question_mark", "leave", "Leave", show=False),
        Binding("w", "turn", "Wrap or cut long lines"),
    ]

    def __init__(self, title: str, lines: tuple[Line, ...]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """A title, the lines and the keys."""
        with Vertical(classes="popup large"):
            yield Static(Content(clean(self._title, 120)), classes="popup-title")
            yield LineView(wrap=True)
            yield Static(Content(WRAPPED), classes="popup-keys")

    def on_mount(self) -> None:
        """The lines have the focus."""
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
        self.query_one(".popup-keys", Static).update(Content(WRAPPED if view.wrap else CUT))

    def action_leave(self) -> None:
        """Closes."""
        self.dismiss(None)
