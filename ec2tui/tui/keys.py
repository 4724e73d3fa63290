"""One key at a time: a key is looked at when everything that the one before it did is in place."""

from collections import deque

from textual.app import App
from textual.events import Event, Key, Paste
from textual.widget import Widget
from textual.widgets import Input


class OrderlyApp(App[int]):
    """Takes what is typed in its order, as fast as it comes.

    Textual sends a key through the queues of the focused widget and of all that hold it before bindings are
    looked up, and moves the focus through a queue too: of keys that come together, the later ones would act
    on what showed before the first. Here a key has been acted on, and a page turned, before the next one is
    looked at; while what is in front is being made (a popup, a line to type into), keys are held for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Key | Paste] = deque()
        self._at_work = False

    async def on_event(self, event: Event) -> None:
        """Takes what is typed; everything else goes Textual's way."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            if isinstance(event, Key) and not self.app_focus:
                self.app_focus = True
            self._held.append(event)
            await self._take_held()
        else:
            await super().on_event(event)

    def on_key(self, event: Key) -> None:
        """What comes back from a widget is bound to nothing: that has been looked up."""
        event.prevent_default()

    async def settled(self) -> None:
        """Returns when what a key began is in place."""

    async def _take_held(self) -> None:
        if self._at_work:
            return
        self._at_work = True
        try:
            while self._held and not self._waits():
                await self._take(self._held.popleft())
        finally:
            self._at_work = False

    def _waits(self) -> bool:
        """Whether what is in front is still being made; when it is there, it has the keys taken up again."""
        screen = self.screen
        making = next((one for one in (screen, screen.focused) if one and not one.is_mounted), None)
        return making is not None and making.call_later(self.call_later, self._take_held)

    async def _take(self, event: Key | Paste) -> None:
        if isinstance(event, Key):
            if event.key == "escape":
                self.screen.clear_selection()
            for priority in (True,) if self._is_text(event) else (True, False):
                if await self._check_bindings(event.key, priority):
                    await self.settled()
                    return
        target: Widget = self.focused or self.screen
        if isinstance(target, Input):
            await _type(target, event)
        else:
            target._forward_event(event)

    def _is_text(self, event: Key) -> bool:
        """Whether what has the focus takes a key as a letter of its text.

        Textual asks that itself by the key's name, from which it does not know that `slash` is `/`.
        """
        return self.focused is not None and self.focused.check_consume_key(event.key, event.character)


async def _type(line: Input, event: Key | Paste) -> None:
    """Has a line take a key at once, in the place that it has among those that are bound to something."""
    event._set_forwarded()
    with line._context():
        await line._dispatch_message(event)
