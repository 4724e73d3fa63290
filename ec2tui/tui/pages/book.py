"""Which page shows, which tables were opened on each, and the way back."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ec2tui.core.model.key import Key
from ec2tui.tui.pages.page import Page, Setting, Table
from ec2tui.tui.pages.registry import PAGES, page_of, table_of
from ec2tui.tui.pages.view import PageView

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

Stack = tuple[PageView, ...]


class Book:
    """Each page has a stack of views: one of its own tables, and on it the parts that were opened.

    Views are made when they first show and keep their state while others do; a part goes when it is closed.
    One turn is made at a time, and what shows is what it was until the other view can be drawn.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._roots: dict[str, PageView] = {}
        self._stacks: dict[str, Stack] = {}
        self._way: tuple[str, ...] = ()
        self._turn = asyncio.Lock()
        self.page = PAGES[0]
        self._stacks[self.page.id] = (self._root(self.page.tables[0]),)

    @property
    def view(self) -> PageView:
        """The view that shows."""
        return self._stacks[self.page.id][-1]

    @property
    def stack(self) -> Stack:
        """What is open on the page that shows, the innermost last."""
        return self._stacks[self.page.id]

    def known(self, table_id: str) -> PageView | None:
        """The view of a whole table when it was ever looked at."""
        return self._roots.get(table_id)

    async def turn_to(self, page_id: str) -> None:
        """Shows a page as it was left; when it shows already, its own table, or its next one."""
        page = next(page for page in PAGES if page.id == page_id)
        async with self._turn:
            if page is not self.page:
                await self._show(page, self._stack_of(page))
            elif len(self.stack) > 1:
                await self._show(page, self.stack[:1])
            elif len(page.tables) > 1:
                ids = [table.id for table in page.tables]
                after = ids[(ids.index(self.view.kind.id) + 1) % len(ids)]
                await self._show(page, (self._root(table_of(after)),))

    async def show_table(self, table_id: str) -> PageView:
        """Shows a table of some page as a whole, closing parts that are open on it."""
        async with self._turn:
            await self._show(page_of(table_id), (self._root(table_of(table_id)),))
            return self.view

    async def open_part(self, table: Table, whose: Key) -> None:
        """Shows a part of a row of this page as a table of its own, above what shows."""
        async with self._turn:
            await self._show(self.page, (*self.stack, self._made(table, whose)), self._way)

    async def filtered(self, table_id: str, text: str) -> None:
        """Shows a table with this filter."""
        (await self.show_table(table_id)).set_filter(text)

    async def go_to(self, table_id: str, key: Key) -> None:
        """Puts the cursor of a table on a row, clearing a filter that hides it."""
        view = self.view if self.view.kind.id == table_id else await self.show_table(table_id)
        await view.go_to(key)

    async def follow(self, table_id: str, key: Key) -> None:
        """Goes from a row to another on another page; `back` comes back here."""
        way = (*self._way, self.page.id)
        await self.go_to(table_id, key)
        self._way = way

    async def come_to(self, table_id: str) -> None:
        """Shows a table; `back` comes back here."""
        way = (*self._way, self.page.id)
        await self.show_table(table_id)
        self._way = way

    async def back(self) -> bool:
        """Closes the innermost part, else goes where the page was come from, else to the first page.

        False when there is nothing to go back from.
        """
        async with self._turn:
            if len(self.stack) > 1:
                await self._show(self.page, self.stack[:-1], self._way)
            elif self._way:
                page = next(page for page in PAGES if page.id == self._way[-1])
                await self._show(page, self._stack_of(page), self._way[:-1])
            elif self.page is not PAGES[0]:
                await self._show(PAGES[0], self._stack_of(PAGES[0]))
            else:
                return False
            return True

    async def start_over(self) -> None:
        """Closes every part and takes every mark away: what they are about is looked at no more."""
        async with self._turn:
            for page_id, stack in list(self._stacks.items()):
                if page_id == self.page.id:
                    await self._show(self.page, stack[:1])
                    continue
                self._stacks[page_id] = stack[:1]
                for part in stack[1:]:
                    await part.remove()
            for root in self._roots.values():
                root.table.clear_marks()

    async def _show(self, page: Page, stack: Stack, way: Sequence[str] = ()) -> None:
        """Makes this what shows; parts that are open no more go."""
        old, view = self.view, stack[-1]
        if not view.is_attached:
            await self._screen.query_one("#body").mount(view)
        closed = [one for one in self._stacks.get(page.id, ()) if one.whose and one not in stack]
        self.page, self._stacks[page.id], self._way = page, stack, tuple(way)
        if view is not old:
            old.leave()
            view.enter()
        for one in closed:
            await one.remove()
        self._screen.changed()

    def _stack_of(self, page: Page) -> Stack:
        return self._stacks.get(page.id) or (self._root(page.tables[0]),)

    def _root(self, table: Table) -> PageView:
        if table.id not in self._roots:
            self._roots[table.id] = self._made(table, None)
        return self._roots[table.id]

    def _made(self, table: Table, whose: Key | None) -> PageView:
        screen = self._screen
        makers = (lambda: screen.judge, lambda: screen.surveyor, lambda: screen.posture)
        setting = Setting(screen.session, screen.around, whose, *makers)
        cockpit = tuple(partial(make, setting) for make in table.cockpit)
        return PageView(table, table.make(setting), screen.watcher, screen.emptiness, whose, cockpit)
