"""A list to pick from by typing a part of a name; one choice, or several with space."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ec2tui.core.views.text import clean
from ec2tui.tui.widgets.spelled_input import SpelledInput

Choice = tuple[str, str]
"""An id and what is said beside it (both as they come; they are cleaned here)."""


AROUND = 5
"""Lines of a popup beside its list: two of the border, the title, the line and the keys."""


class Picker(ModalScreen[tuple[str, ...] | None]):
    """Dismisses with the chosen ids, None when it was left.

    With `many`, `space` or a click toggles and `enter` takes the set; with `ordered`, `shift+up` and
    `shift+down` move an entry. `labels` are what is shown in place of an id.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("down", "move(1)", "Down", priority=True),
        Binding("up", "move(-1)", "Up", priority=True),
        Binding("shift+down", "carry(1)", "Move down", priority=True),
        Binding("shift+up", "carry(-1)", "Move up", priority=True),
        Binding("ctrl+a", "all", "All", priority=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        chosen: Sequence[str] = (),
        many: bool = False,
        ordered: bool = False,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._labels = labels or {}
        self._title = title
        self._many = many
        self._ordered = ordered
        self._chosen = [id_ for id_ in chosen if id_]
        order = {id_: place for place, id_ in enumerate(self._chosen)}
        self._choices = (
            sorted(choices, key=lambda c: order.get(c[0], len(order))) if ordered else list(choices)
        )
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """A title, a line to type into, the list, and the keys."""
        with Vertical(classes="popup"):
            yield Static(Content(self._title), classes="popup-title")
            yield SpelledInput(placeholder="type to search", id="needle")
            yield OptionList(id="choices")
            keys = "enter choose · esc leave"
            if self._many:
                keys = "space toggle · ctrl+a all · enter apply · esc leave"
            if self._ordered:
                keys = "shift+↑↓ move · " + keys
            yield Static(Content(keys), classes="popup-keys")

    def on_mount(self) -> None:
        """Everything is shown, the cursor on the first chosen one."""
        self._show(self._chosen[0] if self._chosen else None)
        self.query_one("#needle").focus()

    def on_resize(self) -> None:
        """The list leaves room for the line above and the keys below it."""
        self.query_one(OptionList).styles.max_height = max(3, min(20, self.size.height * 8 // 10 - AROUND))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Typing narrows the list; a space toggles instead, as no id holds one."""
        if self._many and event.value.endswith(" "):
            event.input.value = event.value[:-1]
            self._toggle()
            return
        self._show(self._current())

    def on_input_submitted(self) -> None:
        """Enter in the line takes what the cursor is on, or the set."""
        self._take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click (or enter in the list) toggles or takes."""
        if self._many and self.focused is not event.option_list:
            self._toggle()
        else:
            self._take()

    def action_move(self, by: int) -> None:
        """Moves the cursor of the list while the line keeps the focus."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_carry(self, by: int) -> None:
        """Moves the entry under the cursor up or down among all entries."""
        current = self._current()
        if not self._ordered or current is None:
            return
        at = next(i for i, choice in enumerate(self._choices) if choice[0] == current)
        to = min(max(at + by, 0), len(self._choices) - 1)
        self._choices.insert(to, self._choices.pop(at))
        self._show(current)

    def action_all(self) -> None:
        """Takes all that are shown, or none when all are taken."""
        if not self._many:
            return
        if set(self._shown) <= set(self._chosen):
            self._chosen = [id_ for id_ in self._chosen if id_ not in self._shown]
        else:
            self._chosen += [id_ for id_ in self._shown if id_ not in self._chosen]
        self._show(self._current())

    def action_leave(self) -> None:
        """Leaves everything as it was."""
        self.dismiss(None)

    def _current(self) -> str | None:
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def _toggle(self) -> None:
        current = self._current()
        if current is None:
            return
        if current in self._chosen:
            self._chosen.remove(current)
        else:
            self._chosen.append(current)
        self._show(current)

    def _take(self) -> None:
        if self._many:
            order = [id_ for id_, _ in self._choices]
            self.dismiss(tuple(sorted(self._chosen, key=order.index)))
        else:
            current = self._current()
            self.dismiss(None if current is None else (current,))

    def _show(self, current: str | None) -> None:
        needle = self.query_one("#needle", Input).value.lower()
        shown = [
            (id_, words)
            for id_, words in self._choices
            if needle in self._label(id_).lower() or needle in words.lower()
        ]
        self._shown = [id_ for id_, _ in shown]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._line(choice)) for choice in shown])
        if shown:
            options.highlighted = self._shown.index(current) if current in self._shown else 0

    def _label(self, id_: str) -> str:
        return self._labels.get(id_, id_)

    def _line(self, choice: Choice) -> Content:
        id_, words = choice
        box = ("[x] " if id_ in self._chosen else "[ ] ") if self._many else ""
        name, muted = clean(self._label(id_), 80), f"  {clean(words, 120)}"
        return Content.assemble((box, "bold"), name, (muted, "$text-muted"))
