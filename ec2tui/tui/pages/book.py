"""Which page shows, which tables were opened on each, and the way back."""

from typing import TYPE_CHECKING

from ec2tui.core.model.key import Key
from ec2tui.tui.pages.page import Page, Setting, Table
from ec2tui.tui.pages.registry import PAGES, page_of, table_of
from ec2tui.tui.pages.view import PageView

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


class Book:
    """Each page has a stack of views: one of its own tables, and on it the parts that were opened.

    Views are made when they first show and keep their state while others do; a part goes when it is closed.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._roots: dict[str, PageView] = {}
        self._stacks: dict[str, list[PageView]] = {}
        self._way: list[str] = []
        self.page = PAGES[0]
        self._stacks[self.page.id] = [self._root(self.page.tables[0])]

    @property
    def view(self) -> PageView:
        """The view that shows."""
        return self._stacks[self.page.id][-1]

    def path(self, page: Page) -> tuple[PageView, ...]:
        """What is open on a page, the innermost last; nothing on one that was never looked at."""
        return tuple(self._stacks.get(page.id, ()))

    async def turn_to(self, page_id: str) -> None:
        """Shows a page as it was left; when it shows already, its own table, or its next one."""
        page = next(page for page in PAGES if page.id == page_id)
        self._way.clear()
        if page is not self.page:
            await self._show(page)
        elif len(self._stacks[page.id]) > 1:
            while len(self._stacks[page.id]) > 1:
                await self._pop()
        elif len(page.tables) > 1:
            ids = [table.id for table in page.tables]
            await self.show_table(ids[(ids.index(self.view.kind.id) + 1) % len(ids)])

    async def show_table(self, table_id: str) -> PageView:
        """Shows a table of some page as a whole, closing parts that are open on it."""
        page, table = page_of(table_id), table_of(table_id)
        old = self.view
        for view in self._stacks.get(page.id, [])[1:]:
            await view.remove()
        self._stacks[page.id] = [self._root(table)]
        self.page = page
        await self._swap(old)
        return self.view

    async def open_part(self, table: Table, whose: Key) -> PageView:
        """Shows a part of a row of this page as a table of its own, above what shows."""
        old = self.view
        self._stacks[self.page.id].append(self._made(table, whose))
        await self._swap(old)
        return self.view

    async def follow(self, table_id: str, key: Key) -> None:
        """Goes from a row to another on another page; `back` comes back here."""
        here = self.page.id
        way = [*self._way, here]
        await self.go_to(table_id, key)
        self._way = way

    async def go_to(self, table_id: str, key: Key) -> None:
        """Puts the cursor of a table on a row, clearing a filter that hides it."""
        if self.view.kind.id != table_id:
            await self.show_table(table_id)
        await self.view.go_to(key)

    async def filtered(self, table_id: str, text: str) -> None:
        """Shows a table with this filter."""
        (await self.show_table(table_id)).set_filter(text)

    def known(self, table_id: str) -> PageView | None:
        """The view of a whole table when it was ever looked at."""
        return self._roots.get(table_id)

    async def back(self) -> bool:
        """Closes the innermost part, else goes where the page was come from, else to the first page.

        False when there is nothing to go back from.
        """
        if len(self._stacks[self.page.id]) > 1:
            await self._pop()
        elif self._way:
            await self._show(next(page for page in PAGES if page.id == self._way[-1]))
            self._way.pop()
        elif self.page is not PAGES[0]:
            await self._show(PAGES[0])
        else:
            return False
        return True

    @property
    def inside(self) -> bool:
        """Whether `back` has something to go back from."""
        return self.page is not PAGES[0] or len(self._stacks[self.page.id]) > 1

    async def _show(self, page: Page) -> None:
        old = self.view
        if page.id not in self._stacks:
            self._stacks[page.id] = [self._root(page.tables[0])]
        self.page = page
        await self._swap(old)

    async def _pop(self) -> None:
        old = self._stacks[self.page.id].pop()
        await self._swap(old)
        await old.remove()

    async def _swap(self, old: PageView) -> None:
        view = self.view
        if view is not old:
            if not view.is_attached:
                await self._screen.query_one("#body").mount(view)
            old.leave()
            view.enter()
        self._screen.changed()

    def _root(self, table: Table) -> PageView:
        if table.id not in self._roots:
            self._roots[table.id] = self._made(table, None)
        return self._roots[table.id]

    def _made(self, table: Table, whose: Key | None) -> PageView:
        screen = self._screen
        rows = table.make(Setting(screen.session, screen.around, whose))
        return PageView(table, rows, screen.watcher, screen.emptiness)
