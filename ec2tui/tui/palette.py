"""The palette: every action, view and row by name; `view NAME`, `i TEXT`, `sg TEXT` ask for one kind."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from ec2tui.core.actions.catalog import ACTIONS, key_label
from ec2tui.core.views.text import clean
from ec2tui.tui.bindings import is_move, keys_of
from ec2tui.tui.pages.page import Table
from ec2tui.tui.pages.registry import PAGES

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

EXACT = 100.0
"""The score of a row that is called just so: more than any action has whose words hold the same letters."""

SHOWN = 50
"""How many rows of a table the palette offers at most; the filter is the tool for more."""


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
        """The actions whose name or help fits, unless views or rows are asked for."""
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


async def _open(screen: "MainScreen", name: str) -> None:
    from ec2tui.tui.flows.views import show_view

    await show_view(screen, name)


class ResourceCommands(Provider):
    """The rows of every table, by name and id."""

    async def search(self, query: str) -> Hits:
        """The first SHOWN rows whose name or id holds what was typed; `sg TEXT` asks for one table only."""
        screen = cast("MainScreen", self.screen)
        word, needle = asked(query)
        if word == "view":
            return
        for page in PAGES:
            for table in page.tables:
                if word in ("", table.word):
                    for hit in _rows(screen, table, needle, named=bool(word)):
                        yield hit


def _rows(screen: "MainScreen", table: Table, needle: str, named: bool) -> Iterator[Hit]:
    """What a table offers; `named`: it was asked for, so that going there with a filter is offered too."""
    if named:
        filtering = partial(screen.pages.filtered, table.id, needle)
        offer = _offer(f"{table.title} matching {needle}" if needle else table.title, "filters the rows")
        yield Hit(1.0, offer, filtering, text=needle or table.title)
    view = screen.pages.known(table.id)
    if not needle or view is None:
        return
    found = 0
    resource, wanted = view.rows.resource, needle.casefold()
    for item in view.rows.everything():
        title = resource.title(item)
        if wanted in title.casefold() or needle in item.key.id:
            words = f"{resource.noun}  {item.key.id}  {getattr(item, 'state', '')}  {item.key.region}"
            going = partial(screen.pages.go_to, table.id, item.key)
            same = not named and (needle == item.key.id or wanted == title.casefold())
            yield Hit(EXACT if same else 0.4, _offer(title, words), going, text=item.key.id)
            found += 1
            if found == SHOWN:
                return


WORDS = frozenset({"view", *(table.word for page in PAGES for table in page.tables)})
"""What may stand before a space to ask for one kind of thing."""


def asked(query: str) -> tuple[str, str]:
    """Which kind of thing is asked for (`view`, `i`, `sg`, …, or empty for any), and the text to look for."""
    word, space, rest = query.lstrip(": ").partition(" ")
    return (word, rest.strip()) if space and word in WORDS else ("", query.strip())
