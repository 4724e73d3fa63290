"""A list to pick from by typing a part of a name; one choice, or several with space."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ec2tui.core.views.text import clean
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.widgets.spelled_input import SpelledInput

Choice = tuple[str, str]
"""An id and what is said beside it (both as they come; they are cleaned here)."""


AROUND = 5
"""Lines of a popup beside its list: two of the border, the title, the line and the keys."""


More = Callable[[], Awaitable[Sequence[Choice] | str]]
"""Reads all the choices while some are shown already; a text says why they are not known."""


class _Needle(SpelledInput):
    """What is looked for; a space goes to whoever wants it, in its place among what is typed."""

    def __init__(self, space: Callable[[], None] | None) -> None:
        super().__init__(placeholder="type to search", id="needle")
        self._space = space

    def on_key(self, event: Key) -> None:
        """Keeps a space out of the line."""
        if self._space is not None and event.character == " ":
            event.stop()
            event.prevent_default()
            self._space()


class Picker(Popup[tuple[str, ...] | None]):
    """Dismisses with the chosen ids, None when it was left.

    With `many`, `space` or a click toggles and `enter` takes the set; with `ordered`, `shift+up` and
    `shift+down` move an entry. `labels` are what is shown in place of an id. With `more`, the choices are
    those that are known, until the others are. `most` characters are shown of what is said beside an id.
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
        more: More | None = None,
        most: int = 120,
    ) -> None:
        super().__init__()
        self._most = most
        self._more = more
        self._narrowed_by = ""
        self._labels = labels or {}
        self._title = clean(title, 200)
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
            yield _Needle(self._toggle if self._many else None)
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
        if self._more is not None:
            self.run_worker(self._read(self._more), name="more")

    async def _read(self, more: More) -> None:
        self.query_one(".popup-title", Static).update(Content(f"{self._title} · reading all…"))
        found = await more()
        told = clean(found, 200) if isinstance(found, str) else ""
        self.query_one(".popup-title", Static).update(
            Content(f"{self._title} · {told}" if told else self._title)
        )
        if not isinstance(found, str):
            self._choices = list(found)
            self._show(self._current())

    def on_resize(self) -> None:
        """The list leaves room for the line above and the keys below it."""
        self.query_one(OptionList).styles.max_height = max(3, min(20, self.size.height * 8 // 10 - AROUND))

    def on_input_changed(self) -> None:
        """Typing narrows the list; a space toggles instead, as no id holds one."""
        self._narrow()

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
        self._narrow()
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

    def _narrow(self) -> None:
        """Lets what has been typed hold: keys may come faster than news of it."""
        if self.query_one("#needle", Input).value.lower() != self._narrowed_by:
            self._show(self._current())

    def _toggle(self) -> None:
        self._narrow()
        current = self._current()
        if current is None:
            return
        if current in self._chosen:
            self._chosen.remove(current)
        else:
            self._chosen.append(current)
        self._show(current)

    def _take(self) -> None:
        self._narrow()
        if self._many:
            order = [id_ for id_, _ in self._choices]
            self.dismiss(tuple(sorted(self._chosen, key=order.index)))
        else:
            current = self._current()
            self.dismiss(None if current is None else (current,))

    def _show(self, current: str | None) -> None:
        needle = self._narrowed_by = self.query_one("#needle", Input).value.lower()
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
        name, muted = clean(self._label(id_), 80), f"  {clean(words, self._most)}"
        return Content.assemble((box, "bold"), name, (muted, "$text-muted"))
