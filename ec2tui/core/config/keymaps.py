"""Which keys do what: the defaults of the action table with the user's `[keys]` laid over them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from ec2tui.core.actions.action import Action
from ec2tui.core.actions.catalog import KEY_NAMES
from ec2tui.core.config.mistake import nearest

_TEXTUAL = {label: name for name, label in KEY_NAMES.items()} | {"/": "slash", "?": "question_mark"}


class Keymap(msgspec.Struct, frozen=True):
    """The keys of every action by id, and what is wrong with the user's part.

    A mistake is (action id, message, nearest valid id or empty).
    """

    keys: dict[str, tuple[str, ...]]
    mistakes: tuple[tuple[str, str, str], ...] = ()


_MOVES = ("home", "end", "pageup", "pagedown", "up", "down", "left", "right")
_SIGNS = ("slash", "backslash", "at", "minus", "plus", "underscore")
_NAMED = frozenset(("enter", "escape", "tab", "space", "backspace", "delete", "insert", *_MOVES, *_SIGNS))
_WITH = re.compile(r"(?:(?:ctrl|shift|alt|super|hyper|meta)\+)*(.+)", re.DOTALL)


def is_key(key: str) -> bool:
    """Whether a terminal may send a key of this name: a character, a function key, or one with a name."""
    found = _WITH.fullmatch(key)
    name = found[1] if found else ""
    if len(name) == 1:
        return name.isprintable() and not name.isspace()
    if name in _NAMED or re.fullmatch(r"f([1-9]|1\d|2[0-4])", name):
        return True
    try:
        return bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False


def textual_key(key: str) -> str:
    """A key as Textual names it: `/` is `slash`, `esc` is `escape`, what Textual knows stays."""
    head, plus, last = key.rpartition("+")
    if not last:
        return "plus" if key == "+" else key
    return head + plus + _TEXTUAL.get(last, last)


def keymap(actions: Sequence[Action], overrides: Mapping[str, Sequence[str]]) -> Keymap:
    """The keys in force; an unknown action, and a key that two actions would share, are mistakes.

    Giving a key to an action does not take it from the action that has it by default, which must be given
    another one: a key that silently stopped working would be worse than a message.
    """
    ids = [action.id for action in actions]
    mistakes = [(name, "unknown action", nearest(name, ids)) for name in overrides if name not in ids]
    keys = {
        action.id: tuple(dict.fromkeys(textual_key(key) for key in overrides.get(action.id, action.keys)))
        for action in actions
    }
    mistakes += [
        (name, f"'{key}' is no key; keys are such as x, X, ctrl+x, f5, space, pageup", "")
        for name in overrides
        for key in keys.get(name, ())
        if not is_key(key)
    ]
    for first, second in combinations(actions, 2):
        if first.page and second.page and first.page != second.page:
            continue
        for key in keys[first.id]:
            if key in keys[second.id]:
                mistakes.append(_conflict(key, first.id, second.id, overrides))
    return Keymap(keys, tuple(mistakes))


def _conflict(
    key: str, first: str, second: str, overrides: Mapping[str, Sequence[str]]
) -> tuple[str, str, str]:
    """The mistake for a shared key, told at the one the user wrote."""
    mine, other = (first, second) if first in overrides else (second, first)
    label = KEY_NAMES.get(key, key)
    return mine, f"'{label}' is also a key of {other}; give that one another key", ""
