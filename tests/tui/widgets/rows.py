"""A source of rows that counts what it is asked, and an app with a table that counts what it paints."""

from collections.abc import Hashable, Sequence

from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip

from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.tui.widgets.row_messages import RowTableMessage
from ec2tui.tui.widgets.row_source import ColumnSpec
from ec2tui.tui.widgets.row_table import RowTable

COLUMNS = (
    ColumnSpec("name", "NAME", max_width=30),
    ColumnSpec("state", "STATE"),
    ColumnSpec("address", "ADDRESS", align=Align.RIGHT),
    ColumnSpec("type", "TYPE"),
)


class ListedRows:
    """Rows `(key, texts)` in a list; `asked` counts the calls of `cells`."""

    def __init__(self, count: int = 0) -> None:
        self.keys: list[Hashable] = [f"i-{number:06}" for number in range(count)]
        self.texts: dict[Hashable, tuple[str, ...]] = {}
        self.asked = 0
        self._positions: dict[Hashable, int] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def key_at(self, index: int, /) -> Hashable:
        assert index >= 0
        return self.keys[index]

    def position(self, key: Hashable, /) -> int | None:
        if self._positions is None or len(self._positions) != len(self.keys):
            self._positions = {key: index for index, key in enumerate(self.keys)}
        return self._positions.get(key)

    def cells(self, index: int, /) -> Sequence[Cell]:
        self.asked += 1
        key = self.keys[index]
        texts = self.texts.get(key, (f"web {key}", "running", "10.0.0.1", "m7g.large"))
        tones = (Tone.PLAIN, Tone.GOOD, Tone.DIM, Tone.PLAIN)
        return [Cell(text, tone) for text, tone in zip(texts, tones, strict=True)]

    def reorder(self, keys: Sequence[Hashable]) -> None:
        """Puts the rows in another order, or other rows in their place."""
        self.keys = list(keys)
        self._positions = None


class CountingTable(RowTable):
    """A table that notes which lines it renders."""

    def __init__(self, source: ListedRows) -> None:
        super().__init__(source, COLUMNS)
        self.painted: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class TableApp(App[None]):
    """Nothing but a table; `said` holds what it posted."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, source: ListedRows) -> None:
        super().__init__()
        self.source = source
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield CountingTable(self.source)

    def on_mount(self) -> None:
        self.table.focus()

    @property
    def table(self) -> CountingTable:
        return self.query_one(CountingTable)

    def lines(self) -> list[str]:
        """The text of every line of the table, as it would be painted now."""
        table = self.table
        return [table.render_line(y).text for y in range(table.size.height)]

    def on_row_highlighted(self, message: RowTableMessage) -> None:
        self.said.append(message)

    on_row_opened = on_row_highlighted
    on_marks_changed = on_row_highlighted
    on_header_selected = on_row_highlighted
    on_window_changed = on_row_highlighted

    def heard(self, kind: type[Message]) -> list[Message]:
        """The messages of a kind, in order."""
        return [message for message in self.said if type(message) is kind]
