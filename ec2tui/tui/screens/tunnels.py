"""The forwarded ports that are open, with what they lead to and how they are; closed with a key."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ec2tui.core.model.key import Key
from ec2tui.core.views.durations import human
from ec2tui.core.views.text import clean
from ec2tui.services.open_forwards import Opened, OpenForwards
from ec2tui.tui.screens.popup import Popup

LOOK = 0.5
"""Seconds between two looks at the connections."""

NONE = "No port is forwarded. F on an instance forwards one."


class TunnelList(Popup[None]):
    """Lists them, and lets them be closed and their addresses be copied; `name` tells an instance's name."""

    DEFAULT_CSS = """
    TunnelList { align: center middle; background: $background 60%; }
    TunnelList OptionList { height: auto; max-height: 16; }
    TunnelList #told { height: auto; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("d,delete,x", "close_one", "Close"),
        Binding("y", "copy", "Copy"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(
        self,
        forwards: OpenForwards,
        name: Callable[[Key], str],
        copy: Callable[[str], Awaitable[str]],
        now: Callable[[], float],
    ) -> None:
        super().__init__()
        self._forwards = forwards
        self._name_of = name
        self._copy = copy
        self._now = now
        self._shown: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """A title, the list, what was done, and the keys."""
        with Vertical(classes="popup"):
            yield Static(Content("Forwarded ports"), classes="popup-title")
            yield OptionList(id="tunnels")
            yield Static(id="told")
            yield Static(Content("d close · y copy the address · esc leave"), classes="popup-keys")

    def on_mount(self) -> None:
        """They are looked at again and again: connections come and go."""
        self.query_one(OptionList).focus()
        self._look()
        self.set_interval(LOOK, self._look)

    def action_leave(self) -> None:
        """Leaves; what is open stays open."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Moves the cursor."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if by > 0 else options.action_cursor_up)()

    async def action_close_one(self) -> None:
        """Closes the one under the cursor."""
        one = self._current()
        if one is not None:
            await self._forwards.close(one)
            self._say(f"{one.place} is closed.")
            self._look()

    async def action_copy(self) -> None:
        """Copies where the one under the cursor listens."""
        one = self._current()
        if one is not None:
            channel = await self._copy(one.place)
            self._say(f"Copied {one.place} ({clean(channel)}).")

    def _current(self) -> Opened | None:
        at = self.query_one(OptionList).highlighted
        items = self._forwards.items
        return items[at] if at is not None and at < len(items) else None

    def _look(self) -> None:
        lines = tuple(self._line(one) for one in self._forwards.items)
        if lines == self._shown:
            if not lines:
                self._say(NONE) if not self.query_one("#told", Static).content else None
            return
        self._shown = lines
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(Content(line)) for line in lines])
        if lines:
            options.highlighted = min(at, len(lines) - 1)

    def _line(self, one: Opened) -> str:
        host = one.forward.host or self._name_of(one.instance)
        state = f"ended: {one.ended}" if one.ended else f"open for {human(self._now() - one.since)}"
        if not one.ended and one.connections is not None:
            state += f", {one.connections} connection{'' if one.connections == 1 else 's'}"
        if one.problem and not one.ended:
            state += f", last: {one.problem}"
        return f"{one.place} → {clean(host, 60)}:{one.forward.port}  by {one.via}  {clean(state, 200)}"

    def _say(self, words: str) -> None:
        self.query_one("#told", Static).update(Content(words))
