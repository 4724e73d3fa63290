"""A strip of tabs drawn by one widget: of Textual's, a start would wait for one a tab."""

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_ACTIVE = "━", "$accent", "bold $text-accent"
_OTHER = "─", "$panel-lighten-1", "$text-muted"


class TabStrip(Widget):
    """Titles on one line and a rule under them that is thick below the active one; a click posts `Chosen`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TabStrip { height: 2; width: 1fr; }"
    active = reactive(0)

    class Chosen(Message):
        """The tab at `index` was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__()
        self._titles = titles

    def render(self) -> Content:
        """The titles and the rule."""
        titles, rules = [], []
        for at, title in enumerate(self._titles):
            now = at == self.active
            titles.append((f" {title} ", "bold $text-accent" if now else "$text-muted"))
            rules.append(
                ((("━" if now else "─") * (len(title) + 2)), "$accent" if now else "$panel-lighten-1")
            )
        left = self.size.width - sum(len(title) + 2 for title in self._titles)
        rules.append(("─" * max(left, 0), "$panel-lighten-1"))
        return Content.assemble(*titles, "\n", *rules)

    def on_click(self, event: Click) -> None:
        """Tells which tab is under the pointer."""
        end = 0
        for at, title in enumerate(self._titles):
            end += len(title) + 2
            if event.x < end:
                self.post_message(self.Chosen(at))
                return
