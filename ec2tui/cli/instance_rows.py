"""Instances as rows of a table or of CSV, in an order."""

from collections.abc import Iterable

from ec2tui.cli.item_rows import csv_row, fitting, table
from ec2tui.cli.selection import Order
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.column import ordered
from ec2tui.core.views.instances import ID, NAME

__all__ = ["csv_row", "fitting", "in_order", "table"]


def in_order(
    found: Iterable[Instance], order: Order | None, inventory: Inventory, now: float
) -> list[Instance]:
    """The instances in an order (None: by name), equal ones by id."""
    column, reverse = (order.column, order.reverse) if order else (NAME, False)
    return ordered(ordered(found, ID, inventory, now), column, inventory, now, reverse=reverse)
