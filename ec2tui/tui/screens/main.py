"""The main screen: header, filter, instances, details and footer, kept in step with the store."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Key as KeyPressed
from textual.events import Resize
from textual.screen import Screen
from textual.timer import Timer

from ec2tui.core.actions.action import Context
from ec2tui.core.model.key import Key
from ec2tui.core.views.choices import sort_text
from ec2tui.core.views.header import HeaderFacts
from ec2tui.core.views.nothing import nothing_to_show
from ec2tui.core.views.text import clean
from ec2tui.services.session import Session
from ec2tui.services.watch import Watcher
from ec2tui.tui.bindings import keys_of
from ec2tui.tui.completion import QuerySuggester
from ec2tui.tui.connection import Connection
from ec2tui.tui.context import context_of, header_facts
from ec2tui.tui.facts import facts_for_detail, facts_for_rows
from ec2tui.tui.filter_words import count_line, mistake_words
from ec2tui.tui.instance_rows import InstanceRows
from ec2tui.tui.sections import sections
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.widgets.action_bar import ActionBar
from ec2tui.tui.widgets.detail_pane import DetailPane
from ec2tui.tui.widgets.filter_bar import FilterBar
from ec2tui.tui.widgets.header_strip import HeaderStrip
from ec2tui.tui.widgets.row_messages import (
    HeaderSelected,
    MarksChanged,
    RowHighlighted,
    RowOpened,
    WindowChanged,
)
from ec2tui.tui.widgets.row_table import RowTable

NARROW = 110
"""Columns under which the details lie below the table."""

WIDE = 160
"""Columns from which the details have a width of their own, and all else is the table's."""

QUICK = 3000
"""Rows that are filtered and ordered within a keystroke, without doing it in pieces."""


