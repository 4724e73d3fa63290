"""The palette: every action and every instance by name, fuzzily."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from ec2tui.core.actions.catalog import ACTIONS, key_label
from ec2tui.core.views.text import clean
from ec2tui.tui.bindings import is_move, keys_of

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

SHOWN = 50
"""How many instances the palette offers at most; the filter is the tool for more."""


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
            reason = action.applies(self._main.context())
            entries.append((f"{action.label}  {keys}".rstrip(), reason or action.help, action.id))
        return entries

    async def discover(self) -> Hits:
        """Every action, before anything is typed."""
        for title, words, action_id in self._entries():
            yield DiscoveryHit(
                Content(title), partial(self.app.run_action, f"app.act('{action_id}')"), help=words
            )

    async def search(self, query: str) -> Hits:
        """The actions whose name or help fits."""
        matcher = self.matcher(query)
        for title, words, action_id in self._entries():
            score = max(matcher.match(title), matcher.match(words) * 0.5)
            if score > 0:
                run = partial(self.app.run_action, f"app.act('{action_id}')")
                yield Hit(score, Content(title), run, help=words)


class ResourceCommands(Provider):
    """The instances, by name and id."""

    async def search(self, query: str) -> Hits:
        """The first SHOWN instances whose name or id holds what was typed (after an optional `i `)."""
        screen = cast("MainScreen", self.screen)
        needle = query.removeprefix("i ").lower()
        found = 0
        for item in screen.rows.everything():
            if needle in item.name.lower() or needle in item.key.id:
                name = clean(item.name, 60) or "(no name)"
                words = f"{item.key.id}  {item.state}  {item.key.region}"
                yield Hit(0.4, Content(name), partial(screen.go_to, item.key), help=words)
                found += 1
                if found == SHOWN:
                    return
