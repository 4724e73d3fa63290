"""The palette: every action, view and instance by name; `view NAME` and `i TEXT` ask for one kind."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from ec2tui.core.actions.catalog import ACTIONS, key_label
from ec2tui.core.views.query import Mistake, parse
from ec2tui.core.views.text import clean
from ec2tui.tui.bindings import is_move, keys_of

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

SHOWN = 50
"""How many instances the palette offers at most; the filter is the tool for more."""


def _offer(title: str, words: str) -> Content:
    """What the palette shows of one entry, on two lines; its own `help` would be read as markup."""
    return Content.assemble(clean(title, 80), "\n", (clean(words, 200), "$text-muted"))


class ActionCommands(Provider):
    """The table of actions."""

    @property
    def _main(self) -> "MainScreen":
        return cast("MainScreen", self.screen)

    def _entries(self) -> list[tuple[str, str, str]]:
        keymap = self._main.around.keymap
        entries = []
        for action in ACTIONS:
            if is_move(action) or action.id in ("palette", "row.open"):
                continue
            keys = " ".join(key_label(key) for key in keys_of(action, keymap))
            reason = action.why_not(self._main.context())
            entries.append((f"{action.label}  {keys}".rstrip(), reason or action.help, action.id))
        return entries

    async def discover(self) -> Hits:
        """Every action, before anything is typed."""
        for title, words, action_id in self._entries():
            run = partial(self.app.run_action, f"app.act('{action_id}')")
            yield DiscoveryHit(_offer(title, words), run, text=title)

    async def search(self, query: str) -> Hits:
        """The actions whose name or help fits, unless views or instances are asked for."""
        if asked(query)[0]:
            return
        matcher = self.matcher(query)
        for title, words, action_id in self._entries():
            score = max(matcher.match(title), matcher.match(words) * 0.5)
            if score > 0:
                run = partial(self.app.run_action, f"app.act('{action_id}')")
                yield Hit(score, _offer(title, words), run, text=title)


class ViewCommands(Provider):
    """The views of the configuration and those saved here."""

    async def search(self, query: str) -> Hits:
        """The views whose name holds what was typed; for `view NAME` without one, what may be meant."""
        screen = cast("MainScreen", self.screen)
        kind, needle = asked(query)
        if kind not in ("", "view"):
            return
        views = screen.around.chosen.views
        found = sorted(name for name in views if needle.casefold() in name.casefold())
        for name in found:
            score = 1.0 if name == needle else 0.6
            offer = _offer(f"View {name}", views[name].query)
            yield Hit(score, offer, partial(_open, screen, name), text=name)
        if kind and not found:
            near = screen.around.chosen.nearest(needle)
            text = f"There is no view {clean(needle, 40)}" + (f"; did you mean {near}?" if near else "")
            yield Hit(1.0, Content(text), partial(_open, screen, near or needle))


def _open(screen: "MainScreen", name: str) -> None:
    from ec2tui.tui.flows.views import show_view

    show_view(screen, name)


class ResourceCommands(Provider):
    """The instances, by name and id."""

    async def search(self, query: str) -> Hits:
        """The first SHOWN instances whose name or id holds what was typed; `i TEXT` offers to filter too."""
        screen = cast("MainScreen", self.screen)
        kind, needle = asked(query)
        if kind not in ("", "i") or not needle:
            return
        if kind and not isinstance(parse(needle), Mistake):
            filtering = partial(screen.set_filter, needle)
            offer = _offer(f"Instances matching {needle}", "filters the rows")
            yield Hit(1.0, offer, filtering, text=needle)
        found = 0
        for item in screen.rows.everything():
            if needle.lower() in item.name.lower() or needle in item.key.id:
                words = f"{item.key.id}  {item.state}  {item.key.region}"
                offer = _offer(item.name or "(no name)", words)
                yield Hit(0.4, offer, partial(screen.go_to, item.key), text=item.key.id)
                found += 1
                if found == SHOWN:
                    return


def asked(query: str) -> tuple[str, str]:
    """Which kind of thing is asked for (`view`, `i`, or empty for any), and the text to look for."""
    word, space, rest = query.lstrip(": ").partition(" ")
    return (word, rest.strip()) if space and word in ("view", "i") else ("", query.strip())
