"""Items of any sort as rows of a table or of CSV."""

from collections.abc import Sequence
from typing import TypeVar

from ec2tui.cli.output import Output
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.column import ABSENT, Column, missing_cell
from ec2tui.core.views.text import cell_width, fit
from ec2tui.core.views.tone import Cell

T = TypeVar("T")

GAP = 2
"""Cells between two columns."""

_CSV_WORDS = {ABSENT: "", **{missing_cell(m): m.value for m in Missing if missing_cell(m) != ABSENT}}


def csv_row(item: T, columns: Sequence[Column[T]], inventory: Inventory, now: float) -> list[str]:
    """The cells of an item as text: empty for what is not there, a word for what is not known."""
    cells = [column.cell(item, inventory, now) for column in columns]
    return [_CSV_WORDS.get(cell, cell.text) for cell in cells]


def fitting(
    columns: Sequence[Column[T]], rows: Sequence[T], inventory: Inventory, now: float, width: int
) -> list[Column[T]]:
    """The first columns that fit into so many cells (0: all of them), at least one.

    A column takes no more cells than on the screen: the table is to be written with `cut`.
    """
    if not width:
        return list(columns)
    chosen: list[Column[T]] = []
    used = 0
    for column in columns:
        widest = max((cell_width(column.cell(row, inventory, now).text) for row in rows), default=0)
        widest = min(widest, column.max_width)
        used += max(widest, cell_width(column.title)) + (GAP if chosen else 0)
        if chosen and used > width:
            break
        chosen.append(column)
    return chosen


def table(
    output: Output,
    rows: Sequence[T],
    columns: Sequence[Column[T]],
    inventory: Inventory,
    now: float,
    cut: bool = False,
) -> None:
    """Writes items as an aligned table; with `cut` no cell is wider than its column may be on the screen."""

    def cell(row: T, column: Column[T]) -> Cell:
        whole = column.cell(row, inventory, now)
        wide = cut and cell_width(whole.text) > column.max_width
        return whole._replace(text=fit(whole.text, column.max_width)) if wide else whole

    output.table(
        [column.title for column in columns],
        [column.align for column in columns],
        [[cell(row, column) for column in columns] for row in rows],
    )
