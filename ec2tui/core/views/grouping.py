"""Instances counted by a field or a tag, in groups that the query language can name again."""

from collections import Counter
from collections.abc import Callable

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.pattern import Pattern, pattern
from ec2tui.core.views.query import Query
from ec2tui.core.views.query_fields import ALIASES, FLAG_NAMES, TEXT_FIELDS, TEXTS
from ec2tui.core.views.query_nodes import FieldIs, Node, Not, TagIs, conjunction, format_node

Values = Callable[[Instance, Inventory], tuple[str, ...] | Missing]

FIELDS: tuple[str, ...] = tuple(field.id for field in TEXT_FIELDS)
"""The fields to group by, besides `tag:KEY`."""

_ONE_SPELLING = frozenset({"role", "platform"})
"""Fields that give the same thing in several words, the plain one first."""


class Group(msgspec.Struct, frozen=True):
    """How many instances have a value; `value` is None for those that have none."""

    value: str | None
    count: int


class By(msgspec.Struct, frozen=True):
    """What to group by: its `name` in the query language, how its values are found, the kinds it reads."""

    name: str
    values: Values
    kinds: frozenset[Kind]


def by(name: str) -> By | None:
    """What a name means: a text field of the query language or `tag:KEY`; None for any other."""
    if name.startswith("tag:") and len(name) > 4:
        return By(name, _tag_values(name[4:].casefold()), frozenset())
    name = ALIASES.get(name, name)
    if name == "sg":
        return By(name, _group_names, frozenset())
    field = TEXTS.get(name)
    if field is None:
        return None
    return By(name, _first(field.values) if name in _ONE_SPELLING else field.values, field.kinds)


class Grouping:
    """Counts instances as they are added; an instance with several values counts in each of their groups.

    Values that differ only in case are one group, as they are for a query, under their commonest spelling.
    `unknown` counts the instances whose fact is not known.
    """

    def __init__(self, what: By) -> None:
        self.by = what
        self.unknown = 0
        self._counts: Counter[str | None] = Counter()
        self._spellings: dict[str, Counter[str]] = {}

    def add(self, instance: Instance, inventory: Inventory) -> None:
        """Counts one instance."""
        found = self.by.values(instance, inventory)
        if isinstance(found, Missing):
            self.unknown += 1
            return
        spelt = {value.casefold(): value for value in found}
        for folded, value in spelt.items():
            self._spellings.setdefault(folded, Counter())[value] += 1
        self._counts.update(spelt.keys() or (None,))

    def groups(self) -> tuple[Group, ...]:
        """The groups, the largest first."""
        found = [
            Group(None if folded is None else self._spellings[folded].most_common(1)[0][0], count)
            for folded, count in self._counts.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.count, one.value is None, one.value or "")))


def narrowed(query: Query, what: By, value: str | None) -> str:
    """The text of a query for the instances of a group among those that match another query."""
    return format_node(conjunction([query.node, _member(what.name, value)]), FLAG_NAMES)


def _member(name: str, value: str | None) -> Node:
    wanted = _exactly(value or "")
    if not name.startswith("tag:"):
        return FieldIs(name, wanted)
    key = _exactly(name[4:])
    return Not(TagIs(key)) if value is None else TagIs(key, wanted)


def _exactly(text: str) -> Pattern:
    return pattern([(text, False)])


def _tag_values(key: str) -> Values:
    return lambda i, _: tuple(value for name, value in i.tags if name.casefold() == key)


def _group_names(i: Instance, _inventory: Inventory) -> tuple[str, ...]:
    every = {group for interface in i.interfaces for group in interface.groups} | set(i.security_groups)
    return tuple(group.name or group.id for group in every)


def _first(values: Values) -> Values:
    def first(i: Instance, inventory: Inventory) -> tuple[str, ...] | Missing:
        found = values(i, inventory)
        return found if isinstance(found, Missing) else found[:1]

    return first
