"""The footer: the keys that matter here, greyed when they do not apply."""

from collections.abc import Callable

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from ec2tui.core.actions.action import Action, Context
from ec2tui.core.actions.catalog import ACTIONS, key_label

ALWAYS = ("palette", "help")
"""The actions that the footer shows however narrow it is: they lead to all others."""


class ActionBar(Widget):
    """One line made from the table of actions; `context` and `keys` are asked at every drawing."""

    def __init__(self, context: Callable[[], Context], keys: Callable[[Action], tuple[str, ...]]) -> None:
        super().__init__(id="actions")
        self._situation = context
        self._keys_of = keys
        self._spots: list[tuple[int, int, str]] = []

    def render(self) -> RenderResult:
        """The page's own keys, then `/ Filter  space Mark …`, as many as fit; at the right what opens all."""
        self._spots = []
        context = self._situation()
        shown = [a for a in ACTIONS if a.footer and self._keys_of(a) and a.page in ("", context.page)]
        shown.sort(key=lambda action: not action.page)
        last = [a for a in shown if a.id in ALWAYS]
        room = self.size.width - sum(self._width(a) for a in last)
        parts: list[Content] = []
        at = 0
        for action in shown:
            if action in last or at + self._width(action) > room:
                continue
            at = self._put(parts, action, at, context)
        parts.append(Content(" " * (room - at)))
        at = room
        for action in last:
            at = self._put(parts, action, at, context)
        return Content("").join(parts)

    def _width(self, action: Action) -> int:
        return len(key_label(self._keys_of(action)[0])) + len(action.label) + 3

    def _put(self, parts: list[Content], action: Action, at: int, context: Context) -> int:
        """Adds one key and its word; where the next one starts."""
        greyed = action.applies(context) is not None
        key = key_label(self._keys_of(action)[0])
        parts.append(
            Content.assemble(
                (f" {key}", "$text-disabled" if greyed else "bold $accent"),
                (f" {action.label} ", "$text-disabled" if greyed else "$foreground"),
            )
        )
        end = at + self._width(action)
        self._spots.append((at, end, action.id))
        return end

    async def on_click(self, event: Click) -> None:
        """A click on a key does what the key does."""
        for start, end, action_id in self._spots:
            if start <= event.x < end:
                await self.app.run_action(f"act('{action_id}')")
