"""From the text of the configuration file to a document, or to everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import msgspec

from ec2tui.core.actions.action import Action
from ec2tui.core.config.access_checks import access_mistakes
from ec2tui.core.config.keymaps import keymap
from ec2tui.core.config.lines import Path, key_lines, line_of
from ec2tui.core.config.mistake import Mistake, Mistakes, nearest
from ec2tui.core.config.path import dotted
from ec2tui.core.config.schema import Document
from ec2tui.core.rules import accepting
from ec2tui.core.rules.policy_file import policy_of
from ec2tui.core.views import choices
from ec2tui.core.views.instances import COLUMNS

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class Parsed(msgspec.Struct, frozen=True):
    """A valid file: what it says, and the line of each path it names."""

    document: Document
    lines: dict[Path, int]


class _Reader:
    """Walks a table along the schema and notes what does not fit."""

    def __init__(self, lines: dict[Path, int]) -> None:
        self.lines = lines
        self.mistakes: list[Mistake] = []

    def note(self, path: Path, message: str, hint: str = "") -> None:
        """Notes a mistake at a path."""
        self.mistakes.append(Mistake(line_of(self.lines, path), dotted(path), message, hint))

    def read(self, value: Any, wanted: Any, path: Path) -> Any:
        """The value as `wanted`; None when it does not fit, which is noted."""
        if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
            return self._table(value, wanted, path)
        if get_origin(wanted) is dict:
            item = get_args(wanted)[1]
            if not isinstance(value, dict):
                return self.note(path, "expected a table")
            return _known({name: self.read(part, item, (*path, name)) for name, part in value.items()})
        try:
            return msgspec.convert(value, wanted)
        except msgspec.ValidationError as error:
            words = _words(wanted)
            if words and isinstance(value, str):
                return self.note(path, f"'{value}' is none of {', '.join(words)}", nearest(value, words))
            return self.note(path, re.sub(r" - at `.*`$", "", str(error)).lower().replace("`", "'"))

    def _table(self, value: Any, wanted: type[msgspec.Struct], path: Path) -> Any:
        if not isinstance(value, dict):
            return self.note(path, "expected a table")
        fields = {field.name: field for field in msgspec.structs.fields(wanted)}
        found = {}
        for name, part in value.items():
            if name not in fields:
                hint = nearest(name, fields)
                known = "" if hint else f"; one of {', '.join(fields)}"
                self.note((*path, name), f"unknown key{known}", dotted((*path, hint)) if hint else "")
                continue
            found[name] = self.read(part, fields[name].type, (*path, name))
        return wanted(**_known(found))


def _words(wanted: Any) -> tuple[str, ...]:
    """The words that a setting may be, empty when it takes others too."""
    if get_origin(wanted) is Literal:
        return get_args(wanted)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return tuple(str(one.value) for one in wanted)
    return ()


def _known(parts: dict[str, Any]) -> dict[str, Any]:
    """What fits, so that the rest of a file with a mistake is still checked."""
    return {name: part for name, part in parts.items() if part is not None}


def parse(text: str, actions: Iterable[Action]) -> Parsed | Mistakes:
    """Reads a configuration; `actions` are what its keys may name."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Mistakes((_syntax(text, str(error)),))
    lines = key_lines(text)
    lines |= {("keys", ".".join(path[1:])): line for path, line in lines.items() if path[:1] == ("keys",)}
    reader = _Reader(lines)
    document = reader.read(_with_lists(table), Document, ())
    if "columns" in lines_of(lines, "ui") and not document.ui.columns:
        reader.note(("ui", "columns"), "name at least one column, or leave the line out")
    _check_columns(reader, document)
    _check_guardrails(reader, document)
    for below, message in access_mistakes(document.access):
        reader.note(("access", *below), message)
    _check_checks(reader, document)
    _check_views(reader, document)
    for action_id, message, hint in keymap(tuple(actions), document.keys).mistakes:
        reader.note(("keys", action_id), message, hint and dotted(("keys", hint)))
    if reader.mistakes:
        return Mistakes(tuple(sorted(reader.mistakes, key=lambda mistake: mistake.line)))
    return Parsed(document, lines)


def _syntax(text: str, message: str) -> Mistake:
    """The parser's complaint with its position taken out of the words."""
    position = _POSITION.search(message)
    line = int(position[1]) if position and position[1] else max(1, len(text.splitlines()))
    return Mistake(line, "", f"not TOML: {_POSITION.sub('', message).lower()}")


def _with_lists(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with `[keys]` by action id, each a list also where the user wrote one word."""
    keys = table.get("keys")
    if not isinstance(keys, dict):
        return dict(table)
    return {**table, "keys": dict(_flat(keys))}


def _flat(keys: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of `[keys]` by action id: TOML takes `mark.all = …` for a table in a table."""
    for name, value in keys.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, [value] if isinstance(value, str) else value


def lines_of(lines: Mapping[Path, int], table: str) -> set[str]:
    """The keys that a table of the file has."""
    return {path[1] for path in lines if len(path) == 2 and path[0] == table}


def _check_guardrails(reader: _Reader, document: Document) -> None:
    if document.guardrails != Document().guardrails:
        for mistake in policy_of(document.guardrails)[1]:
            name, _, _ = mistake.path.partition("[")
            reader.note(("guardrails", *name.split(".")), mistake.message)


def _check_checks(reader: _Reader, document: Document) -> None:
    """Checks that are switched off or accepted are some that there are."""
    if not document.checks.off and not document.accept:
        return
    from ec2tui.core.rules.posture.catalog import BY_ID

    for id in document.checks.off:
        if id not in BY_ID:
            reader.note(("checks", "off"), f"there is no check '{id}'", nearest(id, BY_ID))
    for at, field, message in accepting.mistakes(document.accept, BY_ID):
        reader.note(("accept", field), f"{message} (number {at + 1})")


def _check_columns(reader: _Reader, document: Document) -> None:
    shown = choices.View(columns=document.ui.columns, sort=document.ui.sort)
    for field, message, name in choices.mistakes(shown):
        reader.note(("ui", field), *_of_columns(message, name))


def _of_columns(message: str, name: str) -> tuple[str, str]:
    """What is wrong with the name of a column, and the nearest; all of them when none is near."""
    near = nearest(name, _COLUMN_IDS)
    return (message, near) if near else (f"{message}; one of {', '.join(_COLUMN_IDS)}, tag:KEY", "")


def _check_views(reader: _Reader, document: Document) -> None:
    for view, what in document.views.items():
        if not choices.NAME.fullmatch(view):
            reader.note(("views", view), "a view's name is one word of letters, digits, '_', '-' and '.'")
        for field, message, hint in choices.mistakes(what):
            told = (message, hint) if field == "query" else _of_columns(message, hint)
            reader.note(("views", view, field), *told)


_COLUMN_IDS = [known.id for known in COLUMNS]
