"""A table of instance types to choose one from, with what each offers and costs, and what does not fit."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.instance_types import compared
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.core.views.type_choice import Choice
from ec2tui.core.views.type_purpose import Purpose
from ec2tui.services.instance_types import read_types
from ec2tui.services.session import Session
from ec2tui.tui.pages.filter_words import mistake_words
from ec2tui.tui.pages.type_rows import TypeRows
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.widgets.line_content import line_content
from ec2tui.tui.widgets.row_messages import HeaderSelected, RowHighlighted, RowOpened
from ec2tui.tui.widgets.row_table import RowTable
from ec2tui.tui.widgets.spelled_input import SpelledInput
from ec2tui.tui.widgets.tab_strip import TabStrip

PURPOSES: tuple[Purpose | None, ...] = (None, *Purpose)
"""What `tab` goes through; None is all types."""


HINT = "search: m7i, arm64, vcpu>=8 memory>=32 price<0.5, fits"
"""What may be typed."""


class TypePicker(Popup[str | None]):
    """Dismisses with the name of a type, None when it was left.

    Where the types cannot be read, what was typed is taken as a name; the review judges it.
    """

    DEFAULT_CSS = """
    TypePicker { align: center middle; background: $background 60%; }
    TypePicker RowTable { height: 1fr; }
    TypePicker #types-told { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("tab", "purpose(1)", "Next purpose", priority=True),
        Binding("shift+tab", "purpose(-1)", "Previous purpose", priority=True),
        Binding("down", "table('move(1)')", "Down", priority=True),
        Binding("up", "table('move(-1)')", "Up", priority=True),
        Binding("pagedown", "table('page(1)')", "Page down", priority=True),
        Binding("pageup", "table('page(-1)')", "Page up", priority=True),
        Binding("ctrl+t", "order", "Order by the next column", priority=True),
        Binding("ctrl+r", "read", "Read again", priority=True),
        Binding("alt+right", "table('columns_right')", "Columns to the right", priority=True),
        Binding("alt+left", "table('columns_left')", "Columns to the left", priority=True),
    ]

    def __init__(self, title: str, session: Session, choice: Choice) -> None:
        super().__init__()
        self._title = title
        self._session = session
        self._choice = choice
        self._rows = TypeRows(session, choice)
        self._moved = False
        self._syncing = False
        self._busy = False
        self._unsubscribe: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        """The title, a line to search with, the purposes, the table, and the keys."""
        with Vertical(classes="popup large"):
            yield Static(Content(clean(self._title, 120)), classes="popup-title")
            yield SpelledInput(placeholder=HINT, id="needle")
            yield TabStrip(tuple("all" if one is None else one.value for one in PURPOSES))
            yield RowTable(id="rows")
            yield Static(id="types-told")
            yield Static(
                Content("enter take · tab purpose · ctrl+t order · alt+←→ columns · esc leave"),
                classes="popup-keys",
            )

    def on_mount(self) -> None:
        """Shows what is known, and reads the rest."""
        table = self._table
        table.set_columns(self._rows.specs())
        table.set_source(self._rows)
        table.set_sort(self._rows.sort_id, descending=self._rows.reverse)
        table.can_focus = False
        self._unsubscribe = self._session.store.subscribe(self._changed)
        self.query_one("#needle").focus()
        self._rebuild()
        self.action_read()

    def on_unmount(self) -> None:
        """The store is listened to no more."""
        self._unsubscribe()

    # In step with the store

    def action_read(self) -> None:
        """Reads what is not known yet."""
        self.run_worker(self._read(), group="types", exclusive=True)

    async def _read(self) -> None:
        session = self._session
        if session.gateway is not None:
            self._busy = True
            await read_types(session.gateway, session.store, session.clock, self._choice)
            self._busy = False
            self._tell()

    def _changed(self) -> None:
        if not self._syncing:
            self._syncing = True
            self.call_later(self._sync)

    def _sync(self) -> None:
        self._syncing = False
        changed = self._rows.sync()
        if self._rows.stale:
            self._rebuild()
        elif changed is None or changed:
            self._table.rows_changed(changed)
            self._to_the_present_one()
        self._tell()

    def _rebuild(self) -> None:
        for _ in self._rows.rebuild():
            pass
        self._table.rows_changed()
        self._to_the_present_one()
        self._tell()

    def _to_the_present_one(self) -> None:
        """Until the user moves, the cursor is on the type that it is now."""
        if not self._moved and self._choice.now:
            self._table.move_to(self._choice.place._replace(id=self._choice.now[0]))

    # What the user does

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._rows.filter(event.value):
            self._rebuild()
            if event.value and len(self._rows):
                self._table.action_first()
        self._tell()

    @on(Input.Submitted)
    def _entered(self) -> None:
        """Enter takes the row under the cursor; without types to choose from, what was typed."""
        key = self._table.cursor_key
        typed = self.query_one("#needle", Input).value.strip()
        if isinstance(key, Key) and len(self._rows):
            self.dismiss(key.id)
        elif typed and not self._rows.total and self._rows.reading.problem is not None:
            self.dismiss(typed)
        else:
            self.app.bell()

    @on(RowOpened)
    def _opened(self) -> None:
        self._entered()

    @on(HeaderSelected)
    def _header(self, event: HeaderSelected) -> None:
        self._order(event.column_id, self._rows.sort_id == event.column_id and not self._rows.reverse)

    @on(TabStrip.Chosen)
    def _tab(self, event: TabStrip.Chosen) -> None:
        self._show_purpose(event.index)

    @on(RowHighlighted)
    def _highlighted(self) -> None:
        self._tell()

    def action_purpose(self, by: int) -> None:
        """Shows the types of the next purpose."""
        self._show_purpose((self.query_one(TabStrip).active + by) % len(PURPOSES))

    def action_table(self, action: str) -> None:
        """Moves in the table while the line keeps the focus."""
        self._moved = True
        name, _, argument = action.rstrip(")").partition("(")
        act = getattr(self._table, f"action_{name}")
        act(int(argument)) if argument else act()

    def action_order(self) -> None:
        """Orders by the next column."""
        ids = [column.id for column in self._rows.columns]
        self._order(ids[(ids.index(self._rows.sort_id) + 1) % len(ids)], False)

    def action_leave(self) -> None:
        """Leaves everything as it was."""
        self.dismiss(None)

    def _show_purpose(self, index: int) -> None:
        self.query_one(TabStrip).active = index
        self._rows.purpose = PURPOSES[index]
        self._rebuild()

    def _order(self, column_id: str, reverse: bool) -> None:
        self._rows.sort(column_id, reverse)
        self._table.set_sort(column_id, descending=reverse)
        self._rebuild()

    @property
    def _table(self) -> RowTable:
        return self.query_one(RowTable)

    # What is said

    def _tell(self) -> None:
        rows = self._rows
        if not len(rows):
            self._table.message = self._nothing()
        self.query_one("#types-told", Static).update(line_content(self._told()))

    def _nothing(self) -> tuple[str, Tone]:
        reading = self._rows.reading
        if self._types_coming:
            return "reading instance types…", Tone.INFO
        if reading.problem is not None:
            problem = reading.problem
            words = f"{problem.operation} failed ({problem.outcome}). Type a name and press enter."
            return clean(words), Tone.BAD
        return "No type matches.", Tone.DIM

    @property
    def _types_coming(self) -> bool:
        """Whether more types are still to come; reads of single types beside it say nothing of that."""
        return self._busy and not self._rows.reading.known

    def _told(self) -> Line:
        """How many fit, what a query gets wrong, what is still read, and why prices are not known."""
        rows = self._rows
        if rows.mistake is not None:
            return (Cell(mistake_words(rows.mistake), Tone.BAD),)
        count = len(rows)
        spans = [Cell(f"{rows.fitting():,} of {count:,} fit", Tone.DIM)]
        current = rows.item(self._table.cursor_key)
        more = compared(self._choice, current, rows.inventory) if current is not None else ""
        if more:
            spans.append(Cell(f" · {clean(more)}"))
        if rows.unknown:
            spans.append(Cell(f" · {rows.unknown:,} not known yet", Tone.DIM))
        for kind in (Kind.INSTANCE_TYPES, Kind.OFFERINGS, Kind.PRICES):
            reading = rows.state(kind)
            if reading.loading or (kind is Kind.INSTANCE_TYPES and self._types_coming):
                spans.append(Cell(f" · reading {kind}…", Tone.INFO))
            elif reading.problem is not None:
                spans.append(Cell(f" · {kind} not known: {reading.problem.outcome}", Tone.WARN))
        if self._choice.price_key("") is None:
            spans.append(Cell(" · no price known for this software or purchase", Tone.WARN))
        return tuple(spans)
