"""What the checks say about a row of another table: the worst of it, and the words of queries."""

from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.column import UNKNOWN, SortKey, missing_cell
from ec2tui.core.views.finding_words import said_words, worst_cell, worst_rank
from ec2tui.core.views.tone import Cell


def findings_cell(item: Any, inventory: Inventory, _now: float) -> Cell:
    """`critical NET-01 +2`; a word for what has not been judged."""
    found = inventory.findings(item.key)
    return missing_cell(found) if isinstance(found, Missing) else worst_cell(found.findings)


def findings_key(item: Any, inventory: Inventory, _now: float) -> SortKey:
    """The worst first when descending, then how many."""
    found = inventory.findings(item.key)
    return UNKNOWN if isinstance(found, Missing) else (False, worst_rank(found.findings))


def finding_words(item: Any, inventory: Inventory) -> tuple[str, ...] | Missing:
    """Severities and ids of what fails, `unknown`, or `none`."""
    found = inventory.findings(item.key)
    return found if isinstance(found, Missing) else said_words(found.findings)
