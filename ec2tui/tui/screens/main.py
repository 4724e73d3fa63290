"""The main screen: header, pages and footer, kept in step with the store."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.events import Key as KeyPressed
from textual.events import Resize
from textual.screen import Screen

from ec2tui.core.actions.action import Context
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.choices import sort_text
from ec2tui.core.views.header import HeaderFacts
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Tone
from ec2tui.services.alarm_news import AlarmNews
from ec2tui.services.session import Session
from ec2tui.services.watch import Watcher
from ec2tui.tui.alarm_toasts import announce
from ec2tui.tui.bindings import keys_of
from ec2tui.tui.connection import Connection
from ec2tui.tui.context import context_of, emptiness, header_facts, tabs
from ec2tui.tui.pages.book import Book
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.pages.tabs import PageTabs
from ec2tui.tui.pages.view import PageView
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.unbound import answer
from ec2tui.tui.widgets.action_bar import ActionBar
from ec2tui.tui.widgets.covered import Covered
from ec2tui.tui.widgets.detail_pane import DetailPane
from ec2tui.tui.widgets.filter_bar import FilterBar
from ec2tui.tui.widgets.header_strip import HeaderStrip
from ec2tui.tui.widgets.row_messages import HeaderSelected, MarksChanged, RowHighlighted, RowOpened
from ec2tui.tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from ec2tui.services.judging import GroupJudge
    from ec2tui.services.open_forwards import OpenForwards
    from ec2tui.services.posture.watch import PostureWatch
    from ec2tui.services.surveying import Surveyor

NARROW = 110
"""Columns under which the details lie below the table."""

WIDE = 160
"""Columns from which the details have a width of their own, and all else is the table's."""


