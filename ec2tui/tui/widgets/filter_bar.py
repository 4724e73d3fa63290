"""The filter line: it narrows as you type, and says where a mistake is."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from ec2tui.core.views.text import cell_width
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.widgets.line_content import line_content
from ec2tui.tui.widgets.spelled_input import SpelledInput

GUTTER = 1
"""Cells between the left edge and the first character that is typed."""


class FilterBar(Vertical):
    """Hidden until it is opened or holds a query; posts `Changed` at every keystroke.

    `back` gives the focus to the rows.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Clear", show=False),
        Binding("down,enter", "done", "Rows", show=False, priority=True),
        Binding("tab", "complete", "Complete", show=False, priority=True),
    ]

    class Changed(Message):
        """The text is another one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, suggester: Suggester, back: Callable[[], object]) -> None:
        super().__init__(id="filter")
        self._back = back
        self._suggester = suggester
        self._line: Input | None = None

    @property
    def text(self) -> str:
        """What has been typed."""
        return self._line.value if self._line else ""

    def open(self) -> None:
        """Shows the line and gives it the focus."""
        self.add_class("open")
        self._made().focus()

    def set_text(self, text: str) -> None:
        """Puts a query in; an empty one closes the line."""
        if text or self._line:
            self._made().value = text
        self.set_class(bool(text), "open")

    def _made(self) -> Input:
        """The line, made with what is said about it when it is first wanted: no start waits for it."""
        if self._line is None:
            hint = "words, field:value, age>30d, not, or, ( )"
            self._line = SpelledInput(placeholder=hint, suggester=self._suggester)
            self.mount(self._line, Static(id="mistake"))
        return self._line

    def tell(self, line: Line) -> None:
        """Says something under the line: a mistake with its position, or how many match."""
        if self._line is None:
            return
        mistake = self.query_one("#mistake", Static)
        # It is one line high whatever it says: laying the screen out would take longer than filtering.
        mistake.update(line_content(line), layout=False)
        mistake.display = bool(line)

    def tell_mistake(self, position: int, message: str) -> None:
        """Points at the position of a mistake, with the words on the side where they have room."""
        at = cell_width(self.text[:position]) + GUTTER
        room = self.size.width - at - 2
        words = Cell(message, Tone.WARN)
        if len(message) <= room or at < room:
            self.tell((Cell(" " * at + "^ ", Tone.BAD), words))
        else:
            before = " " * max(at - len(message) - 1, 0)
            self.tell((Cell(before), words, Cell(" ^", Tone.BAD)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every keystroke counts."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def action_done(self) -> None:
        """Back to the rows."""
        if not self.text:
            self.remove_class("open")
        self._back()

    def action_complete(self) -> None:
        """Takes the suggestion, or goes back to the rows when there is none."""
        line = self._made()
        before = line.value
        line.action_cursor_right()
        if line.value == before:
            self.action_done()

    def action_leave(self) -> None:
        """Clears the filter and goes back to the rows."""
        self.set_text("")
        self._back()
