"""An app with a viewer of lines that counts what it draws."""

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.strip import Strip

from ec2tui.core.views.tone import Line
from ec2tui.tui.widgets.line_view import LineView


class CountingView(LineView):
    """Notes which lines it renders."""

    painted = 0

    def render_line(self, y: int) -> Strip:
        self.painted += 1
        return super().render_line(y)


class LinesApp(App[None]):
    """Nothing but lines."""

    def __init__(self, lines: Sequence[Line], wrap: bool = False) -> None:
        super().__init__()
        self._given = lines, wrap

    def compose(self) -> ComposeResult:
        yield CountingView(self._given[0], wrap=self._given[1])

    def on_mount(self) -> None:
        self.view.focus()

    @property
    def view(self) -> CountingView:
        return self.query_one(CountingView)

    def shown(self) -> list[str]:
        height = self.view.scrollable_content_region.height
        return [self.view.render_line(y).text.rstrip() for y in range(height)]