class MainScreen(Screen[None]):
    """Everything it shows is asked of the session; it holds only which page the user chose to look at."""

    BLANK: ClassVar[bool] = True

    def __init__(self, session: Session, around: Surroundings) -> None:
        super().__init__()
        self.session = session
        self.around = around
        self.watcher = Watcher(session, around.refresh)
        self.watcher.always = frozenset({Kind.ALARMS})
        self.alarm_news = AlarmNews(session)
        self.connection = Connection(self)
        self._begun = False
        self.pages = Book(self)
        self.header = HeaderStrip(self.header_facts)
        self.tabs = PageTabs(lambda: tabs(self))
        self.footer = ActionBar(self.context, lambda action: keys_of(action, around.keymap))
        self._syncing = False

    def compose(self) -> ComposeResult:
        """Header, the pages' names, the page, footer."""
        self._fit(self.app.size.width)
        yield self.header
        yield self.tabs
        with Covered(id="body"):
            yield self.view
        yield self.footer

    def on_mount(self) -> None:
        """The first frame is painted before AWS is thought of."""
        self.table.focus()
        self.session.store.subscribe(self.changed)
        self.session.subscribe(self.changed)
        self.set_interval(30, lambda: self.table.rows_changed())
        self._sync()

    def on_screen_resume(self) -> None:
        """The message that paints the first frame: AWS is thought of when it is done with."""
        if not self._begun:
            self._begun = True
            self.call_next(self.connection.begin)

    async def on_unmount(self) -> None:
        """Nothing goes on after the screen."""
        await self.close_forwards()
        await self.connection.end()

    # In step with the store

    def changed(self) -> None:
        """Something is different: what shows is drawn again, once, when there is time."""
        if not self._syncing:
            self._syncing = True
            self.call_later(self._sync)

    def _sync(self) -> None:
        self._syncing = False
        self.view.sync()
        self._frame()
        announce(self, self.alarm_news.look())

    @on(PageView.Redrawn)
    def _frame(self) -> None:
        self.header.update()
        self.tabs.refresh()
        self.footer.refresh()

    # What the table and the terminal say

    @on(RowHighlighted)
    def _highlighted(self) -> None:
        self.footer.refresh()

    @on(RowOpened)
    async def _opened(self) -> None:
        await self.app.run_action("app.act('row.open')")

    @on(MarksChanged)
    def _marks(self) -> None:
        self.footer.refresh()
        self.header.update()

    @on(HeaderSelected)
    def _header(self, event: HeaderSelected) -> None:
        self.sort(event.column_id, self.rows.sort_id == event.column_id and not self.rows.reverse)
        self.note_order()

    def on_key(self, event: KeyPressed) -> None:
        """A key that nothing has taken is answered too."""
        if event.is_printable and event.character and event.key not in self.active_bindings:
            self.app.clear_notifications()
            self.say(answer(event.character))

    def on_resize(self, event: Resize) -> None:
        """The details go below the table when there is no room beside it."""
        self._fit(self.size.width)
        self.view.fit()

    def _fit(self, width: int) -> None:
        self.set_class(width < NARROW, "narrow")
        self.set_class(width >= WIDE, "wide")

    @cached_property
    def surveyor(self) -> "Surveyor":
        """What tells who reaches an instance; it is imported when it is first wanted."""
        from ec2tui.services.surveying import Surveyor

        return Surveyor(self.session, self.around.limits)

    @cached_property
    def judge(self) -> "GroupJudge":
        """What judges security groups; it is imported when it is first wanted."""
        from ec2tui.services.judging import GroupJudge

        made = GroupJudge(self.session, self.around.limits)
        made.on_defect = self.watcher.on_defect
        return made

    @cached_property
    def forwards(self) -> "OpenForwards":
        """The ports that are forwarded; it is imported when the first is wanted."""
        from ec2tui.services.open_forwards import OpenForwards

        return OpenForwards()

    async def close_forwards(self) -> None:
        """Closes every forwarded port: it leads to the account that is left."""
        if "forwards" in vars(self):
            await self.forwards.aclose()

    @cached_property
    def posture(self) -> "PostureWatch":
        """What keeps all findings; it is imported when it is first wanted."""
        return self.around.watch_posture(self.session)

    # What shows now

    @property
    def view(self) -> PageView:
        """The table that shows, with its filter and its details."""
        return self.pages.view

    @property
    def rows(self) -> Rows:
        """The rows that show."""
        return self.view.rows

    @property
    def table(self) -> RowTable:
        """The table that shows."""
        return self.view.table

    @property
    def detail(self) -> DetailPane:
        """The details that show."""
        return self.view.detail

    @property
    def filter_bar(self) -> FilterBar:
        """The filter line of what shows."""
        return self.view.filter_bar

    @property
    def zoomed(self) -> str | None:
        """The pane that has the page to itself."""
        return self.view.zoomed

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The ids of the columns shown."""
        return self.view.column_ids

    @property
    def narrow(self) -> bool:
        """Whether the details lie below the table."""
        return self.size.width < NARROW

    # What flows use

    def context(self) -> Context:
        """What is in front of the user."""
        return context_of(self)

    def header_facts(self) -> HeaderFacts:
        """What the header tells now."""
        return header_facts(self)

    def emptiness(self, rows: Rows) -> tuple[str, Tone]:
        """What a table without rows says, and its tone."""
        return emptiness(self, rows)

    def selected_keys(self, cursor_only: bool = False) -> tuple[Key, ...]:
        """The keys that an action takes: the marked rows, else the one under the cursor."""
        if self.table.marks and not cursor_only:
            return self._in_order(cast("frozenset[Key]", self.table.marks))
        key = cast("Key | None", self.table.cursor_key)
        return (key,) if key else ()

    def _in_order(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        """Keys as their rows stand on the screen; those that the filter hides come last."""
        end = len(self.rows)

        def place(key: Key) -> tuple[int, Key]:
            at = self.rows.position(key)
            return (end if at is None else at, key)

        return tuple(sorted(keys, key=place))

    def say(self, words: str, bad: bool = False) -> None:
        """A short message over the screen, cleaned and never as markup."""
        self.notify(clean(words, 400), severity="warning" if bad else "information", markup=False, timeout=4)

    def zoom(self, pane: str | None) -> None:
        """Gives the page to one pane (`table`, `detail`), or shows all."""
        self.view.zoom(pane)

    def set_filter(self, text: str) -> None:
        """Puts a query into the filter line."""
        self.view.set_filter(text)

    def sort(self, column_id: str, reverse: bool) -> None:
        """Orders the rows by a column."""
        self.view.sort(column_id, reverse)

    def note_order(self) -> None:
        """Keeps the order of the instances for the next start."""
        if self.view.kind.id == "instances":
            self.around.chosen.note(sort=sort_text(self.rows.sort_id, self.rows.reverse))

    def show_columns(self, ids: Sequence[str]) -> None:
        """Shows other columns."""
        self.view.show_columns(ids)

    async def go_to(self, key: Key) -> None:
        """Puts the cursor on an instance, clearing a filter that hides it."""
        await self.pages.go_to("instances", key)
