"""Our RowTable with as many rows as the first argument says; with `churn`, rows change all the time."""

import sys
from collections.abc import Hashable, Sequence

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from benchmarks.apps.rows import COLUMNS, row
from ec2tui.core.views.tone import Cell
from ec2tui.tui.widgets.row_messages import RowHighlighted
from ec2tui.tui.widgets.row_source import ColumnSpec
from ec2tui.tui.widgets.row_table import RowTable


class MadeUpRows:
    """Rows made when they are asked for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def key_at(self, index: int, /) -> Hashable:
        """The index itself."""
        return index

    def position(self, key: Hashable, /) -> int | None:
        """The key itself."""
        return key if isinstance(key, int) and key < self._count else None

    def cells(self, index: int, /) -> Sequence[Cell]:
        """The texts, without tones."""
        return [Cell(text) for text in row(index)]


class RowTableApp(App[None]):
    """A table and nothing else."""

    def compose(self) -> ComposeResult:
        """The table."""
        columns = [ColumnSpec(name, name) for name in COLUMNS]
        yield RowTable(MadeUpRows(int(sys.argv[1])), columns)
        if "churn" in sys.argv:
            # Tells the answer to a key from the repaints that go on all the time.
            yield Static("<0>")

    def on_mount(self) -> None:
        """Lets a page of rows change ten times a second when asked to."""
        if "churn" in sys.argv:
            table = self.query_one(RowTable)
            self.set_interval(0.1, lambda: table.rows_changed(frozenset(range(1000))))

    def on_row_highlighted(self, message: RowHighlighted) -> None:
        """Says where the cursor is."""
        for line in self.query(Static):
            line.update(Content(f"<{message.key}>"))


if __name__ == "__main__":
    RowTableApp().run()
