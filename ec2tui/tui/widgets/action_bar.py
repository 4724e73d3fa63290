"""The footer: the keys that matter here, greyed when they do not apply."""

from collections.abc import Callable

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from ec2tui.core.actions.action import Action, Context
from ec2tui.core.actions.catalog import ACTIONS, key_label


class ActionBar(Widget):
    """One line made from the table of actions; `context` and `keys` are asked at every drawing."""

    def __init__(self, context: Callable[[], Context], keys: Callable[[Action], tuple[str, ...]]) -> None:
        super().__init__(id="actions")
        self._situation = context
        self._keys_of = keys
        self._spots: list[tuple[int, int, str]] = []

    def render(self) -> RenderResult:
        """`/ Filter  space Mark …`, as many as fit."""
        context = self._situation()
        parts: list[Content] = []
        self._spots = []
        at = 1
        for action in ACTIONS:
            keys = self._keys_of(action)
            if not action.footer or not keys or (action.page and action.page != context.page):
                continue
            key = key_label(keys[0])
            width = len(key) + len(action.label) + 3
            if at + width > self.size.width:
                break
            greyed = action.applies(context) is not None
            parts.append(
                Content.assemble(
                    (f" {key}", "$text-disabled" if greyed else "bold $accent"),
                    (f" {action.label} ", "$text-disabled" if greyed else "$foreground"),
                )
            )
            self._spots.append((at, at + width, action.id))
            at += width
        return Content("").join([Content(" "), *parts])

    async def on_click(self, event: Click) -> None:
        """A click on a key does what the key does."""
        for start, end, action_id in self._spots:
            if start <= event.x < end:
                await self.app.run_action(f"act('{action_id}')")
