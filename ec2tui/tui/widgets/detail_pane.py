"""The detail pane: one instance under tabs of lines."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ec2tui.core.views.tone import Line
from ec2tui.tui.widgets.line_view import LineView
from ec2tui.tui.widgets.tab_strip import TabStrip

Section = tuple[str, str, Callable[[], tuple[Line, ...]]]
"""A tab: its id, its title and what its lines are now."""


class DetailPane(Vertical):
    """Shows one section at a time; `redraw` asks that section for its lines again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Tab left", show=False, priority=True),
        Binding("right", "turn(1)", "Tab right", show=False, priority=True),
    ]

    def __init__(self, sections: tuple[Section, ...], id: str = "detail") -> None:
        super().__init__(id=id, classes="pane")
        self._sections = sections
        self._at = 0
        self._lines: tuple[Line, ...] | None = None

    def compose(self) -> ComposeResult:
        """The tabs and the lines under them."""
        yield TabStrip(tuple(title for _, title, _ in self._sections))
        yield LineView(wrap=True)

    def on_mount(self) -> None:
        """Draws what is known already."""
        self.redraw()

    def focus_lines(self) -> None:
        """Gives the lines the focus."""
        self.query_one(LineView).focus()

    def redraw(self) -> None:
        """Shows the section's lines when they are not what is shown; nothing before it is mounted."""
        lines = self._sections[self._at][2]()
        for view in self.query(LineView) if lines != self._lines else ():
            self._lines = lines
            view.set_lines(lines)

    def on_tab_strip_chosen(self, event: TabStrip.Chosen) -> None:
        """Another tab was clicked."""
        self._turn_to(event.index)

    def action_turn(self, by: int) -> None:
        """Turns to the next tab on either side."""
        self._turn_to((self._at + by) % len(self._sections))

    def _turn_to(self, index: int) -> None:
        self._at = self.query_one(TabStrip).active = index
        self.redraw()
