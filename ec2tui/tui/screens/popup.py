"""A popup that is left once: of keys and clicks that come together, the first one decides."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

T = TypeVar("T")


class Popup(ModalScreen[T], Generic[T]):
    """A modal screen; to leave it again, or when another one is in front, does nothing.

    Textual takes the screen in front away, whichever it is, and fails when there is none.
    """

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leaves with a result, the first time and while it is in front."""
        if not self.is_current:
            return AwaitComplete()
        return super().dismiss(result)
