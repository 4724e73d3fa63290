"""Textual's own option list with 100 rows: what a key press costs at least."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from benchmarks.apps.rows import row


class BareList(App[None]):
    """A list, and a line that says where its cursor is."""

    CSS = "OptionList { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """The list."""
        yield OptionList(*("  ".join(row(index)) for index in range(100)))
        yield Static("<0>")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Says where the cursor is."""
        self.query_one(Static).update(Content(f"<{event.option_index}>"))


if __name__ == "__main__":
    BareList().run()
