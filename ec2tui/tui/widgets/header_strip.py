"""The header strip as a widget: it draws what core.views.header says."""

from collections.abc import Callable

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from ec2tui.core.views.header import HeaderFacts, identity_line, problems_told, regions_line
from ec2tui.core.views.problems import MOST_LINES
from ec2tui.core.views.tone import Line
from ec2tui.tui.widgets.line_content import line_content

TALL = 30
"""Lines of a screen that has room for more than one cause of trouble."""


class HeaderStrip(Widget):
    """Two lines always, and more while something is wrong; `facts` is asked at every drawing."""

    def __init__(self, facts: Callable[[], HeaderFacts]) -> None:
        super().__init__(id="header")
        self._facts = facts
        self._lines: list[Line] = []

    def on_mount(self) -> None:
        """Ages tick once a second."""
        self.set_interval(1.0, self.update)
        self.update()

    def update(self) -> None:
        """Draws again what reads differently, with a line more or less when a problem came or went."""
        facts = self._facts()
        most = MOST_LINES if self.screen.size.height >= TALL else 1
        told = problems_told(facts, self.size.width, most)
        lines = [identity_line(facts), regions_line(facts, self.size.width), *told]
        self.set_class(facts.production, "production")
        if lines != self._lines:
            if len(lines) != len(self._lines):
                self.styles.height = len(lines)
            self._lines = lines
            self.refresh()

    def render(self) -> RenderResult:
        """The lines as content, never as markup; one that is too long is cut, so that none hides the next."""
        width = self.size.width
        return Content("\n").join(line_content(line).truncate(width, ellipsis=True) for line in self._lines)
