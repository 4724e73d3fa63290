"""One table on screen: its filter line, its rows and its details, kept in step with the store."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker

from ec2tui.core.model.key import Key
from ec2tui.core.views.tone import Tone
from ec2tui.services.watch import Watcher
from ec2tui.tui.pages.completion import QuerySuggester
from ec2tui.tui.pages.filter_words import count_line, mistake_words
from ec2tui.tui.pages.page import Table
from ec2tui.tui.pages.page_table import PageTable
from ec2tui.tui.pages.panes import CockpitPane, Pane, Panes
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.pages.sections import detail_of
from ec2tui.tui.widgets.covered import Covered, CoveredColumn
from ec2tui.tui.widgets.filter_bar import FilterBar
from ec2tui.tui.widgets.row_messages import RowHighlighted, WindowChanged
from ec2tui.tui.widgets.strip_line import StripLine

QUICK = 3000
"""Rows that are filtered and ordered within a keystroke, without doing it in pieces."""

PASSING = 0.3
"""Seconds until rows of a long table that came into view are asked about: some facts cost a call for each."""

LONGEST = 0.008
"""Seconds of work between two turns of the loop."""

Empty = Callable[[Rows], tuple[str, Tone]]
"""What a table without rows says, and its tone."""


class PageView(Covered):
    """It holds what the user chose to look at here; everything else is asked of the rows.

    It keeps cursor, scroll, marks, filter, order and columns while another page shows. `whose` is the key of
    the row that it is a part of, None for a whole table.
    """

    class Redrawn(Message):
        """Which rows show, or how many, is different now."""

    def __init__(
        self,
        table: Table,
        rows: Rows,
        watcher: Watcher,
        empty: Empty,
        whose: Key | None = None,
        cockpit: tuple[Callable[[], CockpitPane], ...] = (),
    ) -> None:
        super().__init__()
        self.kind = table
        self.whose = whose
        self.rows = rows
        self.watcher = watcher
        self.table = PageTable(id="rows")
        self.detail = detail_of(rows, lambda: self.table.cursor_key)
        self.filter_bar = FilterBar(QuerySuggester(rows), self.table.focus)
        self._strip = StripLine(lambda: rows.strip) if rows.strip is not None else None
        over = (self._strip,) if self._strip else ()
        fixed = (
            Pane("table", CoveredColumn(*over, self.filter_bar, self.table, id="left"), self.table.focus),
            Pane("detail", self.detail, self.detail.focus_lines),
        )
        self._panes = Panes(self, fixed, cockpit)
        self._empty = empty
        self._filtering = False
        self._look: Timer | None = None
        self._window_look: Timer | None = None
        self._following: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """The panes from left to right (narrow: from top to bottom)."""
        for pane in self._panes.all:
            yield pane.widget

    def on_mount(self) -> None:
        """Shows what is known already."""
        self.table.set_columns(self.rows.specs())
        self.table.set_source(self.rows)
        self.table.set_sort(self.rows.sort_id, descending=self.rows.reverse)
        self.table.streaming = True
        self.watcher.want(self.rows.kinds)
        self._follow()
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """The page has another width: a cockpit has its panes where all show at once."""
        self._panes.fit(self.screen.has_class("wide"))
        self._panes.follow(self.rows.item(self.table.cursor_key))

    def enter(self) -> None:
        """Shows itself, and reads again what it needs."""
        self.display = True
        self.watcher.want(self.rows.kinds)
        self._follow()
        self.fit()
        self._panes.zoom(self.zoomed)

    def _follow(self) -> None:
        follow = partial(self.rows.follow, self._followed)
        self._following = self.run_worker(follow, group="follow", exclusive=True)

    def _followed(self) -> None:
        self.sync()
        self.post_message(self.Redrawn())

    def leave(self) -> None:
        """Hides itself; what it shows stays as it is."""
        self.display = False
        if self._following is not None:
            self._following.cancel()

    # In step with the store

    def sync(self) -> None:
        """Takes in what changed in the store."""
        changed = self.rows.sync()
        if changed is None or changed:
            self.table.rows_changed(changed)
            self._facts_for_window()
            self._tell_count()
        streaming = not self.rows.everything_read
        if self.table.streaming and not streaming:
            self._look_at_window()
        self.table.streaming = streaming
        if self.rows.stale:
            self.rebuild()
        self._tell_emptiness()
        if self._strip is not None:
            self._strip.update_line()
        self.detail.redraw()
        self._panes.follow(self.rows.item(self.table.cursor_key))

    def rebuild(self) -> None:
        """Filters and orders anew: at once when that is quick, else in pieces between keystrokes."""
        self.watcher.want(self.rows.kinds)
        pieces = self.rows.rebuild()
        if self.rows.total <= QUICK:
            for _ in pieces:
                pass
            self._rebuilt()
        else:
            self.run_worker(self._rebuild_in_pieces(pieces), group="rebuild", exclusive=True)

    async def _rebuild_in_pieces(self, pieces: Iterator[int]) -> None:
        since = perf_counter()
        for _ in pieces:
            if perf_counter() - since > LONGEST:
                await asyncio.sleep(0)
                since = perf_counter()
        self._rebuilt()

    def filter_now(self) -> None:
        """Lets what has been typed into the filter hold at once: something is to be done to the rows."""
        text = self.filter_bar.text
        if text != self.rows.query_text and self.rows.filter(text):
            self._filtering = True
        if self._filtering:
            self.workers.cancel_group(self, "rebuild")
            for _ in self.rows.rebuild():
                pass
            self._rebuilt()

    def _rebuilt(self) -> None:
        self._filtering = False
        self.table.rows_changed()
        self._facts_for_window()
        self._tell_emptiness()
        self._tell_count()
        self.post_message(self.Redrawn())

    def _tell_emptiness(self) -> None:
        if not len(self.rows):
            self.table.message = self._empty(self.rows)

    def _tell_count(self) -> None:
        rows = self.rows
        if rows.mistake is not None:
            self.filter_bar.tell_mistake(rows.mistake.position, mistake_words(rows.mistake))
        else:
            self.filter_bar.tell(count_line(rows))

    def _facts_for_window(self) -> None:
        """Asks about the rows in view; of a long or a growing table about those that do not just pass by."""
        if self.rows.total <= QUICK and not self.table.streaming:
            self._look_at_window()
        elif self._window_look is None:
            self._window_look = self.set_timer(PASSING, self._look_at_window)

    def _look_at_window(self) -> None:
        self._window_look = None
        for kind, keys in self.rows.facts_in_view(cast("Sequence[Key]", self.table.visible_keys())):
            self.watcher.look_at(kind, keys)

    def _facts_for_detail(self) -> None:
        item = self.rows.item(self.table.cursor_key)
        if item is not None:
            for kind, keys in self.rows.facts_of(item):
                self.watcher.look_at(kind, keys)

    # What the table and the filter say

    @on(RowHighlighted)
    def _highlighted(self) -> None:
        self.detail.redraw()
        self._panes.follow(self.rows.item(self.table.cursor_key))
        if self._look is not None:
            self._look.stop()
        self._look = self.set_timer(0.15, self._facts_for_detail)

    @on(WindowChanged)
    def _window(self) -> None:
        self._facts_for_window()

    @on(FilterBar.Changed)
    def _typed(self, event: FilterBar.Changed) -> None:
        if self.rows.filter(event.text):
            self._filtering = True
            self.rebuild()
        else:
            self._tell_count()

    # What flows use

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The ids of the columns shown."""
        return tuple(column.id for column in self.rows.columns)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes that show at this width; the first is the table."""
        return self._panes.all

    @property
    def pane(self) -> Pane:
        """The pane that has the focus, the table while none has it."""
        return self._panes.focused

    @property
    def zoomed(self) -> str | None:
        """The pane that has the page to itself."""
        return self._panes.zoomed

    def next_pane(self) -> None:
        """Moves the focus to the next pane; one that has the page to itself gives it back."""
        self._panes.next()

    def zoom(self, pane_id: str | None) -> None:
        """Gives the page to one pane, or shows all."""
        self._panes.zoom(pane_id)

    def look_again(self) -> None:
        """Has panes and rows read again what they show."""
        self._panes.again()
        self.rows.again()

    def set_filter(self, text: str) -> None:
        """Puts a query into the filter line."""
        self.filter_bar.set_text(text)

    def sort(self, column_id: str, reverse: bool) -> None:
        """Orders the rows by a column."""
        other = self.rows.sort(column_id, reverse)
        self.table.set_sort(column_id, descending=reverse)
        if other:
            self.rebuild()
        else:
            self.table.rows_changed()

    def show_columns(self, ids: Sequence[str]) -> None:
        """Shows other columns."""
        self.rows.use_columns(ids)
        self.table.set_columns(self.rows.specs())
        self.table.rows_changed()
        self.watcher.want(self.rows.kinds)
        self._facts_for_window()

    async def go_to(self, key: Key) -> None:
        """Puts the cursor on a row, clearing a filter that hides it."""
        if not self.table.move_to(key):
            self.set_filter("")
            self.rows.filter("")
            for _ in self.rows.rebuild():
                await asyncio.sleep(0)
            self._rebuilt()
            self.table.move_to(key)
        self.table.focus()
