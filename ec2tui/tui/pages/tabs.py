"""The pages by name with their keys, on one line, and where one is on the present page."""

from collections.abc import Callable

import msgspec
from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from ec2tui.core.views.text import cell_width, clean


class Tab(msgspec.Struct, frozen=True):
    """A page as the strip shows it: its `key` as people write it, and what is open on it, `path` (untrusted).

    `action` is what a click does.
    """

    title: str
    key: str
    action: str
    active: bool = False
    path: tuple[str, ...] = ()


class PageTabs(Widget):
    """`tabs` is asked at every drawing; pages that do not fit are called by their first word."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PageTabs { height: 1; background: $panel; color: $foreground; }"

    def __init__(self, tabs: Callable[[], tuple[Tab, ...]]) -> None:
        super().__init__(id="pages")
        self._tabs = tabs
        self._spots: list[tuple[int, int, str]] = []

    def render(self) -> RenderResult:
        """`1 Instances  2 Security groups › Rules of web`."""
        tabs = self._tabs()
        words = [_words(tab, short=False) for tab in tabs]
        for others_only in (True, False):
            if sum(map(cell_width, words)) > self.size.width:
                words = [_words(tab, short=not (others_only and tab.active)) for tab in tabs]
        self._spots = []
        parts: list[tuple[str, str]] = []
        at = 0
        for tab, text in zip(tabs, words, strict=True):
            parts.append((text, "bold $text-accent on $boost" if tab.active else "$text-muted"))
            self._spots.append((at, at + cell_width(text), tab.action))
            at += cell_width(text)
        return Content.assemble(*parts)

    async def on_click(self, event: Click) -> None:
        """A click on a page goes there."""
        for start, end, action in self._spots:
            if start <= event.x < end:
                await self.app.run_action(f"app.act('{action}')")


def _words(tab: Tab, short: bool) -> str:
    title = tab.title.split()[0] if short else tab.title
    path = "".join(f" › {clean(part, 60)}" for part in tab.path)
    return f" {tab.key} {title}{path} ".replace("  ", " ")
