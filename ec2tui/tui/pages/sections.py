"""The tabs of a page's details, each drawn from the present inventory."""

from collections.abc import Callable, Hashable

from ec2tui.core.views.resource import Detail
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.widgets.detail_pane import DetailPane, Section

Cursor = Callable[[], Hashable | None]
"""The key of the row under the cursor, None where there is none."""


def sections_of(rows: Rows, cursor: Cursor) -> tuple[Section, ...]:
    """The tabs about the row under the cursor."""
    return tuple((id_, title, _lines(rows, cursor, draw)) for id_, title, draw in rows.resource.sections)


def detail_of(rows: Rows, cursor: Cursor) -> DetailPane:
    """The pane about the row under the cursor: one of the rows' own, or the tabs of their resource."""
    return rows.pane(cursor) or DetailPane(sections_of(rows, cursor))


def _lines(rows: Rows, cursor: Cursor, draw: Detail[object]) -> Callable[[], tuple[Line, ...]]:
    def lines() -> tuple[Line, ...]:
        item = rows.item(cursor())
        if item is None:
            return ((Cell(f"No {rows.resource.noun} is selected.", Tone.DIM),),)
        return draw(item, rows.inventory, rows.session.clock.now())

    return lines
