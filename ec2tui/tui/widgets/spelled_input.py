"""A line to type into that shows what cannot be seen: what is pasted or filled in drives no terminal."""

from textual.widgets import Input

from ec2tui.core.views.text import spelled
from ec2tui.tui.widgets.at_once import FocusAtOnce


class SpelledInput(FocusAtOnce, Input):
    """An input in which controls and invisible characters stand as `\\u{…}`; Textual would write them out."""

    def validate_value(self, value: str) -> str:
        """The value as it may be drawn."""
        return spelled(value)