class MainScreen(Screen[None]):
    """Everything it shows is asked of the session; it holds only what the user chose to look at."""

    def __init__(self, session: Session, around: Surroundings) -> None:
        super().__init__()
        self.session = session
        self.around = around
        self.watcher = Watcher(session, around.refresh)
        self.connection = Connection(self)
        self.rows = InstanceRows(session, around.chosen.columns, around.chosen.sort)
        self.table = RowTable(id="instances")
        self.detail = DetailPane(sections(self))
        self.filter_bar = FilterBar(QuerySuggester(session))
        self.header = HeaderStrip(self.header_facts)
        self.footer = ActionBar(self.context, lambda action: keys_of(action, around.keymap))
        self.zoomed: str | None = None
        self._syncing = False
        self._look: Timer | None = None

    def compose(self) -> ComposeResult:
        """Header, table with its filter, details, footer."""
        self._fit(self.app.size.width)
        yield self.header
        with Container(id="body"):
            with Vertical(id="left"):
                yield self.filter_bar
                yield self.table
            yield self.detail
        yield self.footer

    def on_mount(self) -> None:
        """The first frame is painted before AWS is thought of."""
        self.table.set_columns(self.rows.specs())
        self.table.set_source(self.rows)
        self.table.set_sort(self.rows.sort_id, descending=self.rows.reverse)
        self.table.streaming = True
        self.table.focus()
        self.session.store.subscribe(self._changed)
        self.session.subscribe(self._changed)
        self.set_interval(30, lambda: self.table.rows_changed())
        self.call_after_refresh(self.connection.begin)
        self._sync()

    async def on_unmount(self) -> None:
        """Nothing goes on after the screen."""
        await self.connection.end()

    # In step with the store

    def _changed(self) -> None:
        if not self._syncing:
            self._syncing = True
            self.call_later(self._sync)

    def _sync(self) -> None:
        self._syncing = False
        changed = self.rows.sync()
        if changed is None or changed:
            self.table.rows_changed(changed)
            self._facts_for_window()
        self.table.streaming = not self.session.everything_read
        if self.rows.stale:
            self._rebuild()
        self._tell_emptiness()
        self.detail.redraw()
        self.header.update()
        self.footer.refresh()

    def _rebuild(self) -> None:
        """Filters and orders anew: at once when that is quick, else in pieces between keystrokes."""
        self._want()
        pieces = self.rows.rebuild()
        if self.rows.total <= QUICK:
            for _ in pieces:
                pass
            self._rebuilt()
        else:
            self.run_worker(self._rebuild_in_pieces(pieces), group="rebuild", exclusive=True)

    async def _rebuild_in_pieces(self, pieces: Iterator[int]) -> None:
        for _ in pieces:
            await asyncio.sleep(0)
        self._rebuilt()

    def _rebuilt(self) -> None:
        self.table.rows_changed()
        self._facts_for_window()
        self._tell_emptiness()
        self._tell_count()
        self.header.update()

    def _tell_emptiness(self) -> None:
        if not len(self.rows):
            cell = nothing_to_show(self.header_facts(), self.rows.total, self.rows.unknown)
            self.table.message = (cell.text, cell.tone)

    def _want(self) -> None:
        self.watcher.want(self.rows.kinds)

    def _facts_for_window(self) -> None:
        for kind, keys in facts_for_rows(self.rows, cast("Sequence[Key]", self.table.visible_keys())):
            self.watcher.look_at(kind, keys)

    def _facts_for_detail(self) -> None:
        item = self.rows.item(self.table.cursor_key)
        if item is not None:
            for kind, keys in facts_for_detail(item):
                self.watcher.look_at(kind, keys)

    # What the table, the filter and the terminal say

    @on(RowHighlighted)
    def _highlighted(self) -> None:
        self.detail.redraw()
        self.footer.refresh()
        if self._look is not None:
            self._look.stop()
        self._look = self.set_timer(0.15, self._facts_for_detail)

    @on(RowOpened)
    async def _opened(self) -> None:
        await self.app.run_action("app.act('row.open')")

    @on(WindowChanged)
    def _window(self) -> None:
        self._facts_for_window()

    @on(MarksChanged)
    def _marks(self) -> None:
        self.footer.refresh()
        self.header.update()

    @on(HeaderSelected)
    def _header(self, event: HeaderSelected) -> None:
        self.sort(event.column_id, self.rows.sort_id == event.column_id and not self.rows.reverse)
        self.around.chosen.note(sort=sort_text(self.rows.sort_id, self.rows.reverse))

    @on(FilterBar.Changed)
    def _typed(self, event: FilterBar.Changed) -> None:
        if self.rows.filter(event.text):
            self._rebuild()
        self._tell_count()

    @on(FilterBar.Done)
    def _filtered(self) -> None:
        self.table.focus()

    def on_key(self, event: KeyPressed) -> None:
        """A key that nothing has taken is answered too."""
        if event.is_printable and event.character and event.key not in self.active_bindings:
            self.app.clear_notifications()
            self.say(f"{clean(event.character)} does nothing here; ? shows the keys.")

    def on_resize(self, event: Resize) -> None:
        """The details go below the table when there is no room beside it."""
        self._fit(self.size.width)

    def _fit(self, width: int) -> None:
        self.set_class(width < NARROW, "narrow")
        self.set_class(width >= WIDE, "wide")

    # What flows use

    @property
    def narrow(self) -> bool:
        """Whether the details lie below the table."""
        return self.size.width < NARROW

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The ids of the columns shown."""
        return tuple(column.id for column in self.rows.columns)

    def context(self) -> Context:
        """What is in front of the user."""
        return context_of(self)

    def header_facts(self) -> HeaderFacts:
        """What the header tells now."""
        return header_facts(self)

    def selected_keys(self, cursor_only: bool = False) -> tuple[Key, ...]:
        """The keys that an action takes: the marked rows, else the one under the cursor."""
        if self.table.marks and not cursor_only:
            return tuple(sorted(cast("frozenset[Key]", self.table.marks)))
        key = cast("Key | None", self.table.cursor_key)
        return (key,) if key else ()

    def say(self, words: str, bad: bool = False) -> None:
        """A short message over the screen, cleaned and never as markup."""
        self.notify(clean(words, 400), severity="warning" if bad else "information", markup=False, timeout=4)

    def zoom(self, pane: str | None) -> None:
        """Gives the screen to `table` or `detail`, or shows both."""
        self.zoomed = pane
        self.set_class(pane == "table", "zoom-table")
        self.set_class(pane == "detail", "zoom-detail")
        (self.detail.focus_lines if pane == "detail" else self.table.focus)()

    def set_filter(self, text: str) -> None:
        """Puts a query into the filter line."""
        self.filter_bar.set_text(text)

    def sort(self, column_id: str, reverse: bool) -> None:
        """Orders the rows by a column."""
        other = self.rows.sort(column_id, reverse)
        self.table.set_sort(column_id, descending=reverse)
        if other:
            self._rebuild()
        else:
            self.table.rows_changed()

    def show_columns(self, ids: Sequence[str]) -> None:
        """Shows other columns."""
        self.rows.use_columns(ids)
        self.table.set_columns(self.rows.specs())
        self.table.rows_changed()
        self._want()
        self._facts_for_window()

    async def go_to(self, key: Key) -> None:
        """Puts the cursor on an instance, clearing a filter that hides it."""
        if not self.table.move_to(key):
            self.set_filter("")
            self.rows.filter("")
            for _ in self.rows.rebuild():
                await asyncio.sleep(0)
            self._rebuilt()
            self.table.move_to(key)
        self.table.focus()

    def _tell_count(self) -> None:
        rows = self.rows
        if rows.mistake is not None:
            self.filter_bar.tell_mistake(rows.mistake.position, mistake_words(rows.mistake))
        else:
            self.filter_bar.tell(count_line(rows))
