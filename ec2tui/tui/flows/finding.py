"""Filter, marks, order and the palette."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def filter_rows(screen: "MainScreen") -> None:
    """Opens the filter line."""
    screen.filter_bar.open()


def mark(screen: "MainScreen") -> None:
    """Marks the row, or takes its mark away, and moves on."""
    screen.table.toggle_mark()


def mark_all(screen: "MainScreen") -> None:
    """Marks every row that matches; when all are marked already, unmarks them."""
    keys = set(screen.rows.ordered())
    if keys and keys <= set(screen.table.marks):
        screen.table.clear_marks()
    else:
        screen.table.mark_many(keys)


def mark_none(screen: "MainScreen") -> None:
    """Takes every mark away."""
    screen.table.clear_marks()


def sort_previous(screen: "MainScreen") -> None:
    """Sorts by the column to the left of the present one."""
    _sort_by_neighbour(screen, -1)


def sort_next(screen: "MainScreen") -> None:
    """Sorts by the column to the right of the present one."""
    _sort_by_neighbour(screen, 1)


def sort_reverse(screen: "MainScreen") -> None:
    """Turns the order round."""
    sort(screen, screen.rows.sort_id, not screen.rows.reverse)


def sort(screen: "MainScreen", column_id: str, reverse: bool) -> None:
    """Orders the rows as the user wants them, also at the next start."""
    screen.sort(column_id, reverse)
    screen.note_order()


def _sort_by_neighbour(screen: "MainScreen", step: int) -> None:
    ids = screen.column_ids
    at = ids.index(screen.rows.sort_id) if screen.rows.sort_id in ids else 0
    sort(screen, ids[(at + step) % len(ids)], False)


def palette(screen: "MainScreen") -> None:
    """Opens the palette."""
    screen.app.action_command_palette()
