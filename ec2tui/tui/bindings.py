"""From the table of actions to Textual bindings, with the user's keymap in place of the defaults."""

from collections.abc import Mapping

from textual.binding import Binding

from ec2tui.core.actions.action import Action
from ec2tui.core.actions.catalog import ACTIONS

Keymap = Mapping[str, tuple[str, ...]]
"""Keys by action id, for the actions that the configuration remaps."""

MOVES = ("cursor.", "scroll.")


def keys_of(action: Action, keymap: Keymap) -> tuple[str, ...]:
    """The keys of an action: the configured ones, else the default."""
    return keymap.get(action.id, action.keys)


def is_move(action: Action) -> bool:
    """Whether the focused list itself does this (moving, opening); the app does everything else."""
    return action.id.startswith(MOVES) or action.id == "row.open"


def bindings(keymap: Keymap) -> list[Binding]:
    """One binding per key of what the app does; it runs `act` with every action that has it somewhere."""
    by_key: dict[str, list[Action]] = {}
    for action in ACTIONS:
        if not is_move(action):
            for key in keys_of(action, keymap):
                by_key.setdefault(key, []).append(action)
    return [
        Binding(key, f"app.act('{' '.join(one.id for one in actions)}')", actions[0].label, show=False)
        for key, actions in by_key.items()
    ]


def move_keymap(keymap: Keymap) -> dict[str, str]:
    """The configured keys of the moves, for Textual's own keymap: binding id to comma-separated keys."""
    return {
        action.id: ",".join(keymap[action.id])
        for action in ACTIONS
        if is_move(action) and action.id in keymap
    }
