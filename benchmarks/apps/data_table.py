"""Textual's DataTable with as many rows as the first argument says."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from benchmarks.apps.rows import COLUMNS, row


class DataTableApp(App[None]):
    """A table and nothing else."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable(cursor_type="row", fixed_columns=1)

    def on_mount(self) -> None:
        """Fills it."""
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        table.add_rows(row(index) for index in range(int(sys.argv[1])))


if __name__ == "__main__":
    DataTableApp().run()
