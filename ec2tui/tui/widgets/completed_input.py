"""A line to type into, with what the word at the cursor can become below it."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from ec2tui.core.grammar.completion import Completion
from ec2tui.core.views.text import cell_width, clean, fit
from ec2tui.tui.widgets.spelled_input import SpelledInput

SHOWN = 5
"""How many candidates are in view; they take that many lines also when there are none: nothing jumps."""

WIDEST = 40
"""Cells that the longest candidate may take; what is said beside them aligns."""

Complete = Callable[[str, int], Sequence[Completion]]
"""What the word that ends at a place of a line (characters from 0) can become."""


class _Line(SpelledInput):
    """A line in which going right at its end takes what is offered."""

    class AtEnd(Message):
        """The cursor was to go right and is at the end."""

    def action_cursor_right(self, select: bool = False) -> None:
        """Goes right, or asks for more."""
        if self.cursor_position == len(self.value) and not select:
            self.post_message(self.AtEnd())
        else:
            super().action_cursor_right(select)


class CompletedInput(Vertical):
    """`tab`, or `right` at the end, takes the marked one of the `offers`; `up` and `down` mark another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", "Complete", show=False, priority=True),
        Binding("down", "mark(1)", "Next", show=False),
        Binding("up", "mark(-1)", "Previous", show=False),
    ]

    DEFAULT_CSS = f"""
    CompletedInput {{ height: {SHOWN + 1}; }}
    CompletedInput Static {{ height: {SHOWN}; }}
    """

    def __init__(self, complete: Complete, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._complete = complete
        self._line = _Line(value, placeholder=placeholder, select_on_focus=False)
        self._shown = Static()
        self._marked = self._first = 0
        self.offers: tuple[Completion, ...] = ()

    @property
    def value(self) -> str:
        """What has been typed."""
        return self._line.value

    def compose(self) -> ComposeResult:
        """The line and the candidates."""
        yield self._line
        yield self._shown

    def on_mount(self) -> None:
        """The line has the focus; candidates follow its cursor."""
        self._line.focus()
        self.watch(self._line, "selection", self._offer)

    def on_input_changed(self) -> None:
        """Another text has other candidates."""
        self._offer()

    @on(_Line.AtEnd)
    def _at_end(self) -> None:
        """There is nothing to the right: what is offered is taken."""
        if self.offers:
            self.action_take()

    def on_click(self, event: Click) -> None:
        """A click on a candidate takes it."""
        at = self._first + event.y
        if event.widget is self._shown and at < len(self.offers):
            self._marked = at
            self.action_take()
            self._line.focus()

    def action_take(self) -> None:
        """Puts the marked candidate in; a word that is whole already gets the space behind it."""
        # Keys may come faster than news of the text.
        self._offer()
        line = self._line
        if self.offers:
            one = self.offers[self._marked]
            line.replace(one.text + _behind(one), one.start, one.end)
        elif line.value and line.cursor_position == len(line.value) and not line.value.endswith(" "):
            line.insert_text_at_cursor(" ")

    def action_mark(self, by: int) -> None:
        """Marks the next candidate, or the one before."""
        if self.offers:
            self._marked = (self._marked + by) % len(self.offers)
            self._show()

    def _offer(self) -> None:
        offers = tuple(self._complete(self._line.value, self._line.cursor_position))
        if offers != self.offers:
            self.offers, self._marked = offers, 0
            self._show()

    def _show(self) -> None:
        first = self._first = max(0, min(self._marked - SHOWN + 2, len(self.offers) - SHOWN))
        view = self.offers[first : first + SHOWN]
        width = min(WIDEST, max((cell_width(clean(one.text, WIDEST)) for one in view), default=0))
        rows = [self._row(one, width, at == self._marked) for at, one in enumerate(view, first)]
        more = len(self.offers) - first - SHOWN
        if more > 0:
            rows[-1] = Content.assemble(rows[-1], (f"  … {more} more", "$text-muted"))
        self._shown.update(Content("\n").join(rows), layout=False)

    @staticmethod
    def _row(one: Completion, width: int, marked: bool) -> Content:
        style = "bold $accent" if marked else "$foreground"
        name = fit(clean(one.text, WIDEST), width)
        return Content.assemble(
            (f"{'▸' if marked else ' '} {name}", style), (f"  {clean(one.note, 60)}", "$text-muted")
        )


def _behind(one: Completion) -> str:
    """A space, but behind a protocol: its ports or type may follow."""
    return "" if one.note == "protocol" else " "
