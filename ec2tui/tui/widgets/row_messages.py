"""What a row table tells its surroundings."""

from collections.abc import Hashable

from textual.message import Message
from textual.widget import Widget


class RowTableMessage(Message):
    """Anything a row table says; `control` is the table."""

    def __init__(self, table: Widget) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> Widget:
        """The table, for selectors in `@on`."""
        return self.table


class RowHighlighted(RowTableMessage):
    """The cursor came to stand on another row; `key` is None when there is no row."""

    def __init__(self, table: Widget, key: Hashable | None) -> None:
        super().__init__(table)
        self.key = key


class RowOpened(RowTableMessage):
    """The user opened a row, by key or double click."""

    def __init__(self, table: Widget, key: Hashable) -> None:
        super().__init__(table)
        self.key = key


class MarksChanged(RowTableMessage):
    """Rows were marked or unmarked."""


class HeaderSelected(RowTableMessage):
    """The user clicked a column's header."""

    def __init__(self, table: Widget, column_id: str) -> None:
        super().__init__(table)
        self.column_id = column_id


class WindowChanged(RowTableMessage):
    """Other rows came into view: those from `first` up to, not including, `last`."""

    def __init__(self, table: Widget, first: int, last: int) -> None:
        super().__init__(table)
        self.first = first
        self.last = last
