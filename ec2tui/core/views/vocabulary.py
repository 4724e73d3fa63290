"""The words of a query about one sort of row: its fields, numbers and flags, and what texts look into."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind

T = TypeVar("T")


class TextField(msgspec.Struct, Generic[T], frozen=True):
    """A field with any number of values; no value means that the row has none."""

    id: str
    help: str
    values: Callable[[T, Inventory], tuple[str, ...] | Missing]
    kinds: frozenset[Kind] = frozenset()
    addresses: bool = False


class NumberField(msgspec.Struct, Generic[T], frozen=True):
    """A number that can be compared; `units` gives the size of each unit, `unit` is the one left out."""

    id: str
    help: str
    value: Callable[[T, Inventory, float], float | Missing]
    units: Mapping[str, float]
    unit: str = ""
    kinds: frozenset[Kind] = frozenset()
    timed: bool = False


class FlagField(msgspec.Struct, Generic[T], frozen=True):
    """A word that is true or false of a row, or not known."""

    id: str
    help: str
    test: Callable[[T, Inventory], bool | Missing]
    kinds: frozenset[Kind] = frozenset()


class Vocabulary(Generic[T]):
    """Everything that a query can ask of one sort of row.

    `noun` is its singular, `haystack` what words look into (casefolded), `tags` reads the tags (None: rows of
    this sort have none), `aliases` are other names of fields.
    """

    def __init__(
        self,
        noun: str,
        texts: tuple[TextField[T], ...],
        numbers: tuple[NumberField[T], ...],
        flags: tuple[FlagField[T], ...],
        haystack: Callable[[T], str],
        tags: Callable[[T], Tags] | None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.noun = noun
        self.texts = {field.id: field for field in texts}
        self.numbers = {field.id: field for field in numbers}
        self.flags = {flag.id: flag for flag in flags}
        self.haystack: Callable[[Any], str] = haystack
        self.tags: Callable[[Any], Tags] | None = tags
        self.aliases = aliases or {}

    @cached_property
    def flag_names(self) -> frozenset[str]:
        """The words that ask for a property; quoted they are words like any other."""
        return frozenset(self.flags)

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Every name that may stand before `:` or a comparison."""
        return (*self.texts, *(("tag",) if self.tags else ()), *self.numbers)

    def name(self, field: str) -> str:
        """The field that a name, in any case, means."""
        name = field.lower()
        return self.aliases.get(name, name)
