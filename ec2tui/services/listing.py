"""What matches a query, page by page from all regions, with the facts that are asked for."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import msgspec

from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.query import ALL, Query
from ec2tui.services.catalogue import current_keys, parameter_keys
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import BY_ID_KINDS, Session

Page = tuple[Any, ...]

Live = Callable[[Page], Awaitable[Problem | None]]
"""Reads the metrics of the instances of a page into the store."""


class Gap(msgspec.Struct, frozen=True):
    """Something that could not be read: which kind, where, and why."""

    source: Source
    kind: Kind
    problem: Problem


class Listing:
    """One reading of the items of the kind `of`; `kinds` are read besides what the query needs.

    While pages come, `gaps` fills with what could not be read and `undecided` counts the items of which the
    query could therefore not be answered; `answered` says whether any region has told anything, even that it
    is empty.
    """

    def __init__(
        self,
        session: Session,
        query: Query = ALL,
        kinds: Iterable[Kind] = (),
        of: Kind = Kind.INSTANCES,
        live: Live | None = None,
    ) -> None:
        """`live` reads the metrics of instances where they are among the kinds."""
        self._session = session
        self._query = query
        self._live = live
        self._of = of
        extra = (frozenset(kinds) | query.kinds) - {of}
        self._whole = extra - BY_ID_KINDS - {Kind.INSTANCES}
        self._by_id = tuple(kind for kind in _CHEAPEST_FIRST if kind in extra)
        self._ready: asyncio.Queue[Page | None] = asyncio.Queue()
        self._arrived: dict[str, asyncio.Queue[Page | None]] = {}
        self._version = session.store.version
        self._told: set[Key] = set()
        self.gaps: list[Gap] = []
        self.answered = False
        self.undecided = 0

    async def pages(self) -> AsyncIterator[Page]:
        """The matching items as they arrive, once what was asked about them is known or known missing."""
        unsubscribe = self._session.store.subscribe(self._forward)
        work = asyncio.create_task(self._read())
        work.add_done_callback(lambda _: self._ready.put_nowait(None))
        try:
            while (page := await self._ready.get()) is not None:
                yield page
            await work
        finally:
            unsubscribe()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    def _forward(self) -> None:
        """Hands the items that the store has just learnt to those who read their facts, by region."""
        store = self._session.store
        keys = (store.changed_since(self._version, self._of) or set()) - self._told
        self._version = store.version
        table = store.inventory.table(self._of)
        pages: defaultdict[str, list[Any]] = defaultdict(list)
        for key in sorted(keys):
            if key in table:
                pages[key.region].append(table[key])
        self._told |= keys
        for region, page in pages.items():
            if region in self._arrived:
                self._arrived[region].put_nowait(tuple(page))

    async def _read(self) -> None:
        async with asyncio.TaskGroup() as group:
            known = group.create_task(self._identify())
            for source in self._session.sources():
                self._arrived[source.region] = asyncio.Queue()
                whole = group.create_task(self._read_whole(source, known))
                group.create_task(self._read_items(source, known))
                group.create_task(self._complete(source, whole))

    async def _identify(self) -> None:
        """Finds the account, which the keys of everything but instances are made with."""
        if (self._whole or self._of is not Kind.INSTANCES) and not self._session.account:
            await self._session.identify()

    async def _read_items(self, source: Source, known: "asyncio.Task[None]") -> None:
        if self._of is not Kind.INSTANCES:
            await known
        await self._pass(source, self._of)
        self._arrived[source.region].put_nowait(None)

    async def _complete(self, source: Source, whole: "asyncio.Task[None]") -> None:
        """Reads what was asked about each page that arrived, and hands on what matches."""
        while (page := await self._arrived[source.region].get()) is not None:
            self.answered = True
            await whole
            for kind in self._by_id:
                page = self._not_refuted(page)
                await self._read_by_id(source, kind, page)
            self._ready.put_nowait(self._matching(page))

    def _answer(self, item: Any) -> bool | None:
        session = self._session
        return self._query.matches(item, session.store.inventory, session.clock.now())

    def _not_refuted(self, page: Page) -> Page:
        """The items that may match: for the others nothing more need be read."""
        return tuple(item for item in page if self._answer(item) is not False)

    def _matching(self, page: Page) -> Page:
        answers = [(item, self._answer(item)) for item in page]
        self.undecided += sum(answer is None for _, answer in answers)
        return tuple(item for item, answer in answers if answer)

    async def _read_whole(self, source: Source, known: "asyncio.Task[None]") -> None:
        await known
        for kind in sorted(self._whole):
            await self._pass(source, kind)

    async def _pass(self, source: Source, kind: Kind) -> None:
        session = self._session
        assert session.gateway is not None
        problem = await read_all(session.gateway, session.store, session.clock, source, kind, session.account)
        if problem is not None:
            self.gaps.append(Gap(source, kind, problem))
        elif kind is self._of:
            self.answered = True

    async def _read_by_id(self, source: Source, kind: Kind, page: Page) -> None:
        session = self._session
        assert session.gateway is not None
        if kind is Kind.METRICS:
            self._note(source, kind, await self._live(page) if self._live else None)
            return
        inventory = session.store.inventory
        asked = (*keys_of(kind, page), *(_catalogue(session, source, kind) if page else ()))
        known = inventory.table(kind)
        keys = [key for key in asked if key not in known and (kind, key) not in inventory.absent]
        if not keys:
            return
        self._note(source, kind, await read_some(session.gateway, session.store, source, kind, keys))

    def _note(self, source: Source, kind: Kind, problem: Problem | None) -> None:
        gap = Gap(source, kind, problem) if problem else None
        if gap and gap not in self.gaps:
            self.gaps.append(gap)


def _catalogue(session: Session, source: Source, kind: Kind) -> tuple[Key, ...]:
    """What verdicts on images need of a region, whatever runs there."""
    if kind is Kind.PUBLIC_PARAMETERS:
        return parameter_keys(session, source.region)
    return current_keys(session, source.region) if kind is Kind.IMAGES else ()


_CHEAPEST_FIRST = (
    Kind.INSTANCE_TYPES,
    Kind.PUBLIC_PARAMETERS,
    Kind.IMAGES,
    Kind.INSTANCES,
    Kind.INSTANCE_PROFILES,
    Kind.PROTECTION,
    Kind.SHARING,
    Kind.METRICS,
)
"""The kinds read by id, those that cost the fewest calls first: they may make the others needless."""


def keys_of(kind: Kind, page: Iterable[Any]) -> list[Key]:
    """The keys of the items of a by-id kind that belong to these items, each once."""
    if kind is Kind.INSTANCE_TYPES:
        keys = [Key(i.key.account, i.key.region, i.type) for i in page]
    elif kind is Kind.IMAGES:
        keys = [Key(i.key.account, i.key.region, i.image_id) for i in page if i.image_id]
    elif kind is Kind.PUBLIC_PARAMETERS:
        keys = []
    elif kind is Kind.INSTANCE_PROFILES:
        keys = [Key(i.key.account, i.key.region, i.profile_arn) for i in page if i.profile_arn]
    elif kind is Kind.INSTANCES:
        keys = [volume.key._replace(id=held.instance_id) for volume in page for held in volume.attachments]
    else:
        keys = [item.key for item in page]
    return list(dict.fromkeys(keys))
