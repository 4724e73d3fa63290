"""Reads what checks need and nothing else: kinds as a whole, then what those name, in bounds."""

import asyncio
from collections.abc import Callable, Iterable

import msgspec

from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.listing import Gap
from ec2tui.services.posture.asked import ASKED, PER_ITEM
from ec2tui.services.posture.local import LOCAL_KINDS
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session

TOGETHER = 4
"""Kinds of one region that are read at a time."""

PIECE = 100
"""Items that are asked for between two tellings of how far it is."""

BOUND = 500
"""Instances of a region up to which attributes are read that cost calls for each, unless all are wanted."""


class Unread(msgspec.Struct, frozen=True):
    """What was not read because nobody asked for it: of so many items of a region."""

    region: str
    kind: Kind
    items: int


class Progress(msgspec.Struct, frozen=True):
    """How far a read is: so many of so many items of a kind in a region; `total` 0 for a whole kind."""

    region: str
    kind: Kind
    done: int = 0
    total: int = 0


class PostureReads:
    """One reading of what some kinds need; `gaps` and `unread` say what it lacks.

    `all_items` also reads what costs calls for each instance beyond the bound. Without `again` nothing is
    read that is known already.
    """

    def __init__(
        self,
        session: Session,
        kinds: Iterable[Kind],
        all_items: bool = False,
        again: bool = True,
        tell: Callable[[Progress], object] = lambda progress: None,
    ) -> None:
        wanted = frozenset(kinds)
        self._session, self._all, self._again, self._tell = session, all_items, again, tell
        self._whole = tuple(kind for kind in Kind if kind in wanted - ASKED.keys() - LOCAL_KINDS)
        self._asked = tuple(kind for kind in ASKED if kind in wanted)
        self.gaps: list[Gap] = []
        self.unread: list[Unread] = []

    async def read(self) -> None:
        """Reads all regions side by side; ends early only when it is cancelled."""
        if not self._session.account:
            await self._session.identify()
        async with asyncio.TaskGroup() as group:
            for source in self._session.sources():
                group.create_task(self._region(source))

    async def _region(self, source: Source) -> None:
        gate = asyncio.Semaphore(TOGETHER)

        async def one(kind: Kind) -> None:
            async with gate:
                await self._read_whole(source, kind)

        await asyncio.gather(*map(one, self._whole))
        for kind in self._asked:
            await self._read_asked(source, kind)

    async def _read_whole(self, source: Source, kind: Kind) -> None:
        session = self._session
        assert session.gateway is not None
        if not self._again and session.store.inventory.reading(source, kind).known:
            return
        self._tell(Progress(source.region, kind))
        problem = await read_all(session.gateway, session.store, session.clock, source, kind, session.account)
        if problem is not None:
            self.gaps.append(Gap(source, kind, problem))

    async def _read_asked(self, source: Source, kind: Kind) -> None:
        failed = self._session.store.inventory.reading(source, kind).problem
        if failed is not None and not self._again:
            self.gaps.append(Gap(source, kind, failed))
            return
        keys = await asyncio.to_thread(self._missing, source, kind)
        if kind in PER_ITEM and not self._all and len(keys) > BOUND:
            self.unread.append(Unread(source.region, kind, len(keys)))
            return
        for start in range(0, len(keys), PIECE):
            self._tell(Progress(source.region, kind, start, len(keys)))
            if not await self._read_piece(source, kind, keys[start : start + PIECE]):
                return

    def _missing(self, source: Source, kind: Kind) -> list[Key]:
        """What is named, unless all is asked again only what is not known yet."""
        inventory, account = self._session.store.inventory, self._session.account
        known = inventory.table(kind)
        named = dict.fromkeys(ASKED[kind](inventory, account, source.region))
        if self._again:
            return list(named)
        return [key for key in named if key not in known and (kind, key) not in inventory.absent]

    async def _read_piece(self, source: Source, kind: Kind, keys: list[Key]) -> bool:
        """Whether the rest is worth asking for."""
        session = self._session
        assert session.gateway is not None
        problem = await read_some(session.gateway, session.store, source, kind, keys)
        if problem is None or problem.outcome is Outcome.NOT_FOUND:
            return True
        self.gaps.append(Gap(source, kind, problem))
        return False
