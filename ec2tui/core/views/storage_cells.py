"""How facts that volumes and snapshots share draw in a cell and sort in a column."""

from collections.abc import Callable
from typing import Any, TypeVar

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey
from ec2tui.core.views.durations import human
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.sorting import by_number, by_text
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone

T = TypeVar("T")
Width = tuple[int, int]
Kinds = frozenset[Kind]


def text_column(
    id: str,
    title: str,
    source: str,
    kinds: Kinds,
    read: Callable[[T], str | None],
    width: Width,
    tone: Tone = Tone.PLAIN,
    key: Callable[[str | None], SortKey] = by_text,
) -> Column[T]:
    """A column of one untrusted text of the item as it is."""
    return Column(
        id,
        title,
        source,
        lambda item, _inventory, _now: text_cell(read(item), tone),
        lambda item, _inventory, _now: key(read(item)),
        *width,
        kinds=kinds,
    )


def number_column(
    id: str, title: str, source: str, kinds: Kinds, read: Callable[[T], int | None], unit: str, width: Width
) -> Column[T]:
    """A column of a number with its unit; `-` where AWS tells none."""

    def cell(item: T, _inventory: Inventory, _now: float) -> Cell:
        number = read(item)
        return ABSENT if number is None else Cell(f"{number} {unit}".rstrip())

    def sort_key(item: T, _inventory: Inventory, _now: float) -> SortKey:
        return by_number(read(item))

    return Column(id, title, source, cell, sort_key, *width, Align.RIGHT, kinds)


def age_column(source: str, kinds: Kinds, read: Callable[[T], int | None]) -> Column[T]:
    """The column `age`: how long ago the item was made; read in epoch seconds."""

    def cell(item: T, _inventory: Inventory, now: float) -> Cell:
        made = read(item)
        return ABSENT if made is None else Cell(human(now - made))

    def sort_key(item: T, _inventory: Inventory, now: float) -> SortKey:
        made = read(item)
        return UNKNOWN if made is None else by_number(now - made)

    return Column("age", "Age", source, cell, sort_key, 4, 5, Align.RIGHT, kinds)


def encryption_column(source: str, kinds: Kinds) -> Column[Any]:
    """The column `encrypted` of what has such a fact."""

    def cell(item: Any, _inventory: Inventory, _now: float) -> Cell:
        return Cell("yes", Tone.GOOD) if item.encrypted else Cell("no", Tone.BAD)

    def sort_key(item: Any, _inventory: Inventory, _now: float) -> SortKey:
        return (False, bool(item.encrypted))

    return Column("encrypted", "Encrypted", source, cell, sort_key, 9, 9, kinds=kinds)


def tag_column(key: str, source: str, kinds: Kinds) -> Column[Any]:
    """The column of one tag, `tag:KEY`; what has no such tag shows `-`."""

    def cell(item: Any, _inventory: Inventory, _now: float) -> Cell:
        value = dict(item.tags).get(key)
        return text_cell(value) if value != "" else Cell('""', Tone.DIM)

    def sort_key(item: Any, _inventory: Inventory, _now: float) -> SortKey:
        value = dict(item.tags).get(key)
        return UNKNOWN if value is None else (False, by_text(value))

    title, source = clean(key, 24), f"{source}Tags[{key}]"
    return Column(f"tag:{key}", title, source, cell, sort_key, 8, 32, kinds=kinds)


def name_of(item: Any) -> str:
    """The Name tag of what has tags, empty without one."""
    return next((value for key, value in item.tags if key == "Name"), "")


STATE_TONES = {
    "available": Tone.INFO,
    "in-use": Tone.GOOD,
    "creating": Tone.WARN,
    "deleting": Tone.WARN,
    "completed": Tone.GOOD,
    "pending": Tone.WARN,
    "recoverable": Tone.WARN,
    "recovering": Tone.WARN,
    "error": Tone.BAD,
}
"""The tone of each state of a volume and of a snapshot."""


def state_cell(state: str, progress: str = "") -> Cell:
    """A state in AWS's word, with how far it is while it is under way."""
    more = f" {progress}" if progress and state == "pending" else ""
    return text_cell(state + more, STATE_TONES.get(state, Tone.WARN))
