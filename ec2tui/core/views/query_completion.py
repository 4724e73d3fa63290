"""What may follow the cursor in a query: fields, flags, tag keys, and the values that the inventory has."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.query_fields import INSTANCES
from ec2tui.core.views.query_nodes import bare_or_quoted
from ec2tui.core.views.text import clean
from ec2tui.core.views.vocabulary import Vocabulary

SCANNED = 5000
"""Items whose values are offered; looking at more would make typing wait."""

OFFERED = 50

_TERM_END = re.compile(r"[\s()]")


class Completion(msgspec.Struct, frozen=True):
    """Puts `text` in the place of the characters from `start` up to before `end`; `note` says what it is."""

    start: int
    end: int
    text: str
    note: str = ""


def complete(
    text: str,
    cursor: int,
    inventory: Inventory,
    words: Vocabulary[Any] = INSTANCES,
    items: Iterable[Any] | None = None,
) -> tuple[Completion, ...]:
    """What the term at the cursor (characters from 0) can become, the likeliest first; at most 50.

    Values are those of `items`, by default of the instances.
    """
    cursor = max(0, min(cursor, len(text)))
    start, end = _term(text, cursor)
    if start is None:
        return ()
    typed = text[start:cursor]
    field, colon, value = typed.partition(":")
    name = words.name(field)
    everything = inventory.table(Kind.INSTANCES).values() if items is None else items
    scanned = islice(everything, SCANNED)
    if not colon:
        offers = _names(typed, words)
    elif name == "tag" and words.tags:
        offers = _tags(value, words, scanned)
    elif name in words.texts:
        offers = _values(name, value, words, scanned, inventory)
    else:
        return ()
    return tuple(Completion(start, end, *offer) for offer in islice(offers, OFFERED) if offer[0] != typed)


def _term(text: str, cursor: int) -> tuple[int | None, int]:
    """Where the term at the cursor starts, after its minus, and ends; None where a quotation goes on."""
    start, at, open_quote = 0, 0, False
    while at < cursor:
        if open_quote and text[at] == "\\":
            at += 1
        elif text[at] == '"':
            open_quote = not open_quote
        elif not open_quote and _TERM_END.match(text[at]):
            start = at + 1
        at += 1
    while start < cursor and text[start] == "-":
        start += 1
    end = cursor
    if not open_quote:
        found = _TERM_END.search(text, cursor)
        end = found.start() if found else len(text)
        if '"' in text[cursor:end]:
            return None, 0
    return start, end


def _names(typed: str, words: Vocabulary[Any]) -> Iterable[tuple[str, str]]:
    wanted = typed.lower()
    for field in words.texts.values():
        if field.id.startswith(wanted):
            yield f"{field.id}:", field.help
    if words.tags and "tag".startswith(wanted):
        yield "tag:", "a tag: tag:KEY or tag:KEY=VALUE"
    for number in words.numbers.values():
        if number.id.startswith(wanted):
            yield f"{number.id}>", number.help
    for flag in words.flags.values():
        if flag.id.startswith(wanted):
            yield flag.id, flag.help


def _values(
    field: str, typed: str, words: Vocabulary[Any], items: Iterable[Any], inventory: Inventory
) -> Iterable[tuple[str, str]]:
    counts: Counter[str] = Counter()
    values = words.texts[field].values
    for item in items:
        found = values(item, inventory)
        if not isinstance(found, Missing):
            counts.update(set(found))
    found_values = _likeliest(counts, typed, words.noun)
    return ((f"{field}:{bare_or_quoted(value)}", note) for value, note in found_values)


def _tags(typed: str, words: Vocabulary[Any], items: Iterable[Any]) -> Iterable[tuple[str, str]]:
    assert words.tags is not None
    key, equals, value = typed.partition("=")
    pairs = (tag for item in items for tag in words.tags(item))
    if not equals:
        counts = Counter(found for found, _ in pairs)
        return ((f"tag:{bare_or_quoted(found)}", note) for found, note in _likeliest(counts, key, words.noun))
    wanted = _unquoted(key)
    counts = Counter(found for name, found in pairs if name.casefold() == wanted)
    found_values = _likeliest(counts, value, words.noun)
    return ((f"tag:{key}={bare_or_quoted(found)}", note) for found, note in found_values)


def _likeliest(counts: Counter[str], typed: str, noun: str) -> Iterable[tuple[str, str]]:
    """The values that begin as typed, the most frequent first, each with how many items have it."""
    wanted = _unquoted(typed)
    fitting = [(value, n) for value, n in counts.items() if value and value.casefold().startswith(wanted)]
    fitting.sort(key=lambda pair: (-pair[1], pair[0]))
    return (
        (value, f"{n} {noun}{'s' * (n != 1)}") for value, n in fitting if clean(value, len(value)) == value
    )


def _unquoted(typed: str) -> str:
    return typed.removeprefix('"').removesuffix('"').replace('\\"', '"').replace("\\\\", "\\").casefold()
