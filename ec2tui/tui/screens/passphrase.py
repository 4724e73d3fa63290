"""Asks for the passphrase of a key's file, and whether the keyring is to keep it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ec2tui.core.views.text import clean
from ec2tui.tui.screens.prompt import Prompt


class PassphrasePrompt(Prompt):
    """A secret line with a box below it; `unkept` says why it cannot be kept, in place of the box.

    `keep` is whether the box is ticked.
    """

    DEFAULT_CSS = """
    PassphrasePrompt #keep { height: auto; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+k", "toggle_keep", "Keep", priority=True)]

    def __init__(self, question: str, unkept: str, keep: bool) -> None:
        super().__init__(question, secret=True)
        self._unkept = unkept
        self.keep = keep and not unkept

    def below(self) -> ComposeResult:
        """The box."""
        yield Static(self._box(), id="keep")

    def action_toggle_keep(self) -> None:
        """Ticks the box, or takes the tick away."""
        if not self._unkept:
            self.keep = not self.keep
            self.query_one("#keep", Static).update(self._box())

    def _box(self) -> Content:
        if self._unkept:
            return Content(clean(f"It is asked for each time: {self._unkept}.", 300))
        return Content(f"[{'x' if self.keep else ' '}] keep it in the keyring (ctrl+k)")
