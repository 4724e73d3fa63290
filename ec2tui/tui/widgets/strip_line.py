"""One line over a table that tells of all its rows together."""

from collections.abc import Callable

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from ec2tui.core.views.tone import Line
from ec2tui.tui.widgets.line_content import line_content


class StripLine(Widget):
    """`line` is asked whenever something may be different; what reads the same is not drawn again."""

    def __init__(self, line: Callable[[], Line | None]) -> None:
        super().__init__(id="strip")
        self._line = line
        self._shown: Line = ()

    def update_line(self) -> None:
        """Draws again what reads differently."""
        line = self._line() or ()
        if line != self._shown:
            self._shown = line
            self.refresh()

    def render(self) -> RenderResult:
        """The line as content, never as markup, cut where it is too long."""
        content: Content = line_content(self._shown)
        return content.truncate(self.size.width, ellipsis=True)
