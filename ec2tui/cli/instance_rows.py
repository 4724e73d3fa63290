"""Instances as rows of a table or of CSV."""

from collections.abc import Iterable, Sequence

from ec2tui.cli.output import Output
from ec2tui.cli.selection import InstanceColumn, Order
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.column import ABSENT, missing_cell, ordered
from ec2tui.core.views.instances import ID, NAME
from ec2tui.core.views.text import cell_width

GAP = 2
"""Cells between two columns."""

_CSV_WORDS = {ABSENT: "", **{missing_cell(m): m.value for m in Missing if missing_cell(m) != ABSENT}}


def csv_row(
    instance: Instance, columns: Sequence[InstanceColumn], inventory: Inventory, now: float
) -> list[str]:
    """The cells of an instance as text: empty for what is not there, a word for what is not known."""
    cells = [column.cell(instance, inventory, now) for column in columns]
    return [_CSV_WORDS.get(cell, cell.text) for cell in cells]


def in_order(
    found: Iterable[Instance], order: Order | None, inventory: Inventory, now: float
) -> list[Instance]:
    """The instances in an order (None: by name), equal ones by id."""
    column, reverse = (order.column, order.reverse) if order else (NAME, False)
    return ordered(ordered(found, ID, inventory, now), column, inventory, now, reverse=reverse)


def fitting(
    columns: Sequence[InstanceColumn],
    rows: Sequence[Instance],
    inventory: Inventory,
    now: float,
    width: int,
) -> list[InstanceColumn]:
    """The first columns that fit into so many cells (0: all of them), at least one."""
    if not width:
        return list(columns)
    chosen: list[InstanceColumn] = []
    used = 0
    for column in columns:
        widest = max((cell_width(column.cell(row, inventory, now).text) for row in rows), default=0)
        used += max(widest, cell_width(column.title)) + (GAP if chosen else 0)
        if chosen and used > width:
            break
        chosen.append(column)
    return chosen


def table(
    output: Output,
    rows: Sequence[Instance],
    columns: Sequence[InstanceColumn],
    inventory: Inventory,
    now: float,
) -> None:
    """Writes instances as an aligned table."""
    output.table(
        [column.title for column in columns],
        [column.align for column in columns],
        [[column.cell(row, inventory, now) for column in columns] for row in rows],
    )
