"""What shows on a terminal in which nothing else would be readable."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from ec2tui.tui.screens.popup import Popup

WIDTH, HEIGHT = 60, 15
"""Cells and lines that the screen needs at least."""


class TooSmall(Popup[None]):
    """Says what is needed, over everything else; what it covers stays as it is."""

    DEFAULT_CSS = "TooSmall { background: $background; color: $text-warning; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "Quit")]

    def compose(self) -> ComposeResult:
        """One sentence, as far as there is room."""
        yield Static(Content(f"Too small: ec2tui needs {WIDTH}x{HEIGHT}. q quits."))


def fit(app: App[int], size: Size) -> None:
    """Covers the screen of an app while its terminal is too small, and uncovers it again."""
    small = size.width < WIDTH or size.height < HEIGHT
    covered = isinstance(app.screen, TooSmall)
    if small and not covered:
        app.push_screen(TooSmall())
    elif covered and not small:
        app.pop_screen()
