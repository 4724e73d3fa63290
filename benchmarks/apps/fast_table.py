"""textual-fastdatatable with as many rows as the first argument says; runs where that is installed."""

import sys

from textual.app import App, ComposeResult
from textual_fastdatatable import ArrowBackend, DataTable  # type: ignore[import-not-found]

from benchmarks.apps.rows import COLUMNS, row


class FastTableApp(App[None]):
    """A table and nothing else."""

    def compose(self) -> ComposeResult:
        """The table with its rows."""
        records = [row(index) for index in range(int(sys.argv[1]))]
        columns = {name: [record[at] for record in records] for at, name in enumerate(COLUMNS)}
        yield DataTable(backend=ArrowBackend.from_pydict(columns), cursor_type="row", fixed_columns=1)


if __name__ == "__main__":
    FastTableApp().run()
