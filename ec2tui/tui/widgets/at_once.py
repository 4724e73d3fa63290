"""Focus that is there at once: Textual's own comes behind the keys that have been typed meanwhile."""

from typing import TypeVar

from textual.dom import NoScreen
from textual.widget import Widget

Focused = TypeVar("Focused", bound=Widget)


class FocusAtOnce:
    """Makes a widget have the focus when its `focus` returns, also while it is still being made."""

    def focus(self: Focused, scroll_visible: bool = True) -> Focused:  # type: ignore[misc] # it is mixed into widgets
        """Gives the focus to this widget now."""
        try:
            self.screen.set_focus(self, scroll_visible)
        except NoScreen:
            Widget.focus(self, scroll_visible)
        return self
