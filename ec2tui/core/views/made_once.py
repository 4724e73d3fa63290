"""What is made of a whole table is made once while the table stays the same."""

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from ec2tui.core.model.inventory import Table

T = TypeVar("T")

_KEPT = 8
"""How many tables are remembered with what was made of them."""

_remembered: deque[tuple[Table, Callable[[Table], Any], Any]] = deque(maxlen=_KEPT)


def made_once(table: Table, make: Callable[[Table], T]) -> T:
    """What a function makes of a table; tables are compared by identity, as comparing costs as much."""
    for seen, function, made in tuple(_remembered):
        if seen is table and function is make:
            found: T = made
            return found
    result = make(table)
    _remembered.append((table, make, result))
    return result
